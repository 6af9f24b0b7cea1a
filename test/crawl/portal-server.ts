import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as the server saw it. */
export interface SeenRequest {
  readonly path: string;
  readonly method: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** By `performance.now()`. */
  readonly arrived: number;
  ended: number;
}

export type Answer =
  | string
  | { status?: number; type?: string; headers?: Record<string, string>; body?: string | Uint8Array }
  | ((request: IncomingMessage, response: ServerResponse) => void | Promise<void>);

/** A portal on loopback: paths and their answers, and a log of what was asked. */
export interface PortalServer {
  readonly origin: string;
  readonly answers: Map<string, Answer>;
  readonly seen: SeenRequest[];
  /** Largest number of requests that were under way at once. */
  mostAtOnce: number;
  /** Milliseconds before each answer. */
  latency: number;
  paths(): string[];
  close(): Promise<void>;
}

/** Starts a portal; `robots.txt` is 404 and other paths are 404 unless given. */
export async function startPortal(answers: Record<string, Answer>): Promise<PortalServer> {
  const portal = { answers: new Map(Object.entries(answers)), seen: [] as SeenRequest[], mostAtOnce: 0, latency: 0 };
  let atOnce = 0;
  const server = createServer((request, response) => {
    atOnce++;
    state.mostAtOnce = Math.max(state.mostAtOnce, atOnce);
    const seen: SeenRequest = {
      path: request.url ?? '',
      method: request.method ?? '',
      headers: request.headers,
      body: '',
      arrived: performance.now(),
      ended: Number.NaN,
    };
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    portal.seen.push(seen);
    response.on('finish', () => {
      seen.ended = performance.now();
    });
    response.on('close', () => {
      atOnce--;
    });
    const answer = portal.answers.get(seen.path) ?? { status: 404, body: '<p>404</p>' };
    setTimeout(() => {
      Object.assign(seen, { body: Buffer.concat(chunks).toString() });
      if (typeof answer === 'function') void answer(request, response);
      else send(response, typeof answer === 'string' ? { body: answer } : answer);
    }, state.latency);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const state: PortalServer = Object.assign(portal, {
    origin: `http://127.0.0.1:${port}`,
    paths: () => portal.seen.map(({ path }) => path),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
  return state;
}

function send(response: ServerResponse, answer: Exclude<Answer, string | ((...args: never) => unknown)>): void {
  response.writeHead(answer.status ?? 200, {
    'content-type': answer.type ?? 'text/html; charset=utf-8',
    ...answer.headers,
  });
  response.end(answer.body ?? '');
}

/** A page with a title and links: `{ '/a': 'text' }`. */
export function pageOf(title: string, links: Record<string, string> = {}, rest = ''): string {
  const items = Object.entries(links).map(([href, text]) => `<li><a href="${href}">${text}</a></li>`);
  return `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1><ul>${items.join('\n')}</ul>${rest}</body></html>`;
}
