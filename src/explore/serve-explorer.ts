import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { UsageError } from '../errors.ts';
import { openCorpus } from '../../storage/corpus.ts';
import { CorpusOverview } from '../../storage/corpus-overview.ts';
import { Originals } from '../../storage/originals.ts';
import { Comparisons } from './comparison.ts';
import { createExplorer } from './explorer.ts';
import { isLoopback } from './guard.ts';
import { PagePictures } from './page-pictures.ts';
import { newFormToken } from './verdict-routes.ts';

/** A running explorer. */
export interface RunningExplorer {
  readonly url: string;
  /** Ends when the last answer is out and the corpus is closed. */
  readonly stop: () => Promise<void>;
}

/**
 * Serves the explorer of a corpus, which it opens for reading only.
 *
 * @param port 0 takes any that is free
 * @throws UsageError where there is no corpus, the port is taken, or the host is none of this machine's
 */
export async function serveExplorer(
  dataDirectory: string,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<RunningExplorer> {
  const corpus = openCorpus(dataDirectory, { readOnly: true });
  try {
    const app = createExplorer({
      corpus,
      originals: new Originals(join(dataDirectory, 'originals')),
      overview: new CorpusOverview(corpus),
      pictures: new PagePictures(),
      comparisons: new Comparisons(corpus),
      listening: host,
      formToken: isLoopback(host) ? newFormToken() : null,
    });
    const answer = getRequestListener(app.fetch, { overrideGlobalObjects: false });
    const server = createServer((request, response) => {
      void answer(request, response);
    });
    const taken = await listen(server, host, port);
    const name = host.includes(':') ? `[${host}]` : host;
    return {
      url: `http://${name}:${taken}/`,
      stop: async () => {
        await closed(server);
        corpus.close();
      },
    };
  } catch (error) {
    corpus.close();
    throw error;
  }
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      fail(explain(error, host, port));
    });
    server.listen(port, host, () => {
      const address = server.address();
      done(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new UsageError(`Port ${port} of ${host} is taken; name another with --port, or 0 for any that is free.`);
    case 'EACCES':
      return new UsageError(`Port ${port} may not be used by this user; name one from 1024 up with --port.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new UsageError(`--host ${host} is no address of this machine.`);
    default:
      return error;
  }
}

function closed(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => {
      done();
    });
    server.closeIdleConnections();
  });
}
