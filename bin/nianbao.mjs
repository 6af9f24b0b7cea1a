#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

function packagesAreThere() {
  return existsSync(new URL('../node_modules/.package-lock.json', import.meta.url));
}

if (!packagesAreThere()) {
  process.stderr.write('nianbao: its packages are not installed yet; run: npm run -s setup\n');
  process.exit(1);
}

// npm runs scripts from the project's folder; paths on the command line are meant from where the user stands.
if (process.env.npm_lifecycle_event === 'nianbao' && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);

const { register } = await import(require.resolve('tsx/esm/api'));
register();
const { main } = await import('../src/cli.ts');
process.exitCode = await main(process.argv.slice(2));
