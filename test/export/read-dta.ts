/** A Stata file as read from the published description of format 118, from front to back. */
export interface ReadDta {
  readonly names: readonly string[];
  readonly variableLabels: readonly string[];
  readonly valueLabelNames: readonly string[];
  readonly valueLabels: ReadonlyMap<string, ReadonlyMap<number, string>>;
  readonly characteristics: ReadonlyMap<string, string>;
  /** Numbers, texts, and `.` to `.z` for missing values. */
  readonly rows: readonly (readonly (string | number)[])[];
}

class Walk {
  at = 0;
  readonly bytes: Buffer;
  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }
  tag(name: string): void {
    const found = this.bytes.toString('latin1', this.at, this.at + name.length);
    if (found !== name) throw new Error(`at ${this.at}: expected ${name}, found ${found}`);
    this.at += name.length;
  }
  is(name: string): boolean {
    return this.bytes.toString('latin1', this.at, this.at + name.length) === name;
  }
  number(bytes: number): number {
    let value = 0n;
    for (let index = bytes - 1; index >= 0; index -= 1) value = value * 256n + BigInt(this.bytes[this.at + index]!);
    this.at += bytes;
    return Number(value);
  }
  text(bytes: number): string {
    const piece = this.bytes.subarray(this.at, this.at + bytes);
    this.at += bytes;
    const end = piece.indexOf(0);
    return piece.toString('utf8', 0, end === -1 ? piece.length : end);
  }
}

const dot = (index: number): string => (index === 0 ? '.' : `.${String.fromCharCode(96 + index)}`);

export function readDta(bytes: Buffer): ReadDta {
  const walk = new Walk(bytes);
  walk.tag('<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>');
  const count = walk.number(2);
  walk.tag('</K><N>');
  const rowCount = walk.number(8);
  walk.tag('</N><label>');
  walk.text(walk.number(2));
  walk.tag('</label><timestamp>');
  walk.text(walk.number(1));
  walk.tag('</timestamp></header>');
  const mapAt = walk.at;
  walk.tag('<map>');
  const map = Array.from({ length: 14 }, () => walk.number(8));
  walk.tag('</map>');
  const seen = [0, mapAt];
  const begin = (name: string): void => {
    seen.push(walk.at);
    walk.tag(`<${name}>`);
  };
  const list = <Item>(name: string, read: () => Item, length = count): Item[] => {
    begin(name);
    const items = Array.from({ length }, read);
    walk.tag(`</${name}>`);
    return items;
  };
  const types = list('variable_types', () => walk.number(2));
  const names = list('varnames', () => walk.text(129));
  list('sortlist', () => walk.number(2), count + 1);
  list('formats', () => walk.text(57));
  const valueLabelNames = list('value_label_names', () => walk.text(129));
  const variableLabels = list('variable_labels', () => walk.text(321));
  begin('characteristics');
  const characteristics = new Map<string, string>();
  while (walk.is('<ch>')) {
    walk.tag('<ch>');
    const length = walk.number(4);
    const key = `${walk.text(129)}[${walk.text(129)}]`;
    characteristics.set(key, walk.text(length - 258));
    walk.tag('</ch>');
  }
  walk.tag('</characteristics>');
  begin('data');
  const cells = Array.from({ length: rowCount }, () => types.map((type) => readValue(walk, type)));
  walk.tag('</data>');
  begin('strls');
  const texts = new Map<string, string>();
  while (walk.is('GSO')) {
    walk.tag('GSO');
    const key = `${walk.number(4)}:${walk.number(8)}`;
    if (walk.number(1) !== 130) throw new Error('expected a text');
    texts.set(key, walk.text(walk.number(4)));
  }
  walk.tag('</strls>');
  begin('value_labels');
  const valueLabels = new Map<string, Map<number, string>>();
  while (walk.is('<lbl>')) {
    walk.tag('<lbl>');
    walk.number(4);
    const name = walk.text(129);
    walk.number(3);
    const entries = walk.number(4);
    const textBytes = walk.number(4);
    const offsets = Array.from({ length: entries }, () => walk.number(4));
    const values = Array.from({ length: entries }, () => walk.number(4));
    const start = walk.at;
    const labels = new Map<number, string>();
    for (const [index, value] of values.entries()) {
      walk.at = start + offsets[index]!;
      labels.set(value, walk.text(start + textBytes - walk.at));
    }
    walk.at = start + textBytes;
    valueLabels.set(name, labels);
    walk.tag('</lbl>');
  }
  walk.tag('</value_labels>');
  seen.push(walk.at);
  walk.tag('</stata_dta>');
  seen.push(walk.at);
  if (JSON.stringify(seen) !== JSON.stringify(map))
    throw new Error(`the map says ${map.join()}, the parts are at ${seen.join()}`);
  if (walk.at !== bytes.length) throw new Error('something follows the end');
  const rows = cells.map((row) => row.map((cell) => (typeof cell === 'object' ? (texts.get(cell.gso) ?? '') : cell)));
  return { names, variableLabels, valueLabelNames, valueLabels, characteristics, rows };
}

function readValue(walk: Walk, type: number): string | number | { readonly gso: string } {
  if (type <= 2045) return walk.text(type);
  if (type === 32_768) return { gso: `${walk.number(2)}:${walk.number(6)}` };
  const start = walk.at;
  if (type === 65_526) {
    walk.at += 8;
    const high = walk.bytes.readUInt32LE(start + 4);
    if (high >= 0x7fe0_0000 && high < 0x8000_0000) return dot((high - 0x7fe0_0000) / 256);
    return walk.bytes.readDoubleLE(start);
  }
  if (type === 65_528) {
    walk.at += 4;
    const value = walk.bytes.readInt32LE(start);
    return value >= 0x7fff_ffe5 ? dot(value - 0x7fff_ffe5) : value;
  }
  if (type !== 65_530) throw new Error(`unknown type ${type}`);
  walk.at += 1;
  const value = walk.bytes.readInt8(start);
  return value > 100 ? dot(value - 101) : value;
}
