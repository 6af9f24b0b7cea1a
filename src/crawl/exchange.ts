import { constants } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Agent, errors } from 'undici';
import type { Dispatcher } from 'undici';
import { BodyCutShortError, BodyTooLargeError, acceptedEncodings, decodeBody } from './body-decoding.ts';
import { InternalAddressError } from './guard.ts';
import type { OriginGuard } from './guard.ts';

/** Where one exchange stops. */
export interface ExchangeLimits {
  /** Largest body, packed or unpacked, in bytes. */
  readonly bytes: number;
  /** Longest time from the request to the last byte, in seconds. */
  readonly seconds: number;
}

export interface ExchangeRequest {
  readonly url: URL;
  /** Sent as a form by POST where present. */
  readonly form: Readonly<Record<string, string>> | null;
  /** Sent by POST as it is, where present. */
  readonly payload?: Uint8Array;
  /** Further headers, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** HEAD instead of GET. */
  readonly headersOnly?: boolean;
}

/** One request and what came back, without following redirects. */
export type Exchange =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly bytes: Uint8Array;
    }
  | {
      readonly kind: 'failed';
      readonly reason: 'too_large' | 'truncated' | 'timeout' | 'unreachable' | 'not_allowed' | 'undecodable';
      readonly detail: string;
      /** No connection came about, or none that could be trusted: the server has not seen the request. */
      readonly unasked: boolean;
      /** As far as the answer came. */
      readonly status: number | null;
      readonly headers: Readonly<Record<string, string>> | null;
    };

/** How a portal's TLS is met: `legacy` takes old protocols, weak ciphers and certificates that prove nothing. */
export type TlsManner = 'strict' | 'legacy';

/** Longest wait for a connection, in seconds; a host that takes longer does not answer. */
const CONNECT_SECONDS = 15;

/** What a current OpenSSL refuses, and what many county servers have had since they were set up. */
const LEGACY_TLS = { minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0', rejectUnauthorized: false } as const;

/** What comes after the stated length of a body is no answer, and breaks the connection so many turns later. */
const TURNS_TO_BREAK = 3;

/** More than any honest answer's headers. */
const HEADER_BYTES = 64 * 1024;

/** Larger bodies with these statuses are not worth reading: only their status counts. */
const EMPTY_STATUSES: ReadonlySet<number> = new Set([204, 304]);

/** The connections to one portal. Every host name is looked up through the portal's guard. */
export class Connections {
  readonly #agent: Agent;
  readonly #limits: ExchangeLimits;
  readonly #userAgent: string;
  /** Answers that went on after the length they had stated. */
  #overruns = 0;

  constructor(guard: OriginGuard, limits: ExchangeLimits, userAgent: string, tls: TlsManner = 'strict') {
    this.#limits = limits;
    this.#userAgent = userAgent;
    this.#agent = new Agent({
      connections: 1,
      pipelining: 1,
      keepAliveTimeout: 10_000,
      maxHeaderSize: HEADER_BYTES,
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: {
        timeout: Math.min(CONNECT_SECONDS, limits.seconds) * 1000,
        // Many county servers speak an old TLS that current OpenSSL refuses unless told.
        secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
        ...(tls === 'legacy' ? LEGACY_TLS : {}),
        lookup: (hostname, options, callback) => {
          guard.addressesOf(hostname).then(
            (addresses) => {
              const [first] = addresses;
              if (first === undefined)
                callback(Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' }), []);
              else if (options.all === true) callback(null, [...addresses]);
              else callback(null, first.address, first.family);
            },
            (error: unknown) => {
              callback(error instanceof Error ? error : new Error(String(error)), []);
            },
          );
        },
      },
    });
    this.#agent.on('disconnect', (_origin, _targets, error) => {
      if (error instanceof errors.HTTPParserError || error.message.includes('bad response')) this.#overruns++;
    });
  }

  /** Asks once. Never throws for what a server or a network does. */
  async exchange(request: ExchangeRequest): Promise<Exchange> {
    const clock = new AbortController();
    const timer = setTimeout(() => {
      clock.abort(new OutOfTimeError(this.#limits.seconds));
    }, this.#limits.seconds * 1000);
    const seen: { status: number | null; headers: Record<string, string> | null } = { status: null, headers: null };
    const overruns = this.#overruns;
    try {
      const response = await this.#agent.request(dispatchOptions(request, this.#userAgent, clock.signal));
      seen.status = response.statusCode;
      seen.headers = plainHeaders(response.headers);
      const packed = await readBody(response.body, seen.headers, this.#limits.bytes);
      const empty = EMPTY_STATUSES.has(response.statusCode) || request.headersOnly === true;
      const bytes = empty ? packed : await decodeBody(packed, seen.headers['content-encoding'], this.#limits.bytes);
      for (let turn = 0; turn < TURNS_TO_BREAK; turn++) await nextTurn();
      if (this.#overruns > overruns && !endsAsItShould(bytes))
        throw new BodyCutShortError(`The body goes on after the ${packed.byteLength} bytes that were stated`);
      return { kind: 'answered', status: response.statusCode, headers: seen.headers, bytes };
    } catch (error) {
      return {
        kind: 'failed',
        ...explain(clock.signal.aborted ? clock.signal.reason : error, seen.status !== null),
        ...seen,
      };
    } finally {
      clearTimeout(timer);
    }
  }

  /** Closes every connection. */
  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}

/** Is the last line of a page or a PDF there? Then what came after it is only in the way. */
function endsAsItShould(bytes: Uint8Array): boolean {
  const end = Buffer.from(bytes.subarray(-2048)).toString('latin1');
  return /<\/html\s*>|%%EOF/i.test(end);
}

class OutOfTimeError extends Error {
  constructor(seconds: number) {
    super(`No complete answer within ${seconds} s`);
  }
}

function dispatchOptions(
  request: ExchangeRequest,
  userAgent: string,
  signal: AbortSignal,
): Dispatcher.RequestOptions & { origin: string } {
  const { url, form, payload } = request;
  const headers: Record<string, string> = {
    'user-agent': userAgent,
    accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'accept-language': 'zh-CN,zh;q=0.9,en;q=0.5',
    'accept-encoding': acceptedEncodings,
    ...request.headers,
  };
  const target = { origin: url.origin, path: url.pathname + url.search, signal };
  if (payload !== undefined) return { ...target, method: 'POST', headers, body: payload };
  if (form === null) return { ...target, method: request.headersOnly === true ? 'HEAD' : 'GET', headers };
  headers['content-type'] = 'application/x-www-form-urlencoded; charset=UTF-8';
  return { ...target, method: 'POST', headers, body: new URLSearchParams(form).toString() };
}

async function readBody(
  body: AsyncIterable<Buffer> & { destroy(): unknown },
  headers: Record<string, string>,
  ceiling: number,
): Promise<Uint8Array> {
  const stated = Number(headers['content-length'] ?? '');
  if (stated > ceiling) {
    body.destroy();
    throw new BodyTooLargeError(`The body is stated to have ${stated} bytes; the ceiling is ${ceiling}`);
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.byteLength;
    if (length > ceiling) {
      body.destroy();
      throw new BodyTooLargeError(`The body has more than ${ceiling} bytes`);
    }
    chunks.push(chunk);
  }
  if (chunks.length === 1 && chunks[0] !== undefined) return chunks[0];
  return Buffer.concat(chunks, length);
}

/** @param answered whether a status line had come: what fails then is the body */
function explain(
  error: unknown,
  answered: boolean,
): Pick<Extract<Exchange, { kind: 'failed' }>, 'reason' | 'detail' | 'unasked'> {
  return { ...reasonFor(error, answered), unasked: !answered && isUnasked(error) };
}

function reasonFor(
  error: unknown,
  answered: boolean,
): Pick<Extract<Exchange, { kind: 'failed' }>, 'reason' | 'detail'> {
  if (error instanceof OutOfTimeError) return { reason: 'timeout', detail: error.message };
  if (error instanceof BodyTooLargeError) return { reason: 'too_large', detail: error.message };
  if (error instanceof BodyCutShortError) return { reason: 'truncated', detail: error.message };
  if (error instanceof errors.HeadersOverflowError || codeOf(error) === 'HPE_HEADER_OVERFLOW')
    return { reason: 'too_large', detail: `The headers have more than ${HEADER_BYTES} bytes` };
  const internalAddress = findCause(error, (cause) => cause instanceof InternalAddressError);
  if (internalAddress !== undefined) return { reason: 'not_allowed', detail: internalAddress.message };
  if (error instanceof errors.ConnectTimeoutError) return { reason: 'timeout', detail: 'No connection in time' };
  const detail = describe(error);
  if (answered && isBrokenOff(error)) return { reason: 'truncated', detail: `The answer broke off: ${detail}` };
  if (answered && error instanceof TypeError) return { reason: 'undecodable', detail };
  return { reason: 'unreachable', detail };
}

/** Failures of connecting, by the codes of the system and of OpenSSL. */
const UNASKED =
  /^(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EPROTO|ERR_SSL_|ERR_TLS_|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO)/;

function isUnasked(error: unknown): boolean {
  if (error instanceof errors.ConnectTimeoutError) return true;
  const refused = (cause: Error): boolean => UNASKED.test(codeOf(cause) ?? '') || isBrokenHandshake(cause);
  return findCause(error, refused) !== undefined;
}

/** A socket that closes before its TLS is agreed says so in words only. */
function isBrokenHandshake(error: Error): boolean {
  return codeOf(error) === 'ECONNRESET' && /before secure TLS connection/i.test(error.message);
}

function isBrokenOff(error: unknown): boolean {
  return (
    error instanceof errors.SocketError ||
    error instanceof errors.ResponseContentLengthMismatchError ||
    codeOf(error) === 'ECONNRESET'
  );
}

function findCause(error: unknown, fits: (cause: Error) => boolean): Error | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (fits(cause)) return cause;
    if (cause instanceof AggregateError) {
      const inner = cause.errors.find((each): each is Error => each instanceof Error && fits(each));
      if (inner !== undefined) return inner;
    }
  }
  return undefined;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = codeOf(error);
  const first: unknown = error instanceof AggregateError ? error.errors[0] : undefined;
  const message = error.message !== '' ? error.message : first instanceof Error ? first.message : error.name;
  return code === undefined || message.includes(code) ? message : `${message} (${code})`;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function plainHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) plain[name] = Array.isArray(value) ? value.join('\n') : value;
  }
  return plain;
}
