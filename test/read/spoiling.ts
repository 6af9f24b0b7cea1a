import fc from 'fast-check';
import { strToU8, unzipSync, zipSync } from 'fflate';

/** One way in which a file comes to harm; places are shares of its length, so that one spoil fits any file. */
export type Spoil =
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'flip'; readonly changes: readonly (readonly [at: number, value: number])[] }
  | { readonly kind: 'drop' | 'repeat' | 'zero'; readonly at: number; readonly length: number }
  /** A stretch put where another begins. */
  | { readonly kind: 'splice'; readonly at: number; readonly from: number; readonly length: number }
  /** Four bytes that are a huge length or a negative one, wherever they land. */
  | { readonly kind: 'length'; readonly at: number; readonly value: number }
  /** The first run of digits after a place becomes another number. */
  | { readonly kind: 'number'; readonly at: number; readonly text: string }
  /** A stretch over and over: nested without end, or a table of a hundred thousand rows. */
  | { readonly kind: 'swell'; readonly at: number; readonly length: number; readonly times: number };

/** Evenly spread: what fast-check prefers, the ends, is hardly a file any more. */
export const share = fc.noBias(fc.nat({ max: 999_999 })).map((one) => one / 1_000_000);
const length = fc.oneof(fc.integer({ min: 1, max: 16 }), fc.integer({ min: 17, max: 2000 }));
const LENGTHS = [0xffffffff, 0x7fffffff, 0x80000000, 0x00ffffff, 0x01000000, 0, 1];
const NUMBERS = ['0', '-1', '99999999', '2147483648', '1e9', '0.00000001', '65535', '1'.repeat(400)];

/** Any spoil; what swells a file is left out where `swelling` is false. */
export function spoils({ swelling }: { readonly swelling: boolean }): fc.Arbitrary<Spoil> {
  const kinds: fc.Arbitrary<Spoil>[] = [
    fc.record({ kind: fc.constant('cut' as const), at: share }),
    fc.record({
      kind: fc.constant('flip' as const),
      changes: fc.array(fc.tuple(share, fc.nat(255)), { minLength: 1, maxLength: 20 }),
    }),
    fc.record({ kind: fc.constantFrom('drop' as const, 'repeat' as const, 'zero' as const), at: share, length }),
    fc.record({ kind: fc.constant('splice' as const), at: share, from: share, length }),
    fc.record({ kind: fc.constant('length' as const), at: share, value: fc.constantFrom(...LENGTHS) }),
    fc.record({ kind: fc.constant('number' as const), at: share, text: fc.constantFrom(...NUMBERS) }),
  ];
  const times = fc.constantFrom(300, 3000, 30_000);
  const swell = fc.record({
    kind: fc.constant('swell' as const),
    at: share,
    length: fc.integer({ min: 1, max: 60 }),
    times,
  });
  return fc.oneof(...kinds, ...(swelling ? [swell] : []));
}

/** The file, harmed so. */
export function spoilt(bytes: Uint8Array, spoil: Spoil): Uint8Array {
  const place = (part: number): number => Math.min(bytes.length - 1, Math.floor(part * bytes.length));
  switch (spoil.kind) {
    case 'cut':
      return bytes.slice(0, place(spoil.at));
    case 'flip': {
      const changed = Uint8Array.from(bytes);
      for (const [at, value] of spoil.changes) changed[place(at)] = value;
      return changed;
    }
    case 'zero': {
      const at = place(spoil.at);
      return Uint8Array.from(bytes).fill(0, at, at + spoil.length);
    }
    case 'length': {
      const changed = Buffer.from(bytes);
      changed.writeUInt32LE(spoil.value, Math.max(0, Math.min(place(spoil.at), bytes.length - 4)));
      return new Uint8Array(changed);
    }
    case 'number': {
      const text = Buffer.from(bytes).toString('latin1');
      const digits = /\d+/g;
      digits.lastIndex = place(spoil.at);
      const found = digits.exec(text);
      if (!found) return bytes;
      const rest = text.slice(found.index + found[0].length);
      return new Uint8Array(Buffer.from(text.slice(0, found.index) + spoil.text + rest, 'latin1'));
    }
    default: {
      const at = place(spoil.at);
      const from = spoil.kind === 'splice' ? place(spoil.from) : at;
      const stretch = bytes.slice(from, from + spoil.length);
      const times = spoil.kind === 'drop' ? 0 : spoil.kind === 'repeat' ? 2 : spoil.kind === 'swell' ? spoil.times : 1;
      const rest = bytes.slice(spoil.kind === 'splice' ? at : at + spoil.length);
      return new Uint8Array(Buffer.concat([bytes.slice(0, at), ...Array.from({ length: times }, () => stretch), rest]));
    }
  }
}

/** A packed file one part of which is harmed before it is packed again: its checksums hold. */
export function spoiltWithin(bytes: Uint8Array, part: number, spoil: Spoil): Uint8Array {
  const parts = unzipSync(bytes);
  const names = Object.keys(parts);
  const name = names[Math.min(names.length - 1, Math.floor(part * names.length))];
  const content = name === undefined ? undefined : parts[name];
  if (name === undefined || content === undefined || content.length === 0) return bytes;
  return zipSync({ ...parts, [name]: spoilt(content, spoil) }, { mtime: '2024-01-01T00:00:00', level: 1 });
}

/** Is this a zip, whose parts can be harmed each by itself? */
export function isPacked(bytes: Uint8Array): boolean {
  return strToU8('PK\u0003\u0004').every((byte, index) => bytes[index] === byte);
}
