import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import { scanMarkup } from '../../src/original/markup-scanner.ts';

const NAMES = ['href', 'class', 'style', 'rowspan', 'b'];

/** Events as strings, neighbouring text joined. */
class Events {
  readonly list: string[] = [];
  text(data: string): void {
    const last = this.list.at(-1);
    if (last?.startsWith('text ')) this.list[this.list.length - 1] = last + data;
    else if (data !== '') this.list.push(`text ${data}`);
  }
}

function scanned(html: string): string[] {
  const events = new Events();
  scanMarkup(html, {
    open: (name, attributes) =>
      events.list.push(`open ${name} ${JSON.stringify(NAMES.map((each) => attributes.get(each) ?? null))}`),
    close: (name) => events.list.push(`close ${name}`),
    text: (data) => {
      events.text(data);
    },
  });
  return events.list;
}

/** The same from htmlparser2, whose implied tags are left out. */
function reference(html: string): string[] {
  const events = new Events();
  const parser = new Parser({
    onopentag: (name, attributes) =>
      events.list.push(`open ${name} ${JSON.stringify(NAMES.map((each) => attributes[each] ?? null))}`),
    onclosetag: (name, implied) => {
      if (!implied) events.list.push(`close ${name}`);
    },
    ontext: (data) => {
      events.text(data);
    },
  });
  parser.end(html);
  return events.list;
}

const piece = fc.constantFrom(
  '年报',
  ' 1 < 2 ',
  '&nbsp;',
  '&amp;nbsp;',
  '&#x4e00;&#65;',
  '&copy;&notin;',
  'a&b',
  '<!-- <b> -->',
  '<!--[if gte mso 9]><xml><b></xml><![endif]-->',
  '<![if !supportLists]>一、<![endif]>',
  '<!DOCTYPE html>',
  '<?xml:namespace prefix = o />',
  '<!-->',
  '<script>if (a<b && c) "<p>"</script>',
  '<STYLE>b{}</STYLE >',
  '<title>甲&amp;乙<b></title>',
  '<b>',
  '<B CLASS="x y" style=\'a:"b"\'>',
  '<b href="?a=1&amp;b=2&copy=3&amp">',
  '<b href=/a/b class=x>',
  '<b rowspan = 3 rowspan=4>',
  '<b class href="a>b"b=1>',
  '<b\n\thref="甲&quot;乙"\n>',
  '<o:p>',
  '</o:p >',
  '</b>',
  '</b class=x>',
  '</ b>',
);

describe('scanMarkup', () => {
  it('reports what htmlparser2 reports', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        // End tags of elements that are not open are reported here and swallowed there: they are opened first.
        const html = `<b><o:p>${pieces.filter((each) => !each.startsWith('</')).join('')}`;
        expect(scanned(html)).toEqual(reference(html));
      }),
      { numRuns: 500 },
    );
  });

  it('reports every end tag, also those of nothing', () => {
    expect(scanned('</TD></td ></ b><p></p/>')).toEqual([
      'close td',
      'close td',
      'open p [null,null,null,null,null]',
      'close p',
    ]);
  });

  it('drops a tag that the text ends within, and nothing before it', () => {
    for (const cut of ['<td', '<td class', '<td class="x', '</td', '<!-- x', '<td class=x']) {
      expect(scanned(`甲${cut}`)).toEqual(['text 甲']);
    }
  });

  it('takes the rest of the text for that of an unclosed script', () => {
    expect(scanned('甲<script>var a = "<td>"')).toEqual([
      'text 甲',
      'open script [null,null,null,null,null]',
      'text var a = "<td>"',
    ]);
  });
});
