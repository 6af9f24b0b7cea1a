import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFigure, type Figure, type FigureColumn } from '../../src/extract/figure.ts';

const COUNT: FigureColumn = { kind: 'count' };
const SIGNED: FigureColumn = { kind: 'signed' };
const AMOUNT: FigureColumn = { kind: 'amount' };
const IN_YUAN: FigureColumn = { kind: 'amount', printedInYuan: true };

/** `12`, `12 in doubt`, `12 or 21 in doubt`, `blank`, `unreadable`: a figure in words a table can hold. */
function inWords(figure: Figure): string {
  if (figure.kind !== 'number') return figure.kind;
  const readings = [figure.value, ...figure.alternatives].join(' or ');
  return figure.doubt === null ? readings : `${readings} in doubt`;
}

describe('a count', () => {
  test.each([
    ['44', '44'],
    ['0', '0'],
    ['999999999', '999999999'],
    [' 44 ', '44'],
    ['１２', '12'],
    ['１，２３４', '1234'],
    ['1,234', '1234'],
    ['1, 234', '1234'],
    ['1,234,567', '1234567'],
    ['1，234', '1234'],
    ['1、234', '1234'],
    ['1 234', '1234'],
    ['12 345 678', '12345678'],
    ['+70', '70'],
    ['零', '0'],
    ['〇', '0'],
    ['12件', '12'],
    ['12 件', '12'],
    ['3件次', '3'],
    ['5人次', '5'],
    ['6条', '6'],
    ['76宗', '76'],
    ['8项', '8'],
    ['9次', '9'],
    ['10份', '10'],
    ['11个', '11'],
    ['12起', '12'],
    ['13部', '13'],
    ['14户', '14'],
    ['15例', '15'],
    ['16件。', '16'],
    ['共17件', '17'],
    ['共计18件', '18'],
    ['合计19', '19'],
    ['计20件', '20'],
    ['约21件', '21'],
    ['本年22件', '22'],
    ['为23', '23'],
    ['6396.00', '6396'],
    ['0.0', '0'],
    ['12.50', '12.5 or 1250 in doubt'],
    ['1.000', '1 or 1000 in doubt'],
    ['22（其中修订16件）', '22'],
    ['22(其中修订16件)', '22'],
    ['22件（其中修订16件）', '22'],
    ['22【含转办】', '22'],
    ['22[其中3件]', '22'],
    ['22①', '22'],
    ['22¹', '22'],
    ['22₁', '22'],
    ['22*', '22'],
    ['22※', '22'],
    ['22†', '22'],
    ['22[1]', '22'],
    ['22[注1]', '22'],
    ['22［1］', '22'],
    ['22（注）', '22'],
    ['22注1', '22'],
    ['2\u200b2', '22'],
    ['\ufeff22', '22'],
    ['增2', '2'],
    ['新增3件', '3'],
    ['22件（其中修訂16件）', '22'],
    ['4 4', '44 in doubt'],
    ['1 0', '10 in doubt'],
    ['1 2 3', '123 in doubt'],
    ['-76', '-76 or 76 in doubt'],
    ['-76宗', '-76 or 76 in doubt'],
    ['−3', '-3 or 3 in doubt'],
    ['—3', '-3 or 3 in doubt'],
    ['-0', '0 in doubt'],
    ['减3', '-3 or 3 in doubt'],
    ['05', '5 in doubt'],
    ['007', '7 in doubt'],
    ['1.234', '1.234 or 1234 in doubt'],
    ['4.4件', '4.4 or 44 in doubt'],
    ['22.', '22 in doubt'],
    ['22。', '22 in doubt'],
    ['22,', '22 in doubt'],
    ["22'", '22 in doubt'],
    ['251000元', '251000 in doubt'],
    ['O', '0 in doubt'],
    ['o', '0 in doubt'],
    ['Q', '0 in doubt'],
    ['D', '0 in doubt'],
    ['1O', '10 in doubt'],
    ['1〇', '10 in doubt'],
    ['l', '1 in doubt'],
    ['I2', '12 in doubt'],
    ['i2', '12 in doubt'],
    ['|2', '12 in doubt'],
    ['Z3', '23 in doubt'],
    ['z3', '23 in doubt'],
    ['S1', '51 in doubt'],
    ['s1', '51 in doubt'],
    ['B', '8 in doubt'],
    ['O .', '0 in doubt'],
  ])('%s is %s', (text, expected) => {
    expect(inWords(parseFigure(text, COUNT))).toBe(expected);
  });

  test.each([
    '',
    ' ',
    '\u00a0',
    '\u3000',
    '-',
    '—',
    '——',
    '--',
    '–',
    '−',
    '/',
    '//',
    '\\',
    '_',
    '~',
    '无',
    ' 无 ',
    '無',
  ])('「%s」 is blank, not zero', (text) => {
    expect(inWords(parseFigure(text, COUNT))).toBe('blank');
  });

  test.each([
    'Ü',
    '有',
    '件',
    '若干',
    '自然人',
    'abc',
    '*',
    '①',
    '¹',
    '1/2',
    '3%',
    '12-31',
    '1-5',
    '12:30',
    '2023年',
    '10元钱',
    '5多件',
    '三四件',
    'OOOOOOO',
    '1.2.3',
    '?',
  ])('%s is unreadable', (text) => {
    expect(inWords(parseFigure(text, COUNT))).toBe('unreadable');
  });
});

describe('a change against last year', () => {
  test.each([
    ['+70', '70'],
    ['＋70', '70'],
    ['-76宗', '-76'],
    ['－76', '-76'],
    ['—76', '-76'],
    ['− 76', '-76'],
    ['+18', '18'],
    ['增2', '2'],
    ['增加2项', '2'],
    ['新增2', '2'],
    ['增长2', '2'],
    ['上升2', '2'],
    ['↑2', '2'],
    ['减3', '-3'],
    ['減3', '-3'],
    ['减少3项', '-3'],
    ['下降3', '-3'],
    ['削减3', '-3'],
    ['↓3', '-3'],
    ['0', '0'],
    ['-0', '0'],
    ['+1,234', '1234'],
    ['-1 234', '-1234'],
    ['-1 2', '-12 in doubt'],
  ])('%s is %s', (text, expected) => {
    expect(inWords(parseFigure(text, SIGNED))).toBe(expected);
  });
});

describe('an amount in 万元', () => {
  test.each([
    ['2638.4', '2638.4'],
    ['2638.4万元', '2638.4'],
    ['2638.4 万', '2638.4'],
    ['2638.4万圆', '2638.4'],
    ['２６３８．４', '2638.4'],
    ['2,638.4', '2638.4'],
    ['2 638.4', '2638.4'],
    ['1.2亿元', '12000'],
    ['1.2亿', '12000'],
    ['251000元', '25.1'],
    ['251000圆', '25.1'],
    ['251000人民币元', '25.1'],
    ['251,000元', '25.1'],
    ['251000.56元', '25.100056'],
    ['25.1万元（不含税）', '25.1'],
    ['0', '0'],
    ['0元', '0'],
    ['25.1万元整', 'unreadable'],
    ['25.1件', 'unreadable'],
    ['25.1.', '25.1 in doubt'],
    ['-3', '-3 or 3 in doubt'],
    ['0.5', '0.5'],
    ['00.5', '0.5 in doubt'],
  ])('%s is %s', (text, expected) => {
    expect(inWords(parseFigure(text, AMOUNT))).toBe(expected);
  });

  test.each([
    ['251000', '25.1 in doubt'],
    ['251000.5', '25.10005 in doubt'],
    ['251000（其中罚没3元）', '25.1 in doubt'],
    ['2638.4', '2638.4 in doubt'],
    ['25100.4567', '25100.4567 in doubt'],
    ['251000元', '25.1'],
    ['25.1万元', '25.1'],
  ])('%s under a head that says 元 is %s', (text, expected) => {
    expect(inWords(parseFigure(text, IN_YUAN))).toBe(expected);
  });
});

describe('any number', () => {
  const whole = fc.integer({ min: 0, max: 999_999_999 });
  const fullWidth = (text: string): string =>
    text.replace(/\d/g, (digit) => '０１２３４５６７８９'.charAt(Number(digit)));
  const grouped = (value: number, gap: string): string => String(value).replace(/\B(?=(?:\d{3})+$)/g, gap);
  const styles = fc.constantFrom<(value: number) => string>(
    String,
    (value) => fullWidth(String(value)),
    (value) => grouped(value, ','),
    (value) => grouped(value, ' '),
    (value) => fullWidth(grouped(value, '，')),
    (value) => `${value}件`,
    (value) => `${grouped(value, ',')} 项`,
    (value) => `${value}（其中修订${Math.ceil(value / 2)}件）`,
    (value) => `${value}②`,
    (value) => `${value}[2]`,
    (value) => `  ${value}\u3000`,
    (value) => `+${value}`,
  );

  test('is read back without doubt from every way of printing it', () => {
    fc.assert(
      fc.property(whole, styles, (value, style) => {
        expect(inWords(parseFigure(style(value), COUNT))).toBe(String(value));
      }),
      { numRuns: 2000 },
    );
  });

  test('keeps its sign where a column has signs', () => {
    const signs = fc.constantFrom('-', '－', '−', '- ', '减', '减少', '↓');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999 }), signs, fc.constantFrom('', '项', '宗'), (value, sign, unit) => {
        expect(inWords(parseFigure(`${sign}${value}${unit}`, SIGNED))).toBe(String(-value));
        expect(inWords(parseFigure(`${sign}${value}${unit}`, COUNT))).toBe(`-${value} or ${value} in doubt`);
      }),
    );
  });

  test('of money comes back the same in 元, 万元 and 亿元', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000_000 }), (fen) => {
        const yuan = fen / 100;
        const wan = Number((yuan / 1e4).toPrecision(12));
        const value = (text: string): number | null => {
          const figure = parseFigure(text, AMOUNT);
          return figure.kind === 'number' && figure.doubt === null ? figure.value : null;
        };
        expect(value(`${yuan}元`)).toBeCloseTo(wan, 9);
        expect(value(`${grouped(Math.floor(yuan), ',')}元`)).toBeCloseTo(Math.floor(yuan) / 1e4, 9);
        expect(value(`${wan}万元`)).toBe(wan);
        expect(value(String(wan))).toBe(wan);
        fc.pre(wan >= 1);
        expect(value(`${Number((wan / 1e4).toPrecision(12))}亿元`)).toBeCloseTo(wan, 6);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a text that is no number', () => {
  const han = fc.integer({ min: 0x4e00, max: 0x9fa5 }).map((code) => String.fromCodePoint(code));
  const latin = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZÜé%?!@#&=<>"');
  const marks = fc.constantFrom('，', '。', '（', '）', ' ', '.', '-', '/', '、', '①', '*');
  const isNumeral = /[零〇无無]/u;
  const columns = fc.constantFrom(COUNT, SIGNED, AMOUNT, IN_YUAN);

  test('without a digit never gives a number without doubt', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(han, latin, marks), { maxLength: 12 }), columns, (characters, column) => {
        const text = characters.join('');
        fc.pre(!isNumeral.test(text));
        const figure = parseFigure(text, column);
        expect(figure.kind === 'number' && figure.doubt === null).toBe(false);
      }),
      { numRuns: 3000 },
    );
  });

  test('with digits among letters never gives a number without doubt', () => {
    const foreign = fc.constantFrom(...'abcefghjkmnpqrtuvwxyACEFGHJKLMNPRTUVWXYÜ年月日时度区县镇号第');
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 99_999 }),
        foreign,
        fc.integer({ min: 0, max: 99_999 }),
        columns,
        (before, letter, after, column) => {
          for (const text of [`${before}${letter}${after}`, `${letter}${after}`, `${before}${letter}`]) {
            const figure = parseFigure(text, column);
            expect(figure.kind === 'number' && figure.doubt === null, text).toBe(false);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('two numbers in one cell are never one without doubt', () => {
    const parts = fc.integer({ min: 0, max: 9999 });
    fc.assert(
      fc.property(parts, parts, fc.constantFrom(' ', '  ', '/', '-', '+', '.', ';', '、', '，'), (left, right, gap) => {
        fc.pre(gap === '.' ? false : !/^\d{3}$/.test(String(right)));
        const figure = parseFigure(`${left}${gap}${right}`, COUNT);
        expect(figure.kind === 'number' && figure.doubt === null, `${left}${gap}${right}`).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  test('a fraction in a column of counts is not taken without doubt', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 1, max: 9 }), (value, tenths) => {
        const figure = parseFigure(`${value}.${tenths}`, COUNT);
        expect(figure.kind === 'number' && figure.doubt === null, `${value}.${tenths}`).toBe(false);
      }),
    );
  });
});
