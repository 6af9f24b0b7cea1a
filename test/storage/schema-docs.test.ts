import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CODEBOOK } from '../../src/codebook/codebook.ts';
import { panelColumn } from '../../storage/derived-schema.ts';
import { openEmptyCorpus } from './report-record.ts';

interface DocumentedColumn {
  readonly name: string;
  readonly meaning: string;
  readonly example: string;
}

/** The tables of docs/schema.md: a heading `### \`name\``, and below it a row for each column. */
function documentedTables(): Map<string, DocumentedColumn[]> {
  const tables = new Map<string, DocumentedColumn[]>();
  let columns: DocumentedColumn[] = [];
  for (const line of readFileSync(new URL('../../docs/schema.md', import.meta.url), 'utf8').split('\n')) {
    const heading = /^### `(\w+)`$/.exec(line)?.[1];
    const row = /^\| `(\w+)` \| (.*) \| (.*) \|$/.exec(line);
    if (heading !== undefined) {
      columns = [];
      tables.set(heading, columns);
    } else if (row !== null) {
      columns.push({ name: row[1] ?? '', meaning: row[2]?.trim() ?? '', example: row[3]?.trim() ?? '' });
    }
  }
  return tables;
}

describe('docs/schema.md', () => {
  const corpus = openEmptyCorpus();
  const documented = documentedTables();
  const codeColumns = new Set(CODEBOOK.map((entry) => panelColumn(entry.code)));
  const stored = corpus.db
    .prepare<[], string>(
      "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' AND name NOT GLOB 'section_search_*' ORDER BY name",
    )
    .pluck()
    .all();

  it('documents every table and view, and none that is not there', () => {
    expect([...documented.keys()].sort()).toEqual([...stored].sort());
  });

  it.each(stored)('documents every column of %s in its order, with meaning and example', (table) => {
    const columns = corpus.db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table);
    // The columns of the codes are documented by the rule that names them and by the table codebook.
    const expected = table === 'panel' ? columns.filter((column) => !codeColumns.has(column)) : columns;
    expect(documented.get(table)?.map((column) => column.name)).toEqual(expected);
    for (const column of documented.get(table) ?? []) {
      expect(column.meaning, column.name).not.toBe('');
      expect(column.example, column.name).toMatch(/^`.+`$/);
    }
  });

  it('names every value that a column is limited to', () => {
    const text = new Map(
      [...documented].flatMap(([table, columns]) =>
        columns.map((column) => [`${table}.${column.name}`, `${column.meaning} ${column.example}`]),
      ),
    );
    const tables = corpus.db
      .prepare<[], { name: string; sql: string }>(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql IS NOT NULL",
      )
      .all();
    let values = 0;
    for (const { name, sql } of tables) {
      for (const [, column, list] of sql.matchAll(/^ {2}\w+ .*CHECK \((\w+) IN \(([^)]*)\)/gm)) {
        for (const [, value] of (list ?? '').matchAll(/'([^']+)'/g)) {
          expect(text.get(`${name}.${column}`), `${name}.${column}: ${value}`).toContain(`\`${value}\``);
          values += 1;
        }
      }
    }
    expect(values).toBeGreaterThan(50);
  });
});
