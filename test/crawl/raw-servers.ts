import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer as createHttp } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';

/** A server on loopback that a test closes. */
export interface RawServer {
  readonly port: number;
  close(): Promise<void>;
}

const weak = (name: string): Buffer => readFileSync(new URL(`./weak-tls/${name}.pem`, import.meta.url));

/** TLS 1.0 alone, a cipher and a key that OpenSSL holds weak, and a certificate that nobody signed. */
export function startWeakTls(listener: RequestListener): Promise<RawServer> {
  return started(
    createHttps(
      {
        key: weak('key'),
        cert: weak('certificate'),
        minVersion: 'TLSv1',
        maxVersion: 'TLSv1',
        ciphers: 'AES128-SHA:@SECLEVEL=0',
      },
      listener,
    ),
  );
}

/** A good protocol with a certificate that nobody signed. */
export function startSelfSigned(listener: RequestListener): Promise<RawServer> {
  return started(
    createHttps({ key: weak('key'), cert: weak('certificate'), ciphers: 'DEFAULT:@SECLEVEL=0' }, listener),
  );
}

/** Plain http; what comes as TLS is hung up on. */
export function startPlain(listener: RequestListener): Promise<RawServer> {
  return started(createHttp(listener));
}

/** Does with each connection as the test says. */
export function startSockets(onConnection: (socket: Socket) => void): Promise<RawServer> {
  return started(
    createServer((socket) => {
      socket.on('error', () => undefined);
      onConnection(socket);
    }),
  );
}

async function started(server: Server): Promise<RawServer> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
