import { crc32, deflateSync } from 'node:zlib';

/** Hostile originals, made when a test asks for them. */

/** A PDF of the objects given, numbered from 1; the first is the catalog. Each is its source, or a dictionary and its stream. */
export function pdfOf(objects: readonly (string | readonly [dictionary: string, stream: Uint8Array])[]): Uint8Array {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')];
  const offsets: number[] = [];
  let length = parts[0]!.length;
  const push = (part: Uint8Array | string): void => {
    const bytes = Buffer.from(part as string);
    parts.push(bytes);
    length += bytes.length;
  };
  objects.forEach((object, index) => {
    offsets.push(length);
    push(`${index + 1} 0 obj\n`);
    if (typeof object === 'string') push(object);
    else {
      push(`<< ${object[0]} /Length ${object[1].length} >>\nstream\n`);
      push(object[1]);
      push('\nendstream');
    }
    push('\nendobj\n');
  });
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const start = length;
  push(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}`);
  push(`trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`);
  return new Uint8Array(Buffer.concat(parts));
}

const CATALOG = '<< /Type /Catalog /Pages 2 0 R >>';
const FONT = '<< /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>';

export function packed(content: string): readonly [string, Uint8Array] {
  return ['/Filter /FlateDecode', deflateSync(Buffer.from(content))];
}

/** A PDF of one page. */
export function pageOf(
  content: string | readonly [string, Uint8Array],
  { box = '0 0 595 842', resources = FONT, more = [] as (string | readonly [string, Uint8Array])[] } = {},
): Uint8Array {
  const stream = typeof content === 'string' ? packed(content) : content;
  return pdfOf([
    CATALOG,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [${box}] /Contents 4 0 R /Resources ${resources} >>`,
    stream,
    ...more,
  ]);
}

/** A PDF of so many pages, each with a line of text. */
export function pagesOf(count: number): Uint8Array {
  const kids = Array.from({ length: count }, (_, index) => `${index + 4} 0 R`).join(' ');
  const page = `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R /Resources ${FONT} >>`;
  return pdfOf([
    CATALOG,
    `<< /Type /Pages /Kids [${kids}] /Count ${count} >>`,
    packed('BT /F 12 Tf 50 700 Td (A page of many) Tj ET'),
    ...Array.from({ length: count }, () => page),
  ]);
}

/** Millions of lines drawn by a few kilobytes: packed twice. */
export function drawnBomb(lines: number): Uint8Array {
  const once = deflateSync(Buffer.from('0 0 m 9 9 l S\n'.repeat(lines)));
  return pageOf(['/Filter [/FlateDecode /FlateDecode]', deflateSync(once)]);
}

/** Forms that draw each other: each the next one ten times. */
export function formsWithinForms(depth: number): Uint8Array {
  const form = (next: number | null): readonly [string, Uint8Array] => {
    const resources = next === null ? FONT : `<< /XObject << /N ${next} 0 R >> >>`;
    const content = next === null ? 'BT /F 12 Tf 50 700 Td (x) Tj ET 0 0 m 100 0 l S' : '/N Do '.repeat(10);
    return [`/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources ${resources}`, Buffer.from(content)];
  };
  const more = Array.from({ length: depth }, (_, index) => form(index + 1 === depth ? null : 6 + index));
  return pageOf('/N Do', { resources: '<< /XObject << /N 5 0 R >> >>', more });
}

/** A picture of some kilobytes that says it has so many pixels a side. */
export function pngOf(side: number): Uint8Array {
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const framed = Buffer.alloc(body.length + 8);
    framed.writeUInt32BE(data.length, 0);
    body.copy(framed, 4);
    framed.writeUInt32BE(crc32(body), body.length + 4);
    return framed;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1;
  const rows = deflateSync(Buffer.alloc(Math.min(side * Math.ceil(side / 8 + 1), 20_000_000)), { level: 9 });
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return new Uint8Array(
    Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]),
  );
}
