import { SkipThis } from '../errors.ts';
import type { Reading } from './document.ts';
import { scanDocBody } from './doc-body.ts';
import { isOlderThanWord97, openDoc } from './doc-file.ts';
import { readDocNumbering } from './doc-lists.ts';
import { readDocStyles } from './doc-styles.ts';
import type { FlowItem } from './html-flow.ts';
import { layOutFlow } from './html-layout.ts';
import { readConverted } from './office-conversion.ts';

export const DOC_READER_VERSION = '1';

/**
 * Reads a Word 97-2003 document (.doc, and .wps in the same format) from its own structures: paragraphs with their automatic
 * numbers, headings as its styles say, tables with their merged cells as spans. Text boxes, notes, headers and footers are
 * left out. The line of a locator counts the paragraphs, those in cells included. What a Word of before 1997 wrote is read by way
 * of LibreOffice.
 *
 * @returns unreadable, with the reason, when it is damaged, encrypted, or larger than any report
 */
export async function readDoc(bytes: Uint8Array, mediaType: string, url: string): Promise<Reading> {
  if (isOlderThanWord97(bytes)) {
    return readConverted(bytes, { mediaType, name: 'Word documents of before 1997', extension: 'doc' }, url);
  }
  try {
    const blocks = layOutFlow(bodyOf(bytes), { firstTable: 0, resolve: (address) => address });
    const document = { reader: 'doc', readerVersion: DOC_READER_VERSION, metadata: new Map<string, string>(), blocks };
    return { kind: 'document', document };
  } catch (error) {
    if (!(error instanceof SkipThis)) throw error;
    return { kind: 'unreadable', mediaType, reason: `the Word document cannot be read: ${error.message}` };
  }
}

function bodyOf(bytes: Uint8Array): FlowItem[] {
  const file = openDoc(bytes);
  try {
    return scanDocBody(file, readDocStyles(file.styleSheet), readDocNumbering(file.lists, file.listOverrides));
  } catch (error) {
    if (error instanceof RangeError) throw new SkipThis('it is cut off or damaged');
    throw error;
  }
}
