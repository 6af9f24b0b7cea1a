import { describe, expect, test } from 'vitest';
import { renderPdfPage } from '../../src/read/pdf-library.ts';
import { readPdfPages } from '../../src/read/pdf-pages.ts';
import { readPdf } from '../../src/read/pdf.ts';
import { outlineOf } from './outline.ts';
import { type PdfExtras, type PdfPageSource, pdfOf, ruled, words } from './pdf-writer.ts';

const ROWS = [
  ['Label', 'Figure'],
  ['Requests', '12'],
  ['Appeals', '3'],
];
const AS_ROWS = ['  row: 0 Label | 1 Figure', '  row: 0 Requests | 1 12', '  row: 0 Appeals | 1 3'];
const PICTURE =
  '<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Length 1>>stream\nX\nendstream';
const WITH_PICTURE: PdfExtras = { resources: '/XObject<</P 10 0 R>>', objects: [PICTURE] };
const OVER_THE_PAGE = 'q 400 0 0 300 0 0 cm /P Do Q\n';

async function outline(pages: readonly (PdfPageSource | string)[], extras?: PdfExtras): Promise<string[]> {
  const sources = pages.map((page) => (typeof page === 'string' ? { content: page } : page));
  return outlineOf(await readPdf(pdfOf(sources, extras)));
}

async function kinds(contents: readonly string[], extras?: PdfExtras): Promise<string[]> {
  const read = await readPdfPages(
    pdfOf(
      contents.map((content) => ({ content })),
      extras,
    ),
  );
  if (read.kind === 'unreadable') return [read.reason];
  return read.pages.map((page) => (page.kind === 'scan' ? `scan: ${page.reason}` : page.kind));
}

describe('rules make a table', () => {
  const filled = ROWS.flatMap((texts, row) =>
    texts.map((text, column) => words(text, 44 + column * 60, 246 - row * 20)),
  ).join('');
  const across = [260, 240, 220, 200];
  const down = [40, 100, 160];

  test.each([
    [
      'thin filled boxes',
      [...across.map((y) => `40 ${y} 120 .5 re f`), ...down.map((x) => `${x} 200 .5 60 re f`)].join('\n'),
    ],
    [
      'dashes',
      `[2 1] 0 d ${[...across.map((y) => `40 ${y} m 160 ${y} l S`), ...down.map((x) => `${x} 200 m ${x} 260 l S`)].join('\n')}`,
    ],
    [
      'many short pieces',
      [
        ...across.flatMap((y) =>
          Array.from({ length: 40 }, (_, at) => `${40 + at * 3} ${y} m ${42 + at * 3} ${y} l S`),
        ),
        ...down.flatMap((x) =>
          Array.from({ length: 20 }, (_, at) => `${x} ${200 + at * 3} m ${x} ${202 + at * 3} l S`),
        ),
      ].join('\n'),
    ],
    [
      'white boxes on a dark ground',
      `.5 g 39 199 122 62 re f 1 g ${down
        .slice(0, 2)
        .flatMap((x) => across.slice(1).map((y) => `${x + 0.5} ${y + 0.5} 59 19 re f`))
        .join('\n')} 0 g`,
    ],
  ])('drawn as %s', async (_name, rules) => {
    expect((await outline([`${rules}\n${filled}`])).slice(-3)).toEqual(AS_ROWS);
  });

  test('inside a form that is moved and scaled', async () => {
    const content = ruled(ROWS, 20, 130);
    const form = `<</Type/XObject/Subtype/Form/BBox[0 0 400 300]/Resources<</Font<</F 3 0 R>>>>/Length ${content.length}>>stream\n${content}\nendstream`;
    const extras = { resources: '/XObject<</T 10 0 R>>', objects: [form] };
    expect((await outline(['q .75 0 0 .75 10 10 cm /T Do Q'], extras)).slice(-3)).toEqual(AS_ROWS);
  });

  test('without a rule at the foot of one page and the head of the next', async () => {
    const openBelow = `${ruled(ROWS.slice(0, 1), 40, 100)}40 80 m 40 60 l S 100 80 m 100 60 l S 160 80 m 160 60 l S${words('Requests', 44, 66)}`;
    const openAbove = `40 280 m 40 260 l S 100 280 m 100 260 l S 160 280 m 160 260 l S${words('12', 104, 266)}${ruled(ROWS.slice(2), 40, 260)}`;
    expect((await outline([openBelow, openAbove])).slice(-4)).toEqual([...AS_ROWS, 'page-break']);
  });

  test('on a page that is turned, and on one whose letters lie on their side', async () => {
    const sideways = `q 0 1 -1 0 300 0 cm ${ruled(ROWS, 40, 260)} Q`;
    const page = { content: sideways, entries: '/MediaBox[0 0 300 400]' };
    expect((await outline([{ ...page, entries: '/MediaBox[0 0 300 400]/Rotate 90' }])).slice(-3)).toEqual(AS_ROWS);
    expect((await outline([page])).slice(-3)).toEqual(AS_ROWS);
  });

  test('beside another one on the same page, which is read after it', async () => {
    const other = ROWS.map((texts) => texts.map((text) => text.toLowerCase()));
    const lines = await outline([`${ruled(ROWS, 40, 260)}${ruled(other, 220, 260)}`]);
    expect(lines.filter((line) => line.includes('row'))).toEqual([
      ...AS_ROWS,
      ...AS_ROWS.map((line) => line.toLowerCase()),
    ]);
  });
});

describe('what a page says and does not show', () => {
  const seen = ruled(ROWS, 40, 260);

  test.each([
    ['without ink', 'q 3 Tr BT /F 10 Tf 130 226 Td (99) Tj ET Q'],
    ['white', 'q 1 g BT /F 10 Tf 130 226 Td (99) Tj ET Q'],
    ['too small', words('99', 130, 226, 0.5)],
    ['outside the page', words('99', 130, 900)],
    ['under a white box', `${words('99', 130, 226)} 1 g 125 222 30 14 re f 0 g`],
  ])('is left out: %s', async (_name, hidden) => {
    expect((await outline([`${hidden}\n${seen}`])).slice(-3)).toEqual(AS_ROWS);
  });

  test('white letters on a dark ground are seen', async () => {
    const rules = ruled([['', '']], 40, 260);
    const lines = await outline([`0 0 0.4 rg 40 240 120 20 re f 1 g ${words('12', 104, 246)} 0 g ${rules}`]);
    expect(lines.at(-1)).toBe('  row: 0 | 1 12');
  });

  test('a layer of letters over or under a picture makes the page a scan, as does a picture alone', async () => {
    const layer = `q 3 Tr ${words('Requests 12', 40, 200)} Q`;
    expect(await kinds([OVER_THE_PAGE + layer, seen + OVER_THE_PAGE, OVER_THE_PAGE], WITH_PICTURE)).toEqual([
      'scan: its text is an invisible layer over a picture',
      'scan: its text is an invisible layer over a picture',
      'scan: a picture',
    ]);
  });

  test('a page number on a scan does not make it digital', async () => {
    expect(await kinds([OVER_THE_PAGE + words('- 3 -', 190, 20)], WITH_PICTURE)).toEqual([
      'scan: a picture with little text beside it',
    ]);
  });

  test('an empty page is blank', async () => {
    expect(await kinds([seen, ''])).toEqual(['digital', 'blank']);
  });
});

test('page numbers and running heads are not text', async () => {
  const page = (number: number): string =>
    `${words('Annual report of the county', 120, 285, 8)}${words(`Page text ${'abc'.slice(number, number + 1)}`, 40, 200)}${words(`- ${number} -`, 190, 12)}`;
  expect((await outline([page(0), page(1), page(2)])).filter((line) => line.startsWith('p '))).toHaveLength(3);
});

test('a small raised digit is a footnote mark', async () => {
  const cell = `${ruled([['Requests', '']], 40, 260)}${words('22', 104, 246)}${words('1', 115.5, 250, 6)}`;
  expect((await outline([cell])).at(-1)).toBe('  row: 0 Requests | 1 22¹');
});

test('a figure wider than its cell leaves both cells in doubt', async () => {
  const bytes = pdfOf([{ content: `${ruled([['a', '', 'b']], 40, 260, 20)}${words('12345', 61, 246)}` }]);
  const reading = await readPdf(bytes);
  const [table] = reading.kind === 'document' ? reading.document.blocks : [];
  expect(table?.kind === 'table' ? table.cells.map(({ doubtful }) => doubtful) : []).toEqual([undefined, true, true]);
});

test('a page is drawn in shades of grey', async () => {
  const picture = await renderPdfPage(pdfOf([{ content: '0 g 0 0 200 300 re f' }]), 0, 36);
  expect([picture?.width, picture?.height, picture?.pixels[10], picture?.pixels[190]]).toEqual([200, 150, 0, 255]);
});
