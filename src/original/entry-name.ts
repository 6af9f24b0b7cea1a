const UTF8_NAMES = 0x0800;

/**
 * The name of a zip entry. Packers that do not say UTF-8 write it in the code page of their machine: in China gb18030. Some write
 * UTF-8 without saying so, which is told by its form, for gb18030 hardly ever has it.
 */
export function decodeEntryName(bytes: Uint8Array, flags: number): string {
  const said = (flags & UTF8_NAMES) !== 0;
  const name = said ? new TextDecoder().decode(bytes) : (asUtf8(bytes) ?? new TextDecoder('gb18030').decode(bytes));
  return name.replaceAll('\\', '/');
}

function asUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
