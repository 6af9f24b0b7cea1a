/** Where a text stops being JSON, and why; line and column count from 1. */
export interface JsonError {
  readonly line: number;
  readonly column: number;
  readonly expected: string;
}

const blank = /[ \t\r\n]*/y;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

class Stop extends Error {
  readonly at: number;
  constructor(at: number, expected: string) {
    super(expected);
    this.at = at;
  }
}

/** Finds the first place where `text` is not JSON, or null when it is: `JSON.parse` does not always name the place. */
export function findJsonError(text: string): JsonError | null {
  try {
    const end = skip(text, readValue(text, 0));
    if (end < text.length) throw new Stop(end, 'nothing more');
    return null;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    const before = text.slice(0, error.at).split('\n');
    return { line: before.length, column: (before.at(-1) ?? '').length + 1, expected: error.message };
  }
}

function readValue(text: string, from: number): number {
  const at = skip(text, from);
  if (text[at] === '{') return readItems(text, at, '}', readMember);
  if (text[at] === '[') return readItems(text, at, ']', readValue);
  if (text[at] === '"') return readString(text, at);
  return match(scalar, text, at) ?? fail(at, at < text.length ? 'a value' : 'a value, but the text ends');
}

/** Reads `{…}` or `[…]` from its opening bracket on; returns the position after the closing one. */
function readItems(text: string, from: number, close: string, read: (text: string, from: number) => number): number {
  let at = skip(text, from + 1);
  if (text[at] === close) return at + 1;
  for (;;) {
    at = skip(text, read(text, at));
    if (text[at] === close) return at + 1;
    if (text[at] !== ',') fail(at, `"," or "${close}"`);
    at += 1;
  }
}

function readMember(text: string, from: number): number {
  const key = skip(text, from);
  if (text[key] !== '"') fail(key, 'a key in double quotes');
  const colon = skip(text, readString(text, key));
  if (text[colon] !== ':') fail(colon, '":"');
  return readValue(text, colon + 1);
}

function readString(text: string, at: number): number {
  return match(string, text, at) ?? fail(at, 'a string that ends on its line, with known escapes');
}

function skip(text: string, at: number): number {
  return match(blank, text, at) ?? at;
}

function match(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}

function fail(at: number, expected: string): never {
  throw new Stop(at, expected);
}
