import { describe, expect, it } from 'vitest';

import { followingPages } from '../../crawlers/pagination.ts';
import { parsePage } from '../../crawlers/parse-page.ts';

const portal = { id: 'x', name: '永宁县', home: 'http://x.example/' };

function after(url: string, html: string): string[] {
  const page = parsePage({
    url: `http://x.example${url}`,
    bytes: new TextEncoder().encode(html),
    contentType: 'text/html; charset=utf-8',
    label: '',
  });
  return followingPages(page, portal).map((address) => address.slice('http://x.example'.length));
}

describe('the pages after a page', () => {
  it.each([
    [
      'a call',
      '/gknb/',
      '<script>createPageHTML(3, 0, "index", "html");</script>',
      ['/gknb/index_1.html', '/gknb/index_2.html'],
    ],
    [
      'a call in single quotes, from page 2',
      '/gknb/index_1.html',
      "<script>createPageHTML('3','1','index','html');</script>",
      ['/gknb/index_2.html'],
    ],
    [
      'a call with the name of its element',
      '/gknb/',
      "<script>createPageHTML('paging', 2, 0, 'list', 'shtml', 30);</script>",
      ['/gknb/list_1.shtml'],
    ],
    [
      'variables and a named file',
      '/nb/list.shtml',
      '<script>var currentPage = 0; var countPage = 2; showPages("list", "shtml");</script>',
      ['/nb/list_1.shtml'],
    ],
    [
      'variables alone, counted from one',
      '/nb/xxgknb.shtml',
      '<script>var countPage = 3//共几页\nvar currentPage = 1</script>',
      ['/nb/xxgknb_2.shtml', '/nb/xxgknb_3.shtml'],
    ],
    [
      'variables, and a name that a script puts together',
      '/nb/',
      '<script>var currentPage = 0;var nextPage = currentPage+1;var countPage = 3;document.write("<a href=\\"index"+"_"+nextPage+".shtml\\">下一页</a>");</script>',
      ['/nb/index_1.shtml', '/nb/index_2.shtml'],
    ],
    [
      'variables alone, in a folder whose articles end in shtml',
      '/nb/',
      '<a href="./t20240101_1.shtml">a</a><a href="./t20240101_2.shtml">b</a><a href="/x.html">c</a><script>var currentPage = 0;var countPage = 2;</script>',
      ['/nb/index_1.shtml'],
    ],
    [
      'a next page in brackets',
      '/l.asp?id=5',
      '<a href="l.asp?id=5&page=1">[首页]</a><a href="l.asp?id=5&page=2">[下一页]</a><a href="l.asp?id=5&page=3">【尾页】</a>',
      ['/l.asp?id=5&page=2', '/l.asp?id=5&page=3'],
    ],
    ['a next page with an arrow', '/nb/index.html', '<a href="index_1.html">下一頁 →</a>', ['/nb/index_1.html']],
    [
      'numbers of folders',
      '/category/nb/',
      '<a href="/category/nb/page/2/">2</a><a href="/category/nb/page/3/">3</a>',
      ['/category/nb/page/2/', '/category/nb/page/3/'],
    ],
    [
      'numbers that follow a word',
      '/nb/p1.html',
      '<a href="/nb/p2.html">2</a><a href="/nb/p4.html">4</a>',
      ['/nb/p2.html', '/nb/p3.html', '/nb/p4.html'],
    ],
    ['one page only', '/gknb/', '<script>createPageHTML(1, 0, "index", "html");</script>', []],
    [
      'numbers',
      '/nb/',
      '<a href="/nb/">1</a><a href="/nb/index_2.html">2</a><a href="/nb/index_3.html">3</a>',
      ['/nb/index_2.html', '/nb/index_3.html'],
    ],
    [
      'a next page and a last one',
      '/l.jsp?c=1',
      '<a href="?c=1&page=2">下一页</a><a href="?c=1&page=4">尾页</a>',
      ['/l.jsp?c=1&page=2', '/l.jsp?c=1&page=3', '/l.jsp?c=1&page=4'],
    ],
    ['older posts of a blog', '/?cat=7', '<a href="/?cat=7&#038;paged=2">← 较旧文章</a>', ['/?cat=7&paged=2']],
    [
      'a next page of another script',
      '/html/13/List.html',
      '第1/3页 <a href="/v.aspx?lmid=13&pages=2">下一页</a>',
      ['/v.aspx?lmid=13&pages=2', '/v.aspx?lmid=13&pages=3'],
    ],
    [
      'a select',
      '/nb/1.html',
      '<select><option value="/nb/1.html">1</option><option value="/nb/2.html">2</option></select>',
      ['/nb/2.html'],
    ],
    [
      'pages counted backwards',
      '/a/b.htm',
      '<a href="/a/b/3.htm">2</a><a href="/a/b/3.htm">下页</a><a href="/a/b/1.htm">尾页</a>',
      ['/a/b/1.htm', '/a/b/2.htm', '/a/b/3.htm'],
    ],
    ['a calendar', '/nb/', '<a href="/day/20240102.html">2</a><a href="/day/20240103.html">3</a>', []],
    ['the page before', '/nb/index_2.html', '<a href="/nb/index_1.html">上一页</a><a href="/nb/">1</a>', []],
    ['a next article', '/nb/t20240101_12.html', '<a href="/nb/t20240101_13.html">下一篇</a>', []],
    ['a next page elsewhere', '/nb/', '<a href="http://y.example/nb/index_2.html">下一页</a>', []],
  ] as const)('are told by %s', (_, url, html, expected) => {
    expect(after(url, html).sort()).toEqual([...expected].sort());
  });

  it('come in windows where there are very many', () => {
    const pages = after('/gknb/', '<script>createPageHTML(500, 0, "index", "html");</script>');
    expect(pages).toHaveLength(40);
    expect(pages[0]).toBe('/gknb/index_1.html');
  });
});
