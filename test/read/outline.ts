import type { Block, Reading, TableBlock } from '../../src/read/document.ts';

/**
 * A reading as lines a person can check against the source: `p @5 words`, `h2 @7 words`, and for a table its size and one line a
 * row, each cell as `column words`, with `[rows x columns]` where it spans and `{left-right}` where it has an extent.
 */
export function outlineOf(reading: Reading): string[] {
  if (reading.kind === 'unreadable') return [`unreadable ${reading.mediaType}: ${reading.reason}`];
  const metadata = [...reading.document.metadata].map(([name, value]) => `meta ${name}: ${value}`);
  return [`reader ${reading.document.reader}`, ...metadata, ...reading.document.blocks.flatMap(outlineOfBlock)];
}

function outlineOfBlock(block: Block): string[] {
  if (block.kind === 'page-break') return ['page-break'];
  if (block.kind === 'table') return outlineOfTable(block);
  const place = 'line' in block.locator ? String(block.locator.line) : JSON.stringify(block.locator);
  if (block.kind === 'image') return [`image @${place} ${block.source} (${block.alternative})`];
  const mark = block.kind === 'heading' ? `h${block.level}` : 'p';
  return [`${mark} @${place} ${block.text}`];
}

function outlineOfTable(table: TableBlock): string[] {
  const lines = [`table ${table.index} ${table.geometry} ${table.rowCount}x${table.columnCount}`];
  for (let row = 0; row < table.rowCount; row += 1) {
    const cells = table.cells.filter((cell) => cell.row === row);
    const [first] = cells;
    const line = first && 'line' in first.locator ? ` @${first.locator.line}` : '';
    lines.push(`  row${line}: ${cells.map(outlineOfCell).join(' | ')}`);
  }
  return lines;
}

function outlineOfCell(cell: TableBlock['cells'][number]): string {
  const span = cell.rowSpan > 1 || cell.columnSpan > 1 ? ` [${cell.rowSpan}x${cell.columnSpan}]` : '';
  const extent = cell.extent ? ` {${cell.extent.map((edge) => Math.round(edge)).join('-')}}` : '';
  return `${cell.column} ${cell.text}${span}${extent}`.trimEnd();
}
