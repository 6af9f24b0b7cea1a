/** What goes on a page of a small PDF: its content stream and, if need be, its boxes and rotation. */
export interface PdfPageSource {
  readonly content: string;
  /** Further entries of the page's dictionary, e.g. `/Rotate 90`. */
  readonly entries?: string;
}

/** Further objects of the file, numbered from 10 on, and what the pages' resources say of them. */
export interface PdfExtras {
  readonly resources?: string;
  readonly objects?: readonly string[];
}

/**
 * A PDF written by hand: font `/F` is Helvetica, so that its letters need no embedded font; the page is 400 by 300 points.
 */
export function pdfOf(pages: readonly PdfPageSource[], extras: PdfExtras = {}): Uint8Array {
  const first = 10 + (extras.objects?.length ?? 0);
  const numbered = new Map<number, string>();
  numbered.set(1, '<</Type/Catalog/Pages 2 0 R>>');
  numbered.set(3, '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>');
  const kids: string[] = [];
  pages.forEach(({ content, entries = '' }, index) => {
    const [page, stream] = [first + index * 2, first + index * 2 + 1];
    kids.push(`${page} 0 R`);
    const resources = `/Resources<</Font<</F 3 0 R>>${extras.resources ?? ''}>>`;
    numbered.set(
      page,
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]/Contents ${stream} 0 R${resources}${entries}>>`,
    );
    numbered.set(stream, `<</Length ${content.length}>>stream\n${content}\nendstream`);
  });
  numbered.set(2, `<</Type/Pages/Kids[${kids.join(' ')}]/Count ${pages.length}>>`);
  extras.objects?.forEach((object, index) => numbered.set(10 + index, object));
  let file = '%PDF-1.7\n';
  const offsets = new Map<number, number>();
  for (const [number, object] of numbered) {
    offsets.set(number, file.length);
    file += `${number} 0 obj\n${object}\nendobj\n`;
  }
  const size = Math.max(...numbered.keys()) + 1;
  const start = file.length;
  file += `xref\n0 ${size}\n`;
  for (let number = 0; number < size; number += 1) {
    const offset = offsets.get(number);
    file += offset === undefined ? '0000000000 65535 f \n' : `${offset.toString().padStart(10, '0')} 00000 n \n`;
  }
  file += `trailer\n<</Size ${size}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`;
  return Uint8Array.from(file, (letter) => letter.charCodeAt(0));
}

/** Words at a place, counted from the page's lower left. */
export function words(text: string, x: number, y: number, size = 10): string {
  return `\nBT /F ${size} Tf ${x} ${y} Td (${text}) Tj ET\n`;
}

/** A table of equal cells with these words, drawn with thin lines; `y` is its upper edge. */
export function ruled(rows: readonly (readonly string[])[], x: number, y: number, width = 60, height = 20): string {
  const columns = rows[0]?.length ?? 0;
  let content = '0.5 w\n';
  for (let row = 0; row <= rows.length; row += 1) {
    content += `${x} ${y - row * height} m ${x + columns * width} ${y - row * height} l S\n`;
  }
  for (let column = 0; column <= columns; column += 1) {
    content += `${x + column * width} ${y} m ${x + column * width} ${y - rows.length * height} l S\n`;
  }
  rows.forEach((texts, row) => {
    texts.forEach((text, column) => {
      if (text !== '') content += words(text, x + column * width + 4, y - row * height - 14);
    });
  });
  return content;
}
