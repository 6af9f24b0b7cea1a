import { deflateSync } from 'node:zlib';

/** A picture as a PDF embeds it. */
export interface EmbeddedPicture {
  readonly width: number;
  readonly height: number;
  /** A JPEG file, or rows of pixels: one byte each (8), or packed with 1 for white, each row in whole bytes (1). */
  readonly data: Uint8Array;
  readonly coding: 'jpeg' | 'grey8' | 'bits';
  readonly dpi: number;
}

/** Writes a PDF whose pages hold a picture each and nothing else, as scanners do. */
export function picturePdf(pictures: readonly EmbeddedPicture[]): Buffer {
  const objects: Buffer[] = [];
  const add = (dictionary: string, stream?: Uint8Array): number => {
    const body = stream
      ? Buffer.concat([
          Buffer.from(`<< ${dictionary} /Length ${stream.length} >>\nstream\n`, 'latin1'),
          stream,
          Buffer.from('\nendstream'),
        ])
      : Buffer.from(`<< ${dictionary} >>`, 'latin1');
    return objects.push(body);
  };
  const catalogue = add('/Type /Catalog /Pages 2 0 R');
  add('');
  const pages = pictures.map(({ width, height, data, coding, dpi }) => {
    const filter = coding === 'jpeg' ? '/DCTDecode' : '/FlateDecode';
    const image = add(
      `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceGray /BitsPerComponent ${coding === 'bits' ? 1 : 8} /Filter ${filter}`,
      coding === 'jpeg' ? data : deflateSync(data, { level: 9 }),
    );
    const [w, h] = [(width / dpi) * 72, (height / dpi) * 72].map((points) => points.toFixed(2));
    const content = add('', Buffer.from(`q ${w} 0 0 ${h} 0 0 cm /P Do Q`, 'latin1'));
    return add(
      `/Type /Page /Parent 2 0 R /MediaBox [0 0 ${w} ${h}] /Resources << /XObject << /P ${image} 0 R >> >> /Contents ${content} 0 R`,
    );
  });
  objects[1] = Buffer.from(
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((page) => `${page} 0 R`).join(' ')}] >>`,
    'latin1',
  );
  const parts = [Buffer.from('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  let size = parts[0]!.length;
  const offsets = objects.map((object, index) => {
    const part = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), object, Buffer.from('\nendobj\n')]);
    parts.push(part);
    size += part.length;
    return size - part.length;
  });
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const count = objects.length + 1;
  parts.push(
    Buffer.from(
      `xref\n0 ${count}\n0000000000 65535 f \n${entries}trailer\n<< /Size ${count} /Root ${catalogue} 0 R >>\nstartxref\n${size}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}
