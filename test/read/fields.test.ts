import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TableBlock } from '../../src/read/document.ts';
import { readText } from '../../src/read/text.ts';

const word = fc.constantFrom(
  '',
  '0',
  '12',
  '4986',
  '-',
  '—',
  '行政许可',
  '结果 维持',
  '(二) 部分公开',
  '+18',
  '5062.9255',
  '76宗',
);
const rows = fc.integer({ min: 2, max: 6 }).chain((width) =>
  fc.array(
    fc.array(word, { minLength: width, maxLength: width }).map((fields) => ['行', ...fields]),
    { minLength: 1, maxLength: 8 },
  ),
);

function tablesOf(text: string): TableBlock[] {
  return readText(new TextEncoder().encode(text), null).blocks.filter((block) => block.kind === 'table');
}

function fieldsOf(table: TableBlock | undefined): string[][] {
  const fields: string[][] = [];
  for (const cell of table?.cells ?? []) (fields[cell.row] ??= [])[cell.column] = cell.text;
  return fields;
}

describe('delimited rows', () => {
  it('come back field by field from tabs, empty ones too', () => {
    fc.assert(
      fc.property(rows, (table) => {
        const found = tablesOf(`说明。\n\n${table.map((row) => row.join('\t')).join('\n')}\n\n完。`);
        expect(found).toHaveLength(1);
        expect(fieldsOf(found[0])).toEqual(table);
        expect(found[0]?.cells.map(({ row, locator }) => [row, locator])).toEqual(
          table.flatMap((row, index) => row.map(() => [index, { line: index + 3 }])),
        );
      }),
    );
  });

  it('come back field by field from pipes, empty ones too', () => {
    fc.assert(
      fc.property(rows, (table) => {
        const head = table[0]!.map(() => '---').join(' | ');
        const lines = table.map((row) => `| ${row.join(' | ')} |`);
        const found = tablesOf(['说明。', '', lines[0], `| ${head} |`, ...lines.slice(1), '', '完。'].join('\r\n'));
        expect(found).toHaveLength(1);
        expect(fieldsOf(found[0])).toEqual(table);
      }),
    );
  });

  it('make two tables where a blank line, a form feed or a page mark stands between them', () => {
    for (const between of ['\n', '\f', '— 6 —\n', '第 2 页 共 9 页\n']) {
      expect(tablesOf(`甲\t1\t2\n${between}乙\t3\t4\n`).map(fieldsOf)).toEqual([
        [['甲', '1', '2']],
        [['乙', '3', '4']],
      ]);
    }
  });
});
