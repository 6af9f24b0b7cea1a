import { describe, expect, it } from 'vitest';
import { parsePage } from '../../crawlers/parse-page.ts';
import type { Page } from '../../crawlers/page.ts';

function pageOf(html: string, url = 'https://www.portal.example/xxgk/list.html'): Page {
  return parsePage({ url, bytes: new TextEncoder().encode(html), contentType: 'text/html', label: '年报' });
}

describe('parsePage', () => {
  it('gathers text, title and the trailing date of each link of a list, closed or not', () => {
    const page = pageOf(
      `<ul><li><a href="./2024/t1.html" title="青禾县2023年政府信息公开工作年度报告">青禾县2023年政府信息…</a><span>2024-01-22</span></li>
       <li><A HREF=t2.html>石桥镇<b>年报</b></A> [2023-01-30]<li><a href='t3.html#top'>白塔镇年报</a></ul><p>共3条</p>`,
    );
    expect(page.links).toEqual([
      {
        url: 'https://www.portal.example/xxgk/2024/t1.html',
        text: '青禾县2023年政府信息…',
        title: '青禾县2023年政府信息公开工作年度报告',
        trailing: '2024-01-22',
      },
      { url: 'https://www.portal.example/xxgk/t2.html', text: '石桥镇年报', title: '', trailing: '[2023-01-30]' },
      { url: 'https://www.portal.example/xxgk/t3.html', text: '白塔镇年报', title: '', trailing: '' },
    ]);
  });

  it('takes the row of a table as the row of its links, paragraphs in its cells included', () => {
    const page = pageOf(
      '<table><tr><td><p><a href=a.htm>甲</a></p></td><td>教育局</td><td>2024-02-01</td></tr><tr><td>乙</td></tr></table>',
    );
    expect(page.links.map(({ trailing }) => trailing)).toEqual(['教育局2024-02-01']);
  });

  it('stops a link outside any row at the next link', () => {
    const page = pageOf('<div><a href=1.htm>一</a> 2024-01-01<br><a href=2.htm>二</a> 2024-01-02</div>');
    expect(page.links.map(({ trailing }) => trailing)).toEqual(['2024-01-01', '2024-01-02']);
  });

  it('finds addresses behind scripts, image maps, frames and options', () => {
    const page = pageOf(
      `<a href="javascript:void(0)" onclick="window.open('/a.html','_blank')">甲</a><a href="javascript:location.href='b.html'">乙</a>
       <span onclick="location='c.html'">丙</span><map><area href=d.html alt=丁></map><iframe src="//www.portal.example/e.html" title=戊></iframe>
       <select><option value="">请选择<option value="http://www.portal.example/f/">己</option><option value="3">三</option></select>
       <a href=#>空</a><a href="mailto:a@b.example">信</a><a href="javascript:;">无</a>`,
    );
    expect(page.links.map(({ url, text }) => [url.replace('https://www.portal.example', ''), text])).toEqual([
      ['/a.html', '甲'],
      ['/xxgk/b.html', '乙'],
      ['/xxgk/c.html', '丙'],
      ['/xxgk/d.html', '丁'],
      ['/e.html', '戊'],
      ['http://www.portal.example/f/', '己'],
    ]);
  });

  it('falls back from text to title to the picture', () => {
    const page = pageOf('<a href=1.htm title=题><img alt=图></a><a href=2.htm><img src=x.png alt="年报 专栏"></a>');
    expect(page.links.map(({ text }) => text)).toEqual(['题', '年报 专栏']);
  });

  it('honours base href, decodes entities in addresses, and drops what is not http', () => {
    const page = pageOf(
      '<base href="/other/"><a href="x?a=1&amp;b=2">一</a><a href="\\y.htm">二</a><a href="ftp://f.example/">三</a><a href="http://[bad">四</a>',
    );
    expect(page.links.map(({ url }) => url)).toEqual([
      'https://www.portal.example/other/x?a=1&b=2',
      'https://www.portal.example/y.htm',
    ]);
  });

  it('keeps title and meta tags by lower-case name, and the page as served', () => {
    const html =
      '<html><head><TITLE>年报\n专栏</TITLE><META NAME="SiteName" CONTENT=青禾县><svg><title>图</title></svg></head><script>"<a href=no.htm>"</script>';
    const page = pageOf(html);
    expect(page).toMatchObject({ title: '年报 专栏', html, label: '年报', links: [] });
    expect([...page.meta]).toEqual([['sitename', '青禾县']]);
  });
});
