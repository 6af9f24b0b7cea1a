import { UsageError } from '../errors.ts';
import { serveExplorer } from '../explore/serve-explorer.ts';
import type { Command, ServeOptions } from './command.ts';

const LAST_PORT = 65_535;

/** `nianbao serve`: the explorer on a port of this machine, until it is told to stop. */
export const runServe: Command<ServeOptions> = async ({ host, port }, io, settings) => {
  if (port > LAST_PORT) throw new UsageError(`--port takes a number up to ${LAST_PORT}; got ${port}.`);
  const explorer = await serveExplorer(settings.dataDirectory, { host, port });
  try {
    io.out(io.json ? JSON.stringify({ outcome: 'serving', url: explorer.url }) : explorer.url);
    io.note(`The explorer of ${settings.dataDirectory} is at ${explorer.url}; Ctrl-C ends it.`);
    await aborted(io.signal);
  } finally {
    await explorer.stop();
  }
  return 0;
};

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    signal.addEventListener('abort', () => {
      done();
    });
  });
}
