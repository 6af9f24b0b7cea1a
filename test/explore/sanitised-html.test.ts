import { load } from 'cheerio';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { frameOriginal } from '../../src/explore/original-frame.ts';
import { sanitiseHtml } from '../../src/explore/sanitised-html.ts';

const PLAIN = { tagAt: null, line: null, showHidden: false };
const HARMLESS = new Set(
  (
    'html head body table caption colgroup col thead tbody tfoot tr td th h1 h2 h3 h4 h5 h6 p div center blockquote pre ul ol li dl dt dd span mark ' +
    'section article header footer main aside figure figcaption address b strong i em u s strike del ins sup sub small big br hr'
  ).split(' '),
);
const ATTRIBUTES = new Set(['colspan', 'rowspan', 'class', 'id', 'hidden']);

/** Everything in a page that is not on the list, as a browser's parser sees it. */
function dangers(markup: string): string[] {
  const page = load(markup);
  return page('*')
    .toArray()
    .flatMap((node) => {
      const element = page(node);
      const tag = element.prop('tagName')?.toLowerCase() ?? '';
      return [
        ...(HARMLESS.has(tag) ? [] : [tag]),
        ...Object.keys(element.attr() ?? {})
          .filter((name) => !ATTRIBUTES.has(name))
          .map((name) => `${tag} ${name}`),
      ];
    });
}

describe('a page of a portal made harmless', () => {
  test.each([
    '<script>alert(1)</script>',
    '<script>/*</script><img src=x onerror=alert(1)>',
    '<img src=x onerror="alert(1)" alt="<script>alert(1)</script>">',
    '<a href="javascript:alert(1)">x</a>',
    '<p onclick=alert(1) style="background:url(http://outside.example/)">x</p>',
    '<iframe src="http://outside.example/"></iframe><object data=x></object><embed src=x>',
    '<svg><script>alert(1)</script><style>*{}</style></svg><math><mi xlink:href="javascript:x">',
    '<svg><p><style><img src=x onerror=alert(1)></style></p></svg>',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<textarea></textarea><script>alert(1)</script>',
    '<title><img src=x onerror=alert(1)></title>',
    '<xmp><img src=x onerror=alert(1)></xmp>',
    '<base href="http://outside.example/"><meta http-equiv=refresh content="0;url=http://outside.example/"><link rel=stylesheet href=x>',
    '<form action="http://outside.example/"><input name=a><button formaction=x>go</button></form>',
    '<td colspan="2 onclick=alert(1)" rowspan=\'3"><script>\'>x</td>',
    '<p align="center onclick=x">x</p><p align=center>y</p>',
    '<scr<script>ipt>alert(1)</scr</script>ipt>',
    '<plaintext><script>alert(1)</script>',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
  ])('%s', (page) => {
    expect(dangers(sanitiseHtml(page, PLAIN))).toEqual([]);
  });

  test('whatever the markup, nothing but the listed elements comes out', () => {
    const piece = fc.constantFrom(
      ...'< > </ <script </script> <svg> </svg> <p <td style=x onclick=y " \' = <!-- --> ]]> <![CDATA[ <title> </title> <template> text &lt; &#60; <table> </table>'.split(
        ' ',
      ),
      '\n',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        expect(dangers(sanitiseHtml(pieces.join(''), PLAIN))).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  test('text, tables and spans stay as they are', () => {
    const page = '<h1>年报</h1><table><tr><td colspan="2">总计</td><td>44</td></tr></table><p>a &amp; b</p>';
    const safe = load(sanitiseHtml(page, PLAIN));
    expect(safe('h1').text()).toBe('年报');
    expect(safe('td').first().attr('colspan')).toBe('2');
    expect(safe('p').text()).toBe('a & b');
  });

  test('the asked cell is marked, and only it', () => {
    const page = '<table><tr><td>1</td><td>2</td><td>3</td></tr></table>';
    const safe = load(sanitiseHtml(page, { ...PLAIN, tagAt: page.indexOf('<td>2') }));
    expect(safe('#place').toArray()).toHaveLength(1);
    expect(safe('#place').text()).toBe('2');
  });

  test('the asked line of a text within the page is marked, and only it', () => {
    const page = '<p>one</p>\n<pre>first line\nsecond & line\nthird</pre>';
    const safe = load(sanitiseHtml(page, { ...PLAIN, line: 3 }));
    expect(safe('#place').text()).toBe('second & line');
  });

  test('what a browser would not show stays hidden, unless the article is there', () => {
    const page = '<div style="display:none"><table><tr><td>44</td></tr></table></div>';
    expect(load(sanitiseHtml(page, PLAIN))('div').attr('hidden')).toBeDefined();
    expect(load(sanitiseHtml(page, { ...PLAIN, showHidden: true }))('div').attr('hidden')).toBeUndefined();
  });
});

describe('the place in an original', () => {
  const page =
    '<table><tr><td>总计</td><td>10</td><td></td></tr><tr><td>其他 7 件</td><td>107</td><td>0</td></tr></table>';
  const placeOf = async (printed: string, [row, column]: readonly [number, number]): Promise<string> => {
    const frame = await frameOriginal(
      {
        bytes: new TextEncoder().encode(page),
        mediaType: 'text/html',
        contentType: 'text/html; charset=utf-8',
        url: 'https://example.org/',
      },
      { printed, locator: { table: 0, row, column }, status: 'read' },
    );
    return frame.place === 'marked' ? load(frame.body)('#place').text() : frame.place;
  };

  test('is marked where what was printed stands, also beside its label', async () => {
    expect(await placeOf('10', [0, 1])).toBe('10');
    expect(await placeOf('7', [1, 0])).toBe('其他 7 件');
    expect(await placeOf('', [0, 2])).toBe('');
    expect(await placeOf('０', [1, 2])).toBe('0');
  });

  test('is not marked where another figure stands, though it holds the same digits, and none for a blank', async () => {
    expect(await placeOf('0', [0, 1])).toBe('moved');
    expect(await placeOf('7', [1, 1])).toBe('moved');
    expect(await placeOf('10', [1, 1])).toBe('moved');
    expect(await placeOf('', [0, 1])).toBe('moved');
    expect(await placeOf('10', [5, 1])).toBe('moved');
  });
});
