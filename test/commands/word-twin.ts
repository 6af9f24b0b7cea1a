import { readOriginal } from '../../src/read/read-original.ts';
import { docxOf, paragraphXml, tableXml } from '../read/docx-writer.ts';

/** A page as its office would also offer it: the same words and tables as a Word document. */
export async function wordTwinOf(html: string): Promise<Uint8Array> {
  const bytes = new TextEncoder().encode(html);
  const reading = await readOriginal(bytes, { contentType: 'text/html; charset=utf-8', url: 'file:page.html' });
  if (reading.kind !== 'document') throw new Error(reading.reason);
  const body = reading.document.blocks.map((block) => {
    if (block.kind === 'table') return tableXml(block);
    return block.kind === 'paragraph' || block.kind === 'heading' ? paragraphXml(block.text) : '';
  });
  return docxOf(body.join(''));
}
