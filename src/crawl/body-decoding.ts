import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';

/** What the Accept-Encoding header may ask for: what `decodeBody` undoes. */
export const acceptedEncodings = 'gzip, deflate, br';

/** A body that grows beyond its ceiling when unpacked. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
}

/** A packed body that ends too soon. */
export class BodyCutShortError extends Error {
  override readonly name = 'BodyCutShortError';
}

type Unpack = (bytes: Uint8Array, options: { maxOutputLength: number }) => Promise<Buffer>;

const gunzipped: Unpack = promisify(gunzip);
const inflatedRaw: Unpack = promisify(inflateRaw);
const inflatedWrapped: Unpack = promisify(inflate);
const unbrotlied: Unpack = promisify(brotliDecompress);

/** Some servers send bare deflate data where the standard asks for the zlib wrapping. */
const inflated: Unpack = (bytes, options) => {
  const wrapped =
    bytes.length > 1 && (bytes[0] ?? 0) % 16 === 8 && (((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)) % 31 === 0;
  return wrapped ? inflatedWrapped(bytes, options) : inflatedRaw(bytes, options);
};

const UNPACKERS: Readonly<Record<string, Unpack>> = {
  gzip: gunzipped,
  'x-gzip': gunzipped,
  deflate: inflated,
  br: unbrotlied,
};

/**
 * Undoes the Content-Encoding of a response body.
 * @param encoding value of the header; undefined or `identity` gives the bytes back
 * @param ceiling bytes the unpacked body may have
 * Throws `BodyTooLargeError`, `BodyCutShortError`, and `TypeError` for an unknown encoding or a body that is not in it.
 */
export async function decodeBody(
  bytes: Uint8Array,
  encoding: string | undefined,
  ceiling: number,
): Promise<Uint8Array> {
  const names = (encoding ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  let decoded = bytes;
  for (const name of names.reverse()) {
    const unpack = UNPACKERS[name];
    if (unpack === undefined) throw new TypeError(`The body is encoded as ${name}, which was not asked for`);
    if (decoded.byteLength > 0) decoded = await unpacked(unpack, decoded, name, ceiling);
  }
  return decoded;
}

async function unpacked(unpack: Unpack, bytes: Uint8Array, name: string, ceiling: number): Promise<Uint8Array> {
  try {
    return await unpack(bytes, { maxOutputLength: ceiling });
  } catch (error) {
    const cause = { cause: error };
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ERR_BUFFER_TOO_LARGE')
      throw new BodyTooLargeError(`The body unpacks to more than ${ceiling} bytes`, cause);
    if (code === 'Z_BUF_ERROR') throw new BodyCutShortError(`The ${name} body ends too soon`, cause);
    throw new TypeError(
      `The body is not ${name}, as its header says (${error instanceof Error ? error.message : String(error)})`,
      cause,
    );
  }
}
