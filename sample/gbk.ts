let bytesByCharacter: ReadonlyMap<string, readonly [number, number]> | undefined;

/** Node decodes GBK but cannot encode it: the table is the decoder's, turned round. */
function encodingTable(): ReadonlyMap<string, readonly [number, number]> {
  const decoder = new TextDecoder('gbk');
  const table = new Map<string, readonly [number, number]>();
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue;
      const character = decoder.decode(new Uint8Array([lead, trail]));
      if ([...character].length === 1 && character !== '\ufffd' && !table.has(character))
        table.set(character, [lead, trail]);
    }
  }
  return table;
}

/** Encodes text as GBK. Throws `RangeError` for a character that GBK does not have: a sample page must not lose one. */
export function encodeGbk(text: string): Uint8Array {
  bytesByCharacter ??= encodingTable();
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const pair = code < 0x80 ? [code] : bytesByCharacter.get(character);
    if (!pair) throw new RangeError(`GBK has no character ${character} (U+${code.toString(16)})`);
    bytes.push(...pair);
  }
  return Uint8Array.from(bytes);
}
