import { createHash } from 'node:crypto';

/** Lower-case hexadecimal SHA-256 of an original's bytes: the only name an original has. */
export type Sha256 = string & { readonly __brand: 'Sha256' };

/** Hashes the bytes as they were served. */
export function sha256Of(bytes: Uint8Array): Sha256 {
  return createHash('sha256').update(bytes).digest('hex') as Sha256;
}

/** Reads a hash back from storage; throws `TypeError` when it is not 64 lower-case hexadecimal digits. */
export function parseSha256(text: string): Sha256 {
  if (!/^[0-9a-f]{64}$/.test(text)) throw new TypeError(`Expected a SHA-256 in lower-case hex, got ${text}`);
  return text as Sha256;
}
