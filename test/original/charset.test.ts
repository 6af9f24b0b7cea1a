import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText } from '../../src/original/charset.ts';
import { encodeGb18030 } from './encode-gb18030.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const utf16 = (text: string, order: 'le' | 'be'): Uint8Array => {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
};
/** Characters a report is made of: the common ideographs, punctuation, digits, Latin letters, line ends. */
const chinese = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: 0x4e00, max: 0x9fa5 }) },
      { weight: 1, arbitrary: fc.constantFrom(0x3001, 0x3002, 0xff0c, 0xff08, 0xff09, 0x300a, 0x201c, 0x3000) },
      { weight: 2, arbitrary: fc.constantFrom(0x0a, 0x20, 0x30, 0x39, 0x41, 0x7a) },
    ),
    { minLength: 20, maxLength: 200 },
  )
  .map((codes) => String.fromCharCode(...codes));

describe('decodeText', () => {
  it('reads any Chinese text back from UTF-8, with and without a mark', () => {
    fc.assert(
      fc.property(chinese, fc.boolean(), (text, marked) => {
        const decoded = decodeText(utf8(marked ? `\uFEFF${text}` : text), 'text/html; charset=gb2312');
        expect(decoded).toEqual({ text, charset: 'utf-8', doubtful: false });
      }),
    );
  });

  it('reads any Chinese text back from UTF-16 with a mark', () => {
    fc.assert(
      fc.property(chinese, fc.constantFrom('le' as const, 'be' as const), (text, order) => {
        expect(decodeText(utf16(text, order), null)).toEqual({ text, charset: `utf-16${order}`, doubtful: false });
      }),
    );
  });

  it('reads any Chinese text back from GB 18030 under each of its declared names', () => {
    fc.assert(
      fc.property(chinese, fc.constantFrom('gb2312', 'GBK', 'gb18030'), (text, name) => {
        const page = `<meta http-equiv="Content-Type" content="text/html; charset=${name}">${text}`;
        expect(decodeText(encodeGb18030(page), null)).toEqual({ text: page, charset: 'gb18030', doubtful: false });
      }),
    );
  });

  it('believes bytes that are strict UTF-8 over a header that says otherwise', () => {
    expect(decodeText(utf8('政府信息公开'), 'text/html; charset=GBK').charset).toBe('utf-8');
  });

  it('takes GB 18030 where nothing is declared, or only a server default that fits anything', () => {
    const bytes = encodeGb18030('政府信息公开工作年度报告');
    expect(decodeText(bytes, null)).toEqual({ text: '政府信息公开工作年度报告', charset: 'gb18030', doubtful: false });
    expect(decodeText(bytes, 'text/html; charset=ISO-8859-1').text).toBe('政府信息公开工作年度报告');
  });

  it('follows a declared Big5', () => {
    // 政府 in Big5
    const decoded = decodeText(Uint8Array.from([0xac, 0x46, 0xa9, 0xb2]), 'text/html; charset=big5');
    expect(decoded).toEqual({ text: '政府', charset: 'big5', doubtful: false });
  });

  it('keeps UTF-8 that was cut inside a character, and says that it is doubtful', () => {
    const whole = utf8('政府信息公开');
    const decoded = decodeText(whole.subarray(0, whole.length - 1), null);
    expect(decoded).toEqual({ text: '政府信息公\uFFFD', charset: 'utf-8', doubtful: true });
  });

  it('keeps UTF-8 with a summary cut at a byte count in the middle of the page', () => {
    const bytes = Buffer.concat([
      utf8('政府信息公开'.repeat(10)),
      Uint8Array.from([0xe5, 0xb9]),
      utf8('"年度报告'.repeat(10)),
    ]);
    expect(decodeText(bytes, 'text/html; charset=gbk')).toMatchObject({ charset: 'utf-8', doubtful: true });
  });

  it('never hides a loss', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const decoded = decodeText(bytes, null);
        if (decoded.text.includes('\uFFFD')) expect(decoded.doubtful || decoded.charset === 'utf-8').toBe(true);
        expect(decodeText(bytes, 'text/html; charset=nonsense').charset).toBe(decoded.charset);
      }),
    );
  });

  it('reads nothing from nothing', () => {
    expect(decodeText(new Uint8Array(), null)).toEqual({ text: '', charset: 'utf-8', doubtful: false });
  });
});
