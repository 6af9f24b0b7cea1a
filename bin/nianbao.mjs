#!/usr/bin/env node
import { existsSync } from 'node:fs';

function packagesAreThere() {
  return existsSync(new URL('../node_modules/.package-lock.json', import.meta.url));
}

if (!packagesAreThere()) {
  process.stderr.write('nianbao: its packages are not installed yet; run: npm run -s setup\n');
  process.exit(1);
}

// npm runs scripts from the project's folder; paths on the command line are meant from where the user stands.
if (process.env.npm_lifecycle_event === 'nianbao' && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);

const { register } = await import('tsx/esm/api');
register();
const { main } = await import('../src/cli.ts');
process.exit(await main(process.argv.slice(2)));
