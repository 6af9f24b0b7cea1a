import { writeFileSync } from 'node:fs';
import { codebookCsv, codebookPage } from '../src/export/codebook-page.ts';

writeFileSync(new URL('../docs/codebook.md', import.meta.url), codebookPage());
writeFileSync(new URL('../docs/codebook.csv', import.meta.url), codebookCsv());
