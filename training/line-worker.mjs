import { register } from 'tsx/esm/api';

register();
await import('./line-worker.ts');
