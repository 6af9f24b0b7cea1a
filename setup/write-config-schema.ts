import { writeFileSync } from 'node:fs';
import { configJsonSchema } from '../src/config.ts';

writeFileSync(new URL('../config.schema.json', import.meta.url), configJsonSchema());
