import { describe, expect, it } from 'vitest';
import { attachmentsOf } from '../../crawlers/index.ts';
import type { Page } from '../../crawlers/page.ts';
import { parsePage } from '../../crawlers/parse-page.ts';
import { encodeGb18030 } from '../original/encode-gb18030.ts';

function pageOf(body: string, encode: (text: string) => Uint8Array = (text) => new TextEncoder().encode(text)): Page {
  const html = `<html><head><title>年度报告</title></head><body>${body}</body></html>`;
  return parsePage({ url: 'http://www.yunhe.example/zwgk/t1.html', bytes: encode(html), contentType: null, label: '' });
}

const urlsOf = (page: Page): string[] => attachmentsOf(page).map(({ url }) => url);

describe('the address of a file', () => {
  it.each([
    ['<a href="/pdfjs/web/viewer.html?file=%2Ff%2F2023.pdf">查看</a>', 'http://www.yunhe.example/f/2023.pdf'],
    ['<a href="/pdfjs/web/viewer.html?file=../../f/2023.pdf#page=2">查看</a>', 'http://www.yunhe.example/f/2023.pdf'],
    ['<iframe src="/js/pdf/viewer.html?file=/f/2023.ofd"></iframe>', 'http://www.yunhe.example/f/2023.ofd'],
    ['<a href="./P020240110.pdf" appendix="true">附件</a>', 'http://www.yunhe.example/zwgk/P020240110.pdf'],
    [
      `<script>document.write("<a href='./P1.pdf' appendix='true'>附件</a>")</script>`,
      'http://www.yunhe.example/zwgk/P1.pdf',
    ],
  ])('behind %s is that of the document', (body, expected) => {
    expect(urlsOf(pageOf(body))).toEqual([expected]);
  });

  it('spells a Chinese query in the charset of its page, and a path in UTF-8', () => {
    const body = '<meta charset="gb2312"><a href="/年报/down.jsp?name=2023年报.pdf">附件</a>';
    expect(urlsOf(pageOf(body, encodeGb18030))).toEqual([
      'http://www.yunhe.example/%E5%B9%B4%E6%8A%A5/down.jsp?name=2023%C4%EA%B1%A8.pdf',
    ]);
    expect(urlsOf(pageOf(body))).toEqual([
      'http://www.yunhe.example/%E5%B9%B4%E6%8A%A5/down.jsp?name=2023%E5%B9%B4%E6%8A%A5.pdf',
    ]);
  });

  it('is that of the frame where a page says next to nothing itself', () => {
    expect(urlsOf(pageOf('<iframe src="body.htm"></iframe><iframe src="http://weather.example/"></iframe>'))).toEqual([
      'http://www.yunhe.example/zwgk/body.htm',
    ]);
    expect(urlsOf(pageOf(`<p>${'本年度公开政府信息。'.repeat(60)}</p><iframe src="body.htm"></iframe>`))).toEqual([]);
  });

  it('names both twins, and both are kept', () => {
    expect(urlsOf(pageOf('<a href="a.ofd">OFD版</a><a href="a.pdf">PDF版</a>'))).toHaveLength(2);
  });
});
