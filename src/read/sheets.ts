import { SkipThis } from '../errors.ts';
import { OleFile } from '../original/ole-file.ts';
import { ZipArchive } from '../original/zip-archive.ts';
import type { Reading } from './document.ts';
import type { FlowItem } from './html-flow.ts';
import { layOutFlow } from './html-layout.ts';
import { MOST, MOST_OF_ARCHIVE, MOST_OF_WORKBOOK } from './limits.ts';
import { sheetItems } from './sheet-flow.ts';
import { openWorkbook } from './workbook.ts';
import type { Workbook } from './workbook.ts';

export const SHEETS_READER_VERSION = '2';

/**
 * Reads a workbook (.xlsx, .xlsb, .xls, .et): every visible sheet in order, its name as a heading unless it is only a
 * number, its tables as grids with merged cells as spans, figures as the sheet displays them. The line of a locator is the
 * row of the sheet, from 1.
 *
 * @returns unreadable, with the reason, when it is damaged, encrypted or larger than any report
 */
export async function readSheets(bytes: Uint8Array, mediaType: string): Promise<Reading> {
  try {
    checkSize(bytes);
    return readWorkbook(await openWorkbook(bytes));
  } catch (error) {
    if (error instanceof SkipThis) {
      return { kind: 'unreadable', mediaType, reason: `the workbook cannot be read: ${error.message}` };
    }
    throw error;
  }
}

/** Unpacks all that the library will unpack, since it sets itself no limits and takes damaged parts for whole. */
function checkSize(bytes: Uint8Array): void {
  if (bytes[0] !== 0x50) {
    if (bytes.length > MOST_OF_WORKBOOK.binary) throw new SkipThis(`it has more than ${MOST_OF_WORKBOOK.binary} bytes`);
    const ole = new OleFile(bytes);
    if (!ole.read('Workbook') && !ole.read('Book')) throw new SkipThis('it holds no workbook');
    return;
  }
  const archive = new ZipArchive(bytes, MOST_OF_ARCHIVE);
  let unpacked = 0;
  let cells = 0;
  for (const name of archive.names) {
    if (!/\.(?:xml|rels|bin)$/i.test(name)) continue;
    const part = archive.read(name) ?? new Uint8Array();
    unpacked += part.length;
    if (unpacked > MOST_OF_WORKBOOK.unpacked)
      throw new SkipThis(`it unpacks to more than ${MOST_OF_WORKBOOK.unpacked} bytes`);
    if (/worksheets\/[^/]*\.xml$/i.test(name)) cells += occurrences(part, '<c ') + occurrences(part, '<c>');
    if (cells > MOST.cells) throw new SkipThis(`it has more than ${MOST.cells} cells`);
  }
}

function occurrences(part: Uint8Array, text: string): number {
  const buffer = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
  let count = 0;
  for (let at = buffer.indexOf(text); at !== -1; at = buffer.indexOf(text, at + text.length)) count += 1;
  return count;
}

function readWorkbook({ sheets, title, author }: Workbook): Reading {
  const items: FlowItem[] = [];
  for (const { name, hidden, cells, merges } of sheets) {
    if (hidden || cells.length === 0) continue;
    if (merges.length > MOST_OF_WORKBOOK.merges)
      throw new SkipThis(`it has more than ${MOST_OF_WORKBOOK.merges} merged cells`);
    if (!/^(?:sheet|工作表|表)?\s*[（(]?\d*[）)]?$/i.test(name.trim())) {
      items.push({ kind: 'text', level: 2, text: name.trim(), line: 1, linkOnly: false });
    }
    items.push(...sheetItems({ cells, merges }));
  }
  const metadata = new Map<string, string>();
  if (title !== '') metadata.set('title', title);
  if (author !== '') metadata.set('author', author);
  const blocks = layOutFlow(items, { firstTable: 0, resolve: (address) => address });
  return { kind: 'document', document: { reader: 'sheets', readerVersion: SHEETS_READER_VERSION, metadata, blocks } };
}
