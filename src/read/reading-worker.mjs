import { register } from 'tsx/esm/api';

/** The process that `ReadingPool` starts: it reads one original after another, and may be killed at any time. */

register();
const { serve } = await import('./reading-service.ts');
serve();
