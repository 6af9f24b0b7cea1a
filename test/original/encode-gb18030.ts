/**
 * Encodes text in GB 18030, which the platform can only decode: the two-byte area is decoded once, code by code, and turned
 * around. Throws `RangeError` for a character that has no code of two bytes.
 */
export function encodeGb18030(text: string): Uint8Array {
  const bytes: number[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x80) bytes.push(code);
    else {
      const pair = pairs().get(code);
      if (!pair) throw new RangeError(`No two-byte code for U+${code.toString(16)}`);
      bytes.push(...pair);
    }
  }
  return Uint8Array.from(bytes);
}

let table: Map<number, [number, number]> | undefined;

function pairs(): Map<number, [number, number]> {
  if (table) return table;
  table = new Map();
  const decoder = new TextDecoder('gb18030');
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      if (trail === 0x7f) continue;
      const decoded = decoder.decode(Uint8Array.from([lead, trail]));
      const code = decoded.charCodeAt(0);
      if (decoded.length === 1 && code !== 0xfffd && !table.has(code)) table.set(code, [lead, trail]);
    }
  }
  return table;
}
