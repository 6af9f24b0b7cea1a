import { describe, expect, test } from 'vitest';
import { toTraditional } from '../../sample/label-damage.ts';
import { APPLICANTS, REQUEST_ROWS } from '../../src/codebook/requests.ts';
import * as SOURCE from '../../src/extract/label-variants.ts';
import { readSectionHeading } from '../../src/extract/section-headings.ts';
import {
  APPLICANT_FORM,
  DISPUTE_BLOCK_FORM,
  DISPUTE_RESULT_FORM,
  PROACTIVE_FORM,
  REQUEST_FORM,
  SECTION_FORM,
  type FormYear,
} from './official-forms.ts';
import { cellsOf, htmlTable, reportFrom, writeReport, type ReportChanges } from './written-report.ts';

const REQUEST_VARIANTS: Readonly<Record<string, readonly string[]>> = {
  received: ['本年新收政府信息公开申请', '本年新收申请数量', '本年新收'],
  carried_in: ['上年结转政府信息公开申请', '上年结转申请数量', '上年结转', '上年度结转政府信息公开申请数量'],
  granted: ['予以公开'],
  partly_granted: ['部分公开', '部分公开区分处理的', '部分公开区分处理的只计这一情形'],
  denied_state_secret: ['属于国家秘密', '国家秘密'],
  denied_forbidden_by_law: ['其他法律行政法规禁止公开', '其他法律行政法规禁止公开的', '法律行政法规禁止公开'],
  denied_security_stability: ['危及三安全一稳定', '三安全一稳定', '危及三安全及一稳定', '危及三安全和一稳定'],
  denied_third_party: ['保护第三方合法权益', '第三方合法权益'],
  denied_internal_affairs: ['属于三类内部事务信息', '三类内部事务信息', '内部事务信息'],
  denied_process_information: ['属于四类过程性信息', '四类过程性信息', '过程性信息'],
  denied_enforcement_files: ['属于行政执法案卷', '行政执法案卷'],
  denied_administrative_query: ['属于行政查询事项', '行政查询事项'],
  unavailable_not_held: ['本机关不掌握相关政府信息', '不掌握相关政府信息'],
  unavailable_needs_creation: ['没有现成信息需要另行制作', '没有现成信息', '需要另行制作'],
  unavailable_unclear: ['补正后申请内容仍不明确', '补正后仍不明确'],
  rejected_petition: ['信访举报投诉类申请', '信访举报投诉类'],
  rejected_duplicate: ['重复申请'],
  rejected_publication: ['要求提供公开出版物', '提供公开出版物'],
  rejected_excessive: ['无正当理由大量反复申请', '大量反复申请'],
  rejected_reconfirmation: [
    '要求行政机关确认或重新出具已获取信息',
    '要求行政机关确认或重新出具已获得信息',
    '确认或重新出具已获取信息',
  ],
  other_uncorrected: ['申请人无正当理由逾期不补正', '无正当理由逾期不补正'],
  other_unpaid: [
    '申请人逾期未按收费通知要求缴纳费用',
    '逾期未按收费通知要求缴纳费用',
    '申请人逾期未按收费通知要求缴纳',
  ],
  other_misc: ['其他'],
  other: ['其他处理'],
  outcome_total: ['总计', '合计', '小计', '总记', '总汁'],
  carried_out: ['结转下年度继续办理', '结转下年度', '结转下年继续办理'],
};

const GROUP_LABELS = [
  '本年度办理结果',
  '不予公开',
  '无法提供',
  '不予处理',
  '其他处理',
  '申请人情况',
  '法人或其他组织',
  '本列数据的勾稽关系为第一项加第二项之和等于第三项加第四项之和',
];

const APPLICANT_VARIANTS: Readonly<Record<string, readonly string[]>> = {
  natural_person: ['自然人', '公民'],
  business: ['商业企业'],
  research: ['科研机构'],
  social: ['社会公益组织', '社会公益机构'],
  legal: ['法律服务机构'],
  other: ['其他', '其它'],
  total: ['总计', '合计'],
};

const PROACTIVE_VARIANTS: Readonly<Record<string, readonly string[]>> = {
  regulations: ['规章', '政府规章'],
  normative_documents: ['行政规范性文件', '规范性文件'],
  licensing: ['行政许可'],
  other_services: ['其他对外管理服务事项', '其他对外服务事项', '其他对外管理服务'],
  penalties: ['行政处罚'],
  coercion: ['行政强制'],
  fees: ['行政事业性收费'],
  procurement: ['政府集中采购'],
};

const COLUMN_VARIANTS: Readonly<Record<string, readonly string[]>> = {
  issued: ['本年制发件数', '本年度制发件数', '制发件数'],
  repealed: ['本年废止件数', '本年度废止件数', '废止件数'],
  in_force: ['现行有效件数', '现行有效数'],
  made: ['本年新制作数量', '本年度新制作数量', '新制作数量'],
  published: ['本年新公开数量', '本年度新公开数量', '新公开数量'],
  total: ['对外公开总数量', '公开总数量'],
  decisions: ['本年处理决定数量', '处理决定数量', '本年度处理决定数量'],
  items_last_year: ['上一年项目数量', '上年项目数量'],
  items_change: ['本年增减', '本年度增减', '本年增或减'],
  projects: ['采购项目数量'],
  amount: ['本年收费金额单位万元', '本年收费金额', '收费金额', '采购总金额', '采购总金额单位万元'],
};

const BLOCK_VARIANTS: Readonly<Record<string, readonly string[]>> = {
  reconsideration: ['行政复议'],
  litigation_direct: ['未经复议直接起诉', '未经复议直接诉讼'],
  litigation_after_review: ['复议后起诉', '复议后诉讼'],
};

const RESULT_VARIANTS: Readonly<Record<string, readonly string[]>> = {
  upheld: ['结果维持', '维持'],
  corrected: ['结果纠正', '纠正'],
  other: ['其他结果'],
  pending: ['尚未审结', '未审结'],
  total: ['总计', '合计'],
};

const OTHER_LABELS = {
  二: ['信息内容', '第二十条第一项', '第二十条第五项', '第二十条第六项', '第二十条第八项', '第二十条第九项'],
  四: ['行政诉讼'],
};

const HEADINGS: Readonly<Record<number, readonly string[]>> = {
  1: ['总体情况', '总体工作情况', '基本情况', '概述', '总体概况'],
  2: ['主动公开政府信息情况', '主动公开政府信息的情况', '政府信息主动公开情况', '主动公开情况'],
  3: ['收到和处理政府信息公开申请情况', '收到和处理政府信息公开申请的情况', '依申请公开政府信息情况'],
  4: [
    '政府信息公开行政复议、行政诉讼情况',
    '政府信息公开行政复议和行政诉讼情况',
    '因政府信息公开工作被申请行政复议、提起行政诉讼情况',
    '政府信息公开行政复议情况',
    '行政复议、行政诉讼情况',
  ],
  5: [
    '存在的主要问题及改进情况',
    '存在的主要问题及改进措施',
    '存在的问题及改进情况',
    '主要问题及改进情况',
    '存在问题及改进措施',
  ],
  6: ['其他需要报告的事项', '需要报告的其他事项', '其他需要报告事项', '其他报告事项'],
};

function pairs(variants: Readonly<Record<string, readonly string[]>>): [string, string][] {
  return Object.entries(variants).flatMap(([name, labels]) => labels.map((label): [string, string] => [name, label]));
}

describe('no way of writing a label is lost', () => {
  test.each([
    ['rows of table 三', SOURCE.REQUEST_LABEL_VARIANTS, REQUEST_VARIANTS],
    ['applicants', SOURCE.APPLICANT_LABEL_VARIANTS, APPLICANT_VARIANTS],
    ['rows of table 二', SOURCE.PROACTIVE_LABEL_VARIANTS, PROACTIVE_VARIANTS],
    ['columns of table 二', SOURCE.PROACTIVE_COLUMN_VARIANTS, COLUMN_VARIANTS],
    ['blocks of table 四', SOURCE.DISPUTE_BLOCK_VARIANTS, BLOCK_VARIANTS],
    ['results of table 四', SOURCE.DISPUTE_RESULT_VARIANTS, RESULT_VARIANTS],
    ['heads of tables 二 and 四', SOURCE.OTHER_HEADER_LABELS, OTHER_LABELS],
  ])('%s', (_, source, own) => {
    expect(source).toEqual(own);
  });

  test('groups of table 三', () => {
    expect(SOURCE.REQUEST_GROUP_LABELS).toEqual(GROUP_LABELS);
  });

  test('rows and columns are those of the forms', () => {
    expect(REQUEST_ROWS.map(({ stem, label }) => [stem, label])).toEqual(
      REQUEST_FORM.map(([stem, , label]) => [stem, label]),
    );
    expect(APPLICANTS.map(({ id, label }) => [id, label])).toEqual(APPLICANT_FORM);
  });
});

/** Figures by which each row and each column is known: row 3, column 2 holds 302. */
function numberedFigures(): Record<string, number> {
  const figures: Record<string, number> = {};
  for (const [row, [stem]] of REQUEST_FORM.entries()) {
    for (const [column, [id]] of APPLICANT_FORM.entries()) figures[`requests.${stem}.${id}`] = 100 * (row + 1) + column;
  }
  return figures;
}

const NUMBERED = numberedFigures();

function formOfRow(stem: string): FormYear {
  return stem === 'other' ? '2019' : '2021';
}

/** Reads a report whose table 三 has numbered figures and the labels given; every cell that is not in its place. */
async function misplaced(stem: string, changes: ReportChanges): Promise<string[]> {
  const alone: ReportChanges = { figures: NUMBERED, forms: { 三: formOfRow(stem) }, tables: { 二: null, 四: null } };
  const report = await reportFrom(writeReport({ ...alone, ...changes }));
  return report.cells
    .filter(({ code }) => code.startsWith('requests.'))
    .filter(({ code, number, status }) => number !== NUMBERED[code] || !['conflicting', 'read'].includes(status))
    .map(({ code, number, status }) => `${code} ${number} ${status}`);
}

const ROW_LABELS = REQUEST_FORM.map(([stem, , label]): [string, string] => [stem, label]);

function labelOf(stem: string): string {
  return REQUEST_FORM.find(([one]) => one === stem)?.[2] ?? '';
}

/** The item number of a label and its words: 「3.」 and 「其他」. */
function cut(label: string): [item: string, words: string] {
  const item = /^(?:（.）|\d\.|.、)/u.exec(label)?.[0] ?? '';
  return [item, label.slice(item.length)];
}

describe('a row of table 三', () => {
  test.each(ROW_LABELS)('%s, as %s', async (stem) => {
    expect(await misplaced(stem, {})).toEqual([]);
  });

  test.each(pairs(REQUEST_VARIANTS))('%s, as %s', async (stem, variant) => {
    const [item] = cut(labelOf(stem));
    expect(await misplaced(stem, { labels: { [labelOf(stem)]: `${item}${variant}` } })).toEqual([]);
  });

  test.each(ROW_LABELS)('%s in traditional characters', async (stem, label) => {
    expect(await misplaced(stem, { labels: { [label]: toTraditional(label) } })).toEqual([]);
  });

  test.each(ROW_LABELS)('%s spaced out', async (stem, label) => {
    expect(await misplaced(stem, { labels: { [label]: [...label].join(' ') } })).toEqual([]);
  });

  test.each(ROW_LABELS)('%s broken over two lines', async (stem, label) => {
    const [item, words] = cut(label);
    const half = Math.ceil(words.length / 2);
    const broken = `${item}${words.slice(0, half)}<br>${words.slice(half)}`;
    expect(await misplaced(stem, { labels: { [label]: broken } })).toEqual([]);
  });

  test.each(ROW_LABELS)('%s split over two cells', async (stem, label) => {
    const [item, words] = cut(label);
    if (words.length < 6) return;
    const half = Math.ceil(words.length / 2);
    const split = `${item}${words.slice(0, half)}</td><td>${words.slice(half)}`;
    const table = writeReport({ figures: NUMBERED, forms: { 三: formOfRow(stem) }, labels: { [label]: split } });
    const report = await reportFrom(table);
    const own = report.cells.filter(({ code }) => code.startsWith(`requests.${stem}.`));
    expect(own.map(({ number }) => number)).toEqual(own.map(({ code }) => NUMBERED[code]));
  });

  test.each(ROW_LABELS)('%s under other numbers', async (stem, label) => {
    const [, words] = cut(label);
    for (const item of ['1、', '(2)', '（三）', '4．', '⒌', '⑹', '七、']) {
      expect(await misplaced(stem, { labels: { [label]: `${item}${words}` } }), item).toEqual([]);
    }
  });

  const longer = ROW_LABELS.filter(([, label]) => cut(label)[1].length >= 6);

  test.each(longer)('%s with any one character lost', async (stem, label) => {
    const [item, words] = cut(label);
    for (const at of words.slice(0, 12).split('').keys()) {
      const damaged = `${item}${words.slice(0, at)}${words.slice(at + 1)}`;
      expect(await misplaced(stem, { labels: { [label]: damaged } }), damaged).toEqual([]);
    }
  });

  test.each(longer)('%s with any one character taken for another', async (stem, label) => {
    const [item, words] = cut(label);
    for (const at of words.slice(0, 12).split('').keys()) {
      const damaged = `${item}${words.slice(0, at)}鱻${words.slice(at + 1)}`;
      expect(await misplaced(stem, { labels: { [label]: damaged } }), damaged).toEqual([]);
    }
  });

  test('damaged as a real scan had it', async () => {
    const label = labelOf('denied_forbidden_by_law');
    expect(await misplaced('granted', { labels: { [label]: '2.其他法律行政止公开' } })).toEqual([]);
  });
});

describe('a column of table 三', () => {
  test.each(pairs(APPLICANT_VARIANTS))('%s as %s, in another place than the form has it', async (id, variant) => {
    const order = [...APPLICANT_FORM].reverse();
    const rows = REQUEST_FORM.filter(([, , , only]) => only !== '2019');
    const table = htmlTable([
      [{ text: '申请人情况', across: 8 }],
      ['', ...order.map(([one, label]) => (one === id ? variant : label))],
      ...rows.map(([stem, , label]) => [label, ...order.map(([one]) => NUMBERED[`requests.${stem}.${one}`] ?? 0)]),
    ]);
    expect(await misplaced('granted', { tables: { 三: table } })).toEqual([]);
  });
});

describe('a table outside its section', () => {
  const everyHeading = (): ReportChanges['sections'] =>
    Object.fromEntries([2, 3, 4].map((number) => [number, { heading: `${number} 见下表` }]));

  test('is known by its labels', async () => {
    const report = await reportFrom(writeReport({ sections: everyHeading() ?? {} }));
    expect(report.templates).toEqual({ 二: '2021', 三: '2021', 四: '2021' });
    expect(report.cells.filter(({ status }) => !['verified', 'read'].includes(status))).toEqual([]);
  });
});

interface ProactivePlace {
  readonly code: string;
  readonly form: FormYear;
  readonly row: string;
  readonly column: string;
}

const PROACTIVE_PLACES: readonly ProactivePlace[] = (['2021', '2019'] as const).flatMap((form) =>
  PROACTIVE_FORM[form].flatMap(({ columns, rows }) =>
    rows.flatMap(([row, ...codes]) =>
      codes.map((code, at) => ({ code: `proactive.${code}`, form, row, column: columns[at] ?? '' })),
    ),
  ),
);

function proactiveFigures(): Record<string, number> {
  return Object.fromEntries(PROACTIVE_PLACES.map(({ code }, index) => [code, 31 + index]));
}

/** Cells of table 二 that did not come out as they were printed. */
async function misplacedInTwo(form: FormYear, changes: ReportChanges): Promise<string[]> {
  const figures = proactiveFigures();
  const report = await reportFrom(writeReport({ figures, forms: { 二: form }, ...changes }));
  const wanted = PROACTIVE_PLACES.filter((place) => place.form === form);
  const cells = cellsOf(report);
  return wanted
    .filter(({ code }) => cells.get(code)?.number !== figures[code] || cells.get(code)?.status !== 'read')
    .map(({ code }) => `${code} ${cells.get(code)?.number} ${cells.get(code)?.status}`);
}

describe('a row of table 二', () => {
  test.each(pairs(PROACTIVE_VARIANTS))('%s as %s', async (name, variant) => {
    for (const place of PROACTIVE_PLACES.filter(({ code }) => code.split('.')[1] === name)) {
      for (const written of [variant, toTraditional(variant), [...variant].join('  ')]) {
        expect(await misplacedInTwo(place.form, { labels: { [place.row]: written } }), written).toEqual([]);
      }
    }
  });
});

describe('a column of table 二', () => {
  test.each(pairs(COLUMN_VARIANTS))('%s as %s, in another order than the form has it', async (name, variant) => {
    for (const form of ['2021', '2019'] as const) {
      const named = PROACTIVE_PLACES.some((place) => place.form === form && place.code.split('.')[2] === name);
      if (!named) continue;
      const figures = proactiveFigures();
      const rows = PROACTIVE_FORM[form].flatMap(({ article, columns, rows: own }) => {
        const order = [...columns.keys()].reverse();
        const measure = (at: number): string => own[0]?.[at + 1]?.split('.')[1] ?? '';
        return [
          [{ text: `第二十条第（${article}）项`, across: 4 }],
          ['信息内容', ...order.map((at) => (measure(at) === name ? variant : (columns[at] ?? '')))],
          ...own.map(([row, ...codes]) => [row, ...order.map((at) => figures[`proactive.${codes[at]}`] ?? '')]),
        ];
      });
      expect(await misplacedInTwo(form, { tables: { 二: htmlTable(rows) } }), form).toEqual([]);
    }
  });
});

describe('table 四', () => {
  const figures: Record<string, number> = Object.fromEntries(
    DISPUTE_BLOCK_FORM.flatMap(([block], at) =>
      DISPUTE_RESULT_FORM.map(([result], column) => [`disputes.${block}.${result}`, 10 * (at + 1) + column]),
    ),
  );

  async function disputes(table: string): Promise<Record<string, number | null>> {
    const report = await reportFrom(writeReport({ tables: { 四: table } }));
    return Object.fromEntries(
      report.cells.filter(({ code }) => code.startsWith('disputes.')).map(({ code, number }) => [code, number]),
    );
  }

  test.each(pairs(BLOCK_VARIANTS))('block %s as %s, in a line of its own', async (id, variant) => {
    const blocks = [...DISPUTE_BLOCK_FORM].reverse();
    const table = htmlTable([
      ['', ...DISPUTE_RESULT_FORM.map(([, label]) => label)],
      ...blocks.map(([block, label]) => [
        block === id ? variant : label,
        ...DISPUTE_RESULT_FORM.map(([result]) => figures[`disputes.${block}.${result}`] ?? ''),
      ]),
    ]);
    expect(await disputes(table)).toEqual(figures);
  });

  test.each(pairs(RESULT_VARIANTS))('result %s as %s, in another order than the form has it', async (id, variant) => {
    const order = [...DISPUTE_RESULT_FORM].reverse();
    const names = order.map(([result, label]) => (result === id ? variant : label));
    const table = htmlTable([
      [
        { text: '行政复议', across: 5 },
        { text: '行政诉讼', across: 10 },
      ],
      [
        ...names.map((text) => ({ text, down: 2 })),
        { text: '未经复议直接起诉', across: 5 },
        { text: '复议后起诉', across: 5 },
      ],
      [...names, ...names],
      DISPUTE_BLOCK_FORM.flatMap(([block]) => order.map(([result]) => figures[`disputes.${block}.${result}`] ?? '')),
    ]);
    expect(await disputes(table)).toEqual(figures);
  });
});

describe('a section heading', () => {
  const wordings = Object.entries(HEADINGS).flatMap(([number, headings]) =>
    headings.map((heading): [number, string] => [Number(number), heading]),
  );
  const NUMERALS = '一二三四五六';

  test.each(wordings)('of section %i: %s', (number, heading) => {
    const numeral = NUMERALS[number - 1] ?? '';
    for (const text of [
      heading,
      `${numeral}、${heading}`,
      `${numeral}.${heading}`,
      `（${numeral}）、${heading}：`,
      `## ${numeral}、${heading}`,
      `**${numeral}、${heading}**`,
      ` ${numeral} 、 ${[...heading].join(' ')} `,
    ]) {
      expect(readSectionHeading(text), text).toMatchObject({ number, rest: '' });
    }
    const together = readSectionHeading(`${numeral}、${heading} 2023年，全县公开信息若干条，咨询答复及时，公众满意。`);
    if (!/[、]/u.test(heading)) {
      expect(together).toMatchObject({ number, rest: '2023年，全县公开信息若干条，咨询答复及时，公众满意。' });
    }
  });

  test.each(SECTION_FORM.map((heading, index): [string, number] => [heading, index + 1]))(
    '%s with a character lost',
    (heading, number) => {
      for (const at of [...heading].keys()) {
        if (at < 2) continue;
        expect(readSectionHeading(heading.slice(0, at) + heading.slice(at + 1)), heading).toMatchObject({ number });
      }
    },
  );

  test.each([
    '一、本年新收政府信息公开申请数量',
    '二、上年结转政府信息公开申请数量',
    '三、本年度办理结果',
    '四、结转下年度继续办理',
    '（一）主动公开',
    '（二）依申请公开',
    '一是栏目更新不勤',
    '二、工作亮点',
    '五、下一步打算',
    '总体情况良好',
  ])('is not: %s', (text) => {
    expect(readSectionHeading(text)).toBeUndefined();
  });
});
