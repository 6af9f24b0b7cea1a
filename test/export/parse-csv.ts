/** Reads RFC 4180 text, told apart from the writer under test: fields are null where nothing stands, '' where quotes do. */
export function parseCsv(text: string): (string | null)[][] {
  const rows: (string | null)[][] = [];
  let row: (string | null)[] = [];
  let field: string | null = null;
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]!;
    if (quoted) {
      if (character !== '"') field = (field ?? '') + character;
      else if (text[index + 1] === '"') {
        field = `${field ?? ''}"`;
        index += 1;
      } else quoted = false;
    } else if (character === '"') {
      quoted = true;
      field ??= '';
    } else if (character === ',') {
      row.push(field);
      field = null;
    } else if (character === '\n') {
      rows.push([...row, field]);
      row = [];
      field = null;
    } else field = (field ?? '') + character;
  }
  if (quoted || row.length > 0 || field !== null) throw new TypeError('The last line is not complete');
  return rows;
}

/** The rows below the header, by column name. */
export function csvRecords(text: string): Record<string, string | null>[] {
  const [header = [], ...rows] = parseCsv(text);
  return rows.map((row) => {
    if (row.length !== header.length)
      throw new TypeError(`A row has ${row.length} fields, the header ${header.length}`);
    return Object.fromEntries(
      header.map((name, index) => [name ?? '', row[index] ?? (row[index] === null ? null : '')]),
    );
  });
}
