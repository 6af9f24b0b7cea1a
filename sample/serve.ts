/** Runs the sample province until Ctrl-C: `node --import tsx sample/serve.ts [first port]`. */
import { UsageError } from '../src/errors.ts';
import { startSampleProvince } from './server.ts';

const given = process.argv[2];
const port = given === undefined ? 47_100 : Number(given);
if (!Number.isInteger(port) || port < 1 || port > 65_000)
  throw new UsageError(`Expected a port from 1 to 65000, got ${given}`);
const province = await startSampleProvince({ port });
for (const portal of province.portals) process.stdout.write(`${portal.home}  ${portal.name}\n`);
process.stdout.write('Ctrl-C ends the sample province.\n');
process.once('SIGINT', () => {
  void province.stop();
});
