import { describe, expect, test } from 'vitest';
import { checkReport } from '../../src/check/check.ts';
import { RULES } from '../../src/check/rules.ts';
import type { Finding } from '../../src/extract/report.ts';
import { htmlTable, reportFrom, writeReport, type ReportChanges } from '../extract/written-report.ts';

/** A report that breaks a rule, with all that must be found of that rule. */
interface Broken {
  readonly name: string;
  readonly report: ReportChanges;
  readonly found: readonly Partial<Finding>[];
}

/** A report that comes near to breaking a rule and does not. */
interface Sound {
  readonly name: string;
  readonly report: ReportChanges;
}

interface RuleCases {
  readonly broken: readonly Broken[];
  readonly sound: readonly Sound[];
}

const prose = (number: number, text: string): ReportChanges => ({ sections: { [number]: { text } } });
const overview = (text: string): ReportChanges => prose(1, text);
const town = (changes: ReportChanges = {}): ReportChanges => ({
  title: '青梧县石磨镇人民政府2023年政府信息公开工作年度报告',
  ...changes,
});
const row = (stem: string, figures: readonly (number | string)[]): Record<string, number | string> =>
  Object.fromEntries(
    ['natural_person', 'business', 'research', 'social', 'legal', 'other', 'total'].map((id, at) => [
      `requests.${stem}.${id}`,
      figures[at] ?? 0,
    ]),
  );
const block = (id: string, figures: readonly (number | string)[]): Record<string, number | string> =>
  Object.fromEntries(
    ['upheld', 'corrected', 'other', 'pending', 'total'].map((result, at) => [
      `disputes.${id}.${result}`,
      figures[at] ?? 0,
    ]),
  );
const ZEROS = [0, 0, 0, 0, 0, 0, 0];
const BLANKS = ['', '', '', '', '', '', ''];
const noDisputes = { ...block('reconsideration', ZEROS), ...block('litigation_direct', ZEROS) };
/** Everything that came in was granted, or nothing came in. */
const onlyGranted = (received: readonly number[]): Record<string, number | string> => ({
  ...row('received', received),
  ...row('carried_in', ZEROS),
  ...row('granted', received),
  ...row('partly_granted', ZEROS),
  ...row('unavailable_not_held', ZEROS),
  ...row('rejected_petition', ZEROS),
  ...row('outcome_total', received),
  ...row('carried_out', ZEROS),
});

const CASES: Readonly<Record<string, RuleCases>> = {
  A1: {
    broken: [
      {
        name: 'a total one too high',
        report: { figures: row('carried_in', [3, 0, 0, 0, 1, 0, 5]) },
        found: [
          {
            subject: 'carried_in',
            severity: 'error',
            verdict: 'source',
            expected: '5',
            actual: '4',
            codes: ['requests.carried_in.natural_person', 'requests.carried_in.legal', 'requests.carried_in.total'],
            message: 'carried_in: the applicants give 3 + 1 = 4, 总计 says 5',
          },
        ],
      },
      {
        name: 'row and column differ alike: the one cell where they cross',
        report: { figures: { 'requests.granted.business': 7 } },
        found: [
          {
            subject: 'granted',
            expected: '11',
            actual: '13',
            message: expect.stringContaining('requests.granted.business alone explains it') as string,
          },
        ],
      },
      {
        name: 'applicants without a total of theirs count against a printed zero',
        report: { figures: { 'requests.carried_in.total': 0 } },
        found: [{ subject: 'carried_in', expected: '0', actual: '4' }],
      },
      {
        name: 'blanks beside printed figures count 0',
        report: { figures: row('carried_in', [3, '', '', '', '', '', 4]) },
        found: [{ subject: 'carried_in', expected: '4', actual: '3', verdict: 'source' }],
      },
      {
        name: 'a figure in doubt: ours',
        report: { figures: { 'requests.carried_in.legal': '1 2' } },
        found: [{ subject: 'carried_in', actual: '15', expected: '4', verdict: 'extraction' }],
      },
    ],
    sound: [
      { name: 'a row without its total', report: { figures: { 'requests.carried_in.total': '' } } },
      { name: 'a total without its parts', report: { figures: row('carried_in', ['', '', '', '', '', '', 4]) } },
      { name: 'a blank row', report: { figures: row('rejected_duplicate', BLANKS) } },
      { name: 'an unreadable part', report: { figures: { 'requests.carried_in.legal': 'Ü' } } },
    ],
  },
  A2: {
    broken: [
      {
        name: 'a total that the outcomes do not reach',
        report: { figures: { 'requests.outcome_total.legal': 2, 'requests.outcome_total.total': 23 } },
        found: [
          { subject: 'legal', expected: '2', actual: '1', severity: 'error', verdict: 'source' },
          { subject: 'total', expected: '23', actual: '22' },
        ],
      },
      {
        name: 'a request under the wrong applicant: moved between columns',
        report: { figures: row('granted', [5, 6, 0, 0, 0, 0, 11]) },
        found: [
          {
            subject: 'natural_person',
            expected: '13',
            actual: '12',
            message:
              'natural_person: the outcomes give 5 + 2 + 4 + 1 = 12, （七）总计 says 13; 1 stand under business instead: the totals hold',
          },
          { subject: 'business', expected: '8', actual: '9' },
        ],
      },
      {
        name: 'form of 2019: 其他处理 belongs to the sum',
        report: { year: 2020, figures: { 'requests.other.natural_person': 1, 'requests.other.total': 1 } },
        found: [
          { subject: 'natural_person', expected: '13', actual: '14' },
          { subject: 'total', expected: '22', actual: '23' },
        ],
      },
    ],
    sound: [
      { name: 'a column without its total', report: { figures: { 'requests.outcome_total.legal': '' } } },
      {
        name: 'a column of outcomes left blank',
        report: {
          figures: Object.fromEntries(
            ['granted', 'partly_granted', 'denied_state_secret', 'denied_forbidden_by_law', 'denied_security_stability']
              .concat(['denied_third_party', 'denied_internal_affairs', 'denied_process_information'])
              .concat(['denied_enforcement_files', 'denied_administrative_query', 'unavailable_not_held'])
              .concat(['unavailable_needs_creation', 'unavailable_unclear', 'rejected_petition', 'rejected_duplicate'])
              .concat(['rejected_publication', 'rejected_excessive', 'rejected_reconfirmation', 'other_uncorrected'])
              .concat(['other_unpaid', 'other_misc'])
              .map((stem) => [`requests.${stem}.legal`, '']),
          ),
        },
      },
    ],
  },
  A3: {
    broken: [
      {
        name: 'a carry-over that was left out',
        report: { figures: row('carried_out', [2, 0, 0, 0, 0, 0, 2]) },
        found: [
          { subject: 'business', severity: 'error', verdict: 'source', expected: '8', actual: '10' },
          {
            subject: 'total',
            expected: '24',
            actual: '26',
            message: 'total: 一 + 二 gives 22 + 4 = 26, （七） + 四 says 24',
          },
        ],
      },
    ],
    sound: [
      {
        name: 'blank rows of carry-overs that come to nothing',
        report: {
          figures: {
            ...row('received', [15, 10, 0, 0, 1, 0, 26]),
            ...row('carried_in', BLANKS),
          },
          sections: { 1: { text: '' } },
        },
      },
      {
        name: 'a column whose receipts are blank',
        report: { figures: { 'requests.received.legal': '', 'requests.carried_in.legal': '' } },
      },
    ],
  },
  A4: {
    broken: [
      {
        name: 'fewer than none',
        report: { figures: { 'proactive.licensing.decisions': '-3' } },
        found: [{ subject: 'proactive.licensing.decisions', actual: '-3', severity: 'error', verdict: 'undetermined' }],
      },
      {
        name: 'half a document',
        report: { figures: { 'proactive.normative_documents.issued': '1.5' } },
        found: [{ subject: 'proactive.normative_documents.issued', actual: '1.5', verdict: 'undetermined' }],
      },
      {
        name: 'an outcome larger than the total of its column, which has no other sum to fail',
        report: {
          figures: {
            'requests.outcome_total.legal': 0,
            'requests.partly_granted.legal': 1,
            'requests.granted.legal': -1,
          },
        },
        found: [
          { subject: 'requests.granted.legal', actual: '-1' },
          {
            subject: 'requests.partly_granted.legal',
            expected: '≤ 0',
            actual: '1',
            codes: ['requests.partly_granted.legal', 'requests.outcome_total.legal'],
          },
        ],
      },
    ],
    sound: [
      {
        name: 'a change may be less than none',
        report: { year: 2020, figures: { 'proactive.licensing.items_change': '-7' } },
      },
      { name: 'money may have a fraction', report: { figures: { 'proactive.fees.amount': '0.55' } } },
      {
        name: 'A2 has said so already',
        report: { figures: { 'requests.outcome_total.legal': 0, 'requests.partly_granted.legal': 1 } },
      },
    ],
  },
  A5: {
    broken: [
      {
        name: 'no table 二',
        report: { tables: { 二: null } },
        found: [{ subject: 'table_二', severity: 'error', message: 'table 二 is not in the document' }],
      },
      {
        name: 'no table 三',
        report: { tables: { 三: null } },
        found: [{ subject: 'table_三', severity: 'error', message: 'table 三 is not in the document' }],
      },
      {
        name: 'no table 四',
        report: { tables: { 四: null } },
        found: [{ subject: 'table_四', severity: 'error', message: 'table 四 is not in the document' }],
      },
      {
        name: 'a row left out of table 二',
        report: {
          tables: {
            二: htmlTable([
              ['信息内容', '本年制发件数', '本年废止件数', '现行有效件数'],
              ['规章', 0, 0, 0],
              ['行政规范性文件', 3, 1, 17],
              ['信息内容', { text: '本年处理决定数量', across: 3 }],
              ['行政许可', { text: '14253', across: 3 }],
              ['行政强制', { text: '9', across: 3 }],
              ['信息内容', { text: '本年收费金额（单位：万元）', across: 3 }],
              ['行政事业性收费', { text: '2638.4', across: 3 }],
            ]),
          },
        },
        found: [
          { subject: 'penalties', severity: 'warning', verdict: 'source', codes: ['proactive.penalties.decisions'] },
        ],
      },
      {
        name: 'a result named twice in a head of table 四',
        report: {
          tables: {
            四: htmlTable([
              [
                { text: '行政复议', across: 5 },
                { text: '行政诉讼', across: 10 },
              ],
              [
                ...['结果维持', '结果纠正', '其他结果', '尚未审结', '总计'].map((text) => ({ text, down: 2 })),
                { text: '未经复议直接起诉', across: 5 },
                { text: '复议后起诉', across: 5 },
              ],
              [
                '结果维持',
                '结果纠正',
                '其他结果',
                '尚未审结',
                '总计',
                '结果维持',
                '结果纠正',
                '结果纠正',
                '尚未审结',
                '总计',
              ],
              [2, 1, 0, 0, 3, 1, 0, 0, 1, 2, 0, 0, 0, 0, 0],
            ]),
          },
        },
        found: [{ subject: 'litigation_after_review', severity: 'notice', verdict: 'source' }],
      },
    ],
    sound: [
      { name: 'the form of 2019, whole', report: { year: 2020 } },
      {
        name: 'a report from before the forms',
        report: {
          year: 2016,
          tables: { 二: null, 三: null, 四: null },
          sections: { 5: { text: '这一年的公开工作按季度推进。'.repeat(20) } },
        },
      },
    ],
  },
  B1: {
    broken: [
      {
        name: 'a lawsuit missing from its total',
        report: { figures: block('litigation_direct', [1, 0, 0, 1, 1]) },
        found: [
          {
            subject: 'litigation_direct',
            severity: 'error',
            verdict: 'source',
            expected: '1',
            actual: '2',
            message: 'litigation_direct: the results give 1 + 1 = 2, 总计 says 1',
          },
        ],
      },
      {
        name: 'a reconsideration and a lawsuit after it, each on its own',
        report: {
          figures: {
            ...block('reconsideration', [2, 1, 0, 0, 4]),
            ...block('litigation_after_review', [0, 0, 1, 0, 0]),
          },
        },
        found: [
          { subject: 'reconsideration', expected: '4', actual: '3' },
          { subject: 'litigation_after_review', expected: '0', actual: '1' },
        ],
      },
    ],
    sound: [
      { name: 'a blank block', report: { figures: block('litigation_after_review', ['', '', '', '', '']) } },
      { name: 'a block with its total alone', report: { figures: block('reconsideration', ['', '', '', '', 3]) } },
      { name: 'a block without its total', report: { figures: block('reconsideration', [2, 1, 0, 0, '']) } },
    ],
  },
  B2: {
    broken: [
      {
        name: 'more lawsuits after reconsideration than reconsiderations that ended',
        report: { figures: block('litigation_after_review', [2, 1, 1, 0, 4]) },
        found: [
          {
            subject: 'litigation_after_review',
            severity: 'notice',
            verdict: 'undetermined',
            expected: '≤ 3',
            actual: '4',
          },
        ],
      },
      {
        name: 'reconsiderations that are pending cannot have been sued over',
        report: {
          figures: {
            ...block('reconsideration', [0, '', 0, 3, 3]),
            ...block('litigation_after_review', [1, 0, 0, 0, 1]),
          },
        },
        found: [{ subject: 'litigation_after_review', expected: '≤ 0', actual: '1' }],
      },
    ],
    sound: [
      {
        name: 'as many as ended',
        report: { figures: block('litigation_after_review', [2, 1, 0, 0, 3]) },
      },
      {
        name: 'an unreadable result',
        report: {
          figures: {
            ...block('reconsideration', [0, 'Ü', 0, 3, 3]),
            ...block('litigation_after_review', [1, 0, 0, 0, 1]),
          },
        },
      },
      { name: 'lawsuits without reconsideration', report: { figures: block('reconsideration', ZEROS) } },
    ],
  },
  C1: {
    broken: [
      {
        name: 'a county that claims 规章',
        report: { figures: { 'proactive.regulations.issued': 1, 'proactive.regulations.in_force': 4 } },
        found: [
          {
            subject: 'regulations',
            severity: 'warning',
            verdict: 'source',
            expected: '0',
            actual: '1, 4',
            codes: ['proactive.regulations.issued', 'proactive.regulations.in_force'],
          },
        ],
      },
      {
        name: 'a township that claims one',
        report: town({ figures: { 'proactive.regulations.in_force': 2 } }),
        found: [{ subject: 'regulations', actual: '2' }],
      },
      {
        name: 'a county department, on the form of 2019',
        report: {
          year: 2020,
          title: '青梧县水务局2020年政府信息公开工作年度报告',
          figures: { 'proactive.regulations.total': 3 },
        },
        found: [{ subject: 'regulations', actual: '3' }],
      },
    ],
    sound: [
      {
        name: 'a city with districts may',
        report: {
          title: '银川市人民政府2023年政府信息公开工作年度报告',
          figures: { 'proactive.regulations.issued': 1 },
        },
      },
      {
        name: 'a province may',
        report: {
          title: '青海省人民政府2023年政府信息公开工作年度报告',
          figures: { 'proactive.regulations.issued': 1 },
        },
      },
      { name: 'blank is none', report: { figures: { 'proactive.regulations.issued': '' } } },
    ],
  },
  C2: {
    broken: [
      {
        name: 'fees typed in 元, known by their size',
        report: { figures: { 'proactive.fees.amount': '26384000' } },
        found: [
          {
            subject: 'fees',
            severity: 'warning',
            verdict: 'source',
            codes: ['proactive.fees.amount'],
            actual: '26384000',
            expected: '2638.4',
          },
        ],
      },
      {
        name: 'fees ten thousand times what the text says',
        report: {
          figures: { 'proactive.fees.amount': '251000' },
          ...prose(2, '行政事业性收费项目6个，全年行政事业性收费收入25.1万元。'),
        },
        found: [{ subject: 'fees', actual: '251000', expected: '25.1' }],
      },
      {
        name: 'the text in 元',
        report: { figures: { 'proactive.fees.amount': '251000' }, ...prose(2, '行政事业性收费共计251,000元。') },
        found: [{ subject: 'fees', actual: '251000', expected: '25.1' }],
      },
      {
        name: 'purchases typed in 元',
        report: { year: 2020, figures: { 'proactive.procurement.amount': '3562500' } },
        found: [{ subject: 'procurement', actual: '3562500', expected: '356.25' }],
      },
    ],
    sound: [
      { name: 'a large county', report: { figures: { 'proactive.fees.amount': '251000' } } },
      { name: 'a figure with its own unit', report: { figures: { 'proactive.fees.amount': '26384000元' } } },
      {
        name: 'the text rounds',
        report: { figures: { 'proactive.fees.amount': '2638.4' }, ...prose(2, '行政事业性收费约2638万元。') },
      },
      {
        name: '信息处理费 is another matter',
        report: { figures: { 'proactive.fees.amount': '251000' }, ...prose(6, '收取信息处理费25.1万元。') },
      },
    ],
  },
  C3: {
    broken: [
      {
        name: 'more items abolished than there were',
        report: { year: 2020, figures: { 'proactive.coercion.items_change': '-7' } },
        found: [
          {
            subject: 'coercion',
            severity: 'warning',
            verdict: 'source',
            expected: '≥ 0',
            actual: '-1',
            codes: ['proactive.coercion.items_last_year', 'proactive.coercion.items_change'],
          },
        ],
      },
      ...(['licensing', 'other_services', 'penalties', 'fees'] as const).map((name) => ({
        name: `the same of ${name}`,
        report: {
          year: 2020,
          figures: { [`proactive.${name}.items_last_year`]: 2, [`proactive.${name}.items_change`]: '减3' },
        },
        found: [{ subject: name, actual: '-1' }],
      })),
      {
        name: 'more published anew than in all',
        report: { year: 2020, figures: { 'proactive.normative_documents.published': 22 } },
        found: [{ subject: 'normative_documents', expected: '≤ 21', actual: '22' }],
      },
      {
        name: 'the same of 规章',
        report: {
          year: 2020,
          title: '银川市人民政府2020年政府信息公开工作年度报告',
          figures: { 'proactive.regulations.published': 1 },
        },
        found: [{ subject: 'regulations', expected: '≤ 0', actual: '1' }],
      },
    ],
    sound: [
      { name: 'all that there were', report: { year: 2020, figures: { 'proactive.coercion.items_change': '-6' } } },
      {
        name: 'a change from nothing known',
        report: {
          year: 2020,
          figures: {
            'proactive.coercion.items_last_year': '',
            'proactive.coercion.items_change': '-6',
          },
        },
      },
      { name: 'as many as in all', report: { year: 2020, figures: { 'proactive.normative_documents.published': 21 } } },
    ],
  },
  D1: {
    broken: [
      {
        name: 'disputes though everything was granted',
        report: { figures: onlyGranted([12, 10, 0, 0, 0, 0, 22]) },
        found: [
          {
            subject: 'disputes',
            severity: 'notice',
            verdict: 'source',
            actual: '5',
            message: '5 disputes although all 22 requests were granted',
          },
        ],
      },
      {
        name: 'disputes without a request',
        report: { figures: onlyGranted(ZEROS), ...overview('') },
        found: [{ subject: 'disputes', message: '5 disputes although no request was made' }],
      },
    ],
    sound: [
      { name: 'one was refused', report: {} },
      { name: 'no disputes', report: { figures: { ...onlyGranted([12, 10, 0, 0, 0, 0, 22]), ...noDisputes } } },
      {
        name: 'nothing came in this year, a refusal was left from last',
        report: {
          figures: {
            ...onlyGranted(ZEROS),
            ...row('carried_in', [1, 0, 0, 0, 0, 0, 1]),
            ...row('unavailable_not_held', [1, 0, 0, 0, 0, 0, 1]),
            ...row('outcome_total', [1, 0, 0, 0, 0, 0, 1]),
          },
          ...overview(''),
        },
      },
      {
        name: 'outcomes unknown',
        report: { figures: { ...onlyGranted(ZEROS), ...row('outcome_total', BLANKS) }, ...overview('') },
      },
    ],
  },
  E1: {
    broken: [
      {
        name: 'another number altogether',
        report: overview('全年共收到政府信息公开申请29件，均按时答复。'),
        found: [
          {
            subject: 'received',
            severity: 'warning',
            verdict: 'source',
            expected: '22',
            actual: '29',
            codes: ['requests.received.total'],
            message: 'the text gives 29 requests, the table 22',
          },
        ],
      },
      ...(
        [
          ['受理', '2023年，我县受理政府信息公开申请29件。'],
          ['办理', '全年办理依申请公开29件。'],
          ['收到 … 的', '收到公民、法人和其他组织的政府信息公开申请29份。'],
          ['number first', '我局共接收29件政府信息公开申请。'],
          ['依申请公开 alone', '（二）依申请公开。依申请公开政府信息29件。'],
          ['thousands', '全年共收到政府信息公开申请1,029件。'],
          ['in section 三', ''],
        ] as const
      ).map(([name, text]) => ({
        name: `told as: ${name}`,
        report:
          text === ''
            ? { sections: { 1: { text: '' }, 3: { text: '本年新收政府信息公开申请29件。' } } }
            : overview(text),
        found: [{ subject: 'received', actual: text.includes('1,029') ? '1029' : '29', expected: '22' }],
      })),
      {
        name: 'this year and last together: noted',
        report: overview('全年共办理政府信息公开申请26件。'),
        found: [
          {
            subject: 'received',
            severity: 'notice',
            expected: '22',
            actual: '26',
            message: 'the text gives 26: 22 received this year and 4 carried over',
          },
        ],
      },
      {
        name: 'natural persons alone',
        report: overview('全年收到政府信息公开申请12件。'),
        found: [
          {
            subject: 'received',
            severity: 'warning',
            expected: '22',
            actual: '12',
            message: 'the text gives 12, which is natural persons only; the table has 22 in all',
          },
        ],
      },
      {
        name: 'the bodies of its own level alone: noted',
        report: overview('县本级收到政府信息公开申请13件。'),
        found: [
          {
            subject: 'received',
            severity: 'notice',
            expected: '22',
            actual: '13',
            message: 'the text gives 13 for the bodies of its own level; the table, for all, 22',
          },
        ],
      },
    ],
    sound: [
      { name: 'the number of the table', report: overview('全年共收到政府信息公开申请22件。') },
      {
        name: 'the number of the table, and that of its own level',
        report: overview('全县收到政府信息公开申请22件，县本级收到政府信息公开申请22件。'),
      },
      {
        name: 'the ways in which they came',
        report: overview('收到当面提出的公开申请8件，收到网上提出的公开申请14件。'),
      },
      { name: 'what was left from last year', report: overview('上年结转政府信息公开申请4件。') },
      { name: 'last year’s', report: overview('去年同期收到政府信息公开申请31件。') },
      { name: 'letters on a hotline', report: overview('12345热线收到申请291件。') },
      { name: 'letters of complaint', report: overview('受理信访申请291件。') },
      { name: 'licences', report: overview('受理行政许可申请291件。') },
      { name: 'proposals', report: overview('办理人大代表建议、政协提案公开答复申请29件。') },
      { name: 'reviews', report: overview('收到行政复议申请29件。') },
      { name: 'nothing said', report: overview('公开工作平稳。') },
      {
        name: 'a table without a number',
        report: { figures: row('received', BLANKS), ...overview('收到政府信息公开申请29件。') },
      },
      {
        name: 'a sentence of section 五',
        report: { sections: { 1: { text: '' }, 5: { text: '收到政府信息公开申请29件时人手不足。' } } },
      },
    ],
  },
  E2: {
    broken: [
      {
        name: 'other penalties than table 二',
        report: overview('全年作出行政处罚201件。'),
        found: [{ subject: 'penalties', severity: 'warning', verdict: 'source', expected: '210', actual: '201' }],
      },
      {
        name: 'lawsuits in section 四, though the table has fewer',
        report: prose(4, '行政诉讼案件3件，其中未经复议直接起诉3件。'),
        found: [
          { subject: 'litigation', expected: '2', actual: '3' },
          { subject: 'litigation_direct', expected: '2', actual: '3' },
        ],
      },
    ],
    sound: [
      { name: 'the figures of the table', report: overview('全年作出行政处罚210件，行政强制9件。') },
      {
        name: 'a table cell in doubt',
        report: { figures: { 'proactive.penalties.decisions': '2 1' }, ...overview('行政处罚201件。') },
      },
      {
        name: 'a table without a figure',
        report: { figures: { 'proactive.penalties.decisions': '' }, ...overview('行政处罚201件。') },
      },
      { name: 'section 五', report: prose(5, '一是行政处罚201件没有及时上网。') },
    ],
  },
  E3: {
    broken: [
      {
        name: 'a share that is another',
        report: overview('予以公开11件，占办理总数的60%。'),
        found: [{ subject: 'granted', severity: 'warning', verdict: 'source', expected: '50%', actual: '60%' }],
      },
      {
        name: 'a rise that last year’s own figure does not give',
        report: overview('收到政府信息公开申请22件，较上年的11件增长80%。'),
        found: [{ subject: 'received', expected: '100%', actual: '80%' }],
      },
      {
        name: 'a rise of pages, last year’s between the words',
        report: overview('网站发布信息60条，较上年30条增长80%。'),
        found: [{ subject: 'change', verdict: 'source', expected: '100%', actual: '80%' }],
      },
      {
        name: 'a fall, compared with',
        report: overview('收到申请22件，与上年44件相比，下降40%。'),
        found: [{ subject: 'received', expected: '50%', actual: '40%' }],
      },
      {
        name: 'a rise that no whole number gives',
        report: overview('收到政府信息公开申请22件，同比增长77.7%。'),
        found: [{ subject: 'received', verdict: 'source', actual: '77.7%' }],
      },
      {
        name: 'a rise of what is not counted by any table, and by how many',
        report: overview('网站更新信息90条，同比增加30条，增长40%。'),
        found: [{ subject: 'change', verdict: 'source', expected: '50%', actual: '40%' }],
      },
      {
        name: 'a share after a semicolon',
        report: overview('收到政府信息公开申请22件，其中自然人提出12件；法人或其他组织提出10件，占40%。'),
        found: [{ subject: 'organisations', expected: '45.45%', actual: '40%' }],
      },
      {
        name: 'a rise behind both years',
        report: overview('网站更新信息90条，上年同期60条，同比增长40%。'),
        found: [{ subject: 'change', verdict: 'source', expected: '50%', actual: '同比增长40%' }],
      },
      {
        name: 'by how many, behind both years',
        report: overview('网站更新信息90条，去年为60条，增加20条，增幅50%。'),
        found: [{ subject: 'change', expected: '30', actual: '增加20条，增幅50%' }],
      },
      {
        name: 'a share of a later part of a list',
        report: overview('公开信息100条，其中网站60条（占60%）、公开栏40条（占30%）。'),
        found: [{ subject: 'share', expected: '40%', actual: '30%' }],
      },
      {
        name: 'what it implies of last year is noted',
        report: overview('收到政府信息公开申请22件，同比下降21.4%。'),
        found: [{ subject: 'received', severity: 'notice', verdict: 'undetermined', expected: '28' }],
      },
    ],
    sound: [
      { name: 'a share of those received', report: overview('予以公开11件，占申请总量的50%。') },
      { name: 'a share cut off and not rounded', report: overview('部分公开4件，占比18.1%。') },
      { name: 'a share of something else', report: overview('图解21条，占解读稿件的80%。') },
      { name: 'a share of those granted by one office', report: overview('予以公开11件，占全市同类事项的80%。') },
      { name: 'about', report: overview('予以公开11件，占比约60%。') },
      {
        name: 'a fall of the whole behind its parts in brackets',
        report: overview('网站更新信息90条（动态60条、公告30条），较上年的99条减少9条。'),
      },
      { name: 'visits', report: overview('网站访问量22万人次，同比增长77.7%。') },
    ],
  },
  E4: {
    broken: [
      {
        name: 'applicants that are more than the requests',
        report: overview('收到政府信息公开申请22件，其中自然人12件、法人或其他组织11件。'),
        found: [{ subject: 'applicants', severity: 'warning', verdict: 'source', expected: '22', actual: '23' }],
      },
      {
        name: 'and fewer',
        report: overview('收到政府信息公开申请22件，其中自然人12件、法人或其他组织9件。'),
        found: [{ subject: 'applicants', expected: '22', actual: '21' }],
      },
      {
        name: 'ways in, and then another list',
        report: overview('收到政府信息公开申请22件，其中网上申请15件，信函申请9件，予以公开11件。'),
        found: [{ subject: 'channels', expected: '22', actual: '24' }],
      },
      {
        name: 'in brackets',
        report: overview('新收申请22件（自然人12件、法人或其他组织11件）。'),
        found: [{ subject: 'applicants', expected: '22', actual: '23' }],
      },
      {
        name: 'in a sentence of its own',
        report: overview('全年公开信息90条。其中，门户网站公开60条，公开栏公开40条。'),
        found: [{ subject: 'channels', expected: '90', actual: '100' }],
      },
      {
        name: 'behind a colon, parted by semicolons',
        report: overview('公开信息90条；其中：动态类60条；公告类40条。'),
        found: [{ subject: 'list', expected: '90', actual: '100' }],
      },
      {
        name: 'with the rest named',
        report: overview('发布信息90条，其中动态40条、公告30条、其他10条。'),
        found: [{ subject: 'list', verdict: 'source', expected: '90', actual: '80' }],
      },
      {
        name: 'parts that need not be all: noted',
        report: overview('发布信息90条，其中动态40条、公告30条、图解10条。'),
        found: [{ subject: 'list', severity: 'notice', verdict: 'undetermined', expected: '90', actual: '80' }],
      },
    ],
    sound: [
      { name: 'parts that sum', report: overview('发布信息90条，其中动态40条、公告30、图解20条。') },
      { name: 'units that differ and still sum', report: overview('发布解读9个，其中：图解4个，动漫3期，文字2篇。') },
      {
        name: 'a part, and after a semicolon another matter',
        report: overview('发布信息90条，其中动态80条；开展检查20条次，解读30条。'),
      },
      {
        name: 'behind what stands in brackets',
        report: overview('公开申请22件（含上年结转4件），其中自然人12件、法人或其他组织10件。'),
      },
      { name: 'one part', report: overview('收到政府信息公开申请22件，其中自然人12件。') },
      { name: 'two parts of more', report: overview('发布信息90条，其中动态40条、公告30条。') },
      {
        name: 'two lists of one whole',
        report: overview('收到政府信息公开申请22件，其中自然人12件、法人10件，予以公开11件、部分公开4件。'),
      },
      {
        name: 'a list in a list',
        report: overview('收到政府信息公开申请22件，其中自然人12件、法人10件，其中商业企业10件。'),
      },
      { name: 'about', report: overview('培训90余人，其中科级40人、股级80人。') },
    ],
  },
  E5: {
    broken: [
      ...[
        '没有发生因政府信息公开引起的行政诉讼。',
        '未发生行政诉讼案件。',
        '无行政诉讼。',
        '行政诉讼0件。',
        '行政诉讼案件为0件。',
      ].map((text) => ({
        name: `no lawsuit: ${text}`,
        report: prose(4, text),
        found: [
          {
            subject: 'litigation',
            severity: 'warning' as const,
            verdict: 'source' as const,
            expected: '0',
            actual: '2',
            codes: ['disputes.litigation_direct.total', 'disputes.litigation_after_review.total'],
          },
        ],
      })),
      {
        name: 'no lawsuit, two after review',
        report: {
          figures: { ...block('litigation_direct', ZEROS), ...block('litigation_after_review', [2, 0, 0, 0, 2]) },
          ...prose(4, '未发生行政诉讼。'),
        },
        found: [{ subject: 'litigation', actual: '2' }],
      },
      {
        name: 'no review',
        report: prose(4, '未发生因政府信息公开引起的行政复议。'),
        found: [{ subject: 'reconsideration', actual: '3', codes: ['disputes.reconsideration.total'] }],
      },
      {
        name: 'neither',
        report: prose(4, '全年未发生行政复议、行政诉讼案件。'),
        found: [
          { subject: 'litigation', actual: '2' },
          { subject: 'reconsideration', actual: '3' },
        ],
      },
      ...[
        '全年未收到政府信息公开申请。',
        '没有收到依申请公开件。',
        '收到政府信息公开申请0件。',
        '未受理公民提出的政府信息公开申请。',
      ].map((text) => ({
        name: `no request: ${text}`,
        report: overview(text),
        found: [{ subject: 'received', actual: '22', codes: ['requests.received.total'] }],
      })),
      ...['所有申请均已办结。', '申请已全部办结。', '收到的申请全部办理完毕。', '均按时办结。'].map((text) => ({
        name: `all done: ${text}`,
        report: overview(text),
        found: [{ subject: 'carried_out', actual: '4', codes: ['requests.carried_out.total'] }],
      })),
    ],
    sound: [
      { name: 'a hotline whose calls were all dealt with', report: overview('12345热线工单均已办结。') },
      { name: 'proposals that were all dealt with', report: overview('人大代表建议、政协提案全部办结。') },
      { name: 'letters that were all dealt with', report: overview('网民留言已全部办结，群众投诉均已办结。') },
      { name: 'reviews that were lost by nobody', report: prose(4, '行政诉讼均无败诉。') },
      {
        name: 'no review, but lawsuits',
        report: {
          figures: block('reconsideration', ZEROS),
          ...prose(4, '未发生行政复议，行政诉讼案件2件。'),
        },
      },
      { name: 'no fee, but lawsuits', report: prose(4, '没有收取费用，发生行政诉讼2起，行政复议3起。') },
      { name: 'all done but what is carried over', report: overview('除4件结转下年度外，其余全部办结。') },
      { name: 'proposals of the congress', report: overview('人大代表建议12件，已全部办结。') },
      { name: 'licences that were all dealt with', report: overview('行政许可事项均已办结。') },
      { name: 'ten lawsuits', report: prose(4, '发生行政诉讼10件。') },
      {
        name: 'no lawsuit, and none counted',
        report: { figures: noDisputes, ...prose(4, '未发生行政复议、行政诉讼。') },
      },
      {
        name: 'all done, and nothing carried over',
        report: {
          figures: { ...row('carried_out', ZEROS), ...row('received', [10, 8, 0, 0, 0, 0, 18]) },
          ...overview('收到政府信息公开申请18件，均已办结。'),
        },
      },
    ],
  },
  H1: {
    broken: [
      {
        name: 'a period that ends early',
        report: { opening: '统计期限自2023年1月1日起至2023年12月28日止。' },
        found: [
          {
            subject: 'period',
            verdict: 'source',
            expected: '2023-01-01 to 2023-12-31',
            actual: '2023-01-01 to 2023-12-28',
          },
        ],
      },
      {
        name: 'a period of another year',
        report: { opening: '统计期限自2022年1月1日起至2022年12月31日止。' },
        found: [{ subject: 'period', actual: '2022-01-01 to 2022-12-31' }],
      },
      {
        name: 'an opening left from last year',
        report: { opening: '现公布青梧县人民政府2022年政府信息公开工作情况，欢迎查阅。' },
        found: [{ subject: 'title_year', expected: '2023', actual: '2022' }],
      },
    ],
    sound: [
      { name: 'no period stated', report: { opening: '' } },
      {
        name: 'the notice’s own year',
        report: { opening: '根据《国务院办公厅关于印发2021年政务公开工作要点的通知》，编制本报告。' },
      },
      {
        name: 'last year beside this',
        report: { opening: '现公布2023年政府信息公开工作情况，并与2022年政府信息公开工作比较。' },
      },
    ],
  },
  H2: {
    broken: [
      ...[1, 2, 3, 4, 5, 6].map((number) => ({
        name: `section ${number} is missing`,
        report: { sections: { [number]: null } },
        found: [{ subject: `section_${number}`, severity: 'warning' as const, verdict: 'source' as const }],
      })),
      {
        name: 'section 六 without the fee for handling requests',
        report: prose(6, '无其他需要报告的事项。'),
        found: [{ subject: 'information_fee', severity: 'notice' }],
      },
      {
        name: 'a township that publishes in February',
        report: town({ publishedOn: '2024-02-01' }),
        found: [{ subject: 'deadline', expected: '2024-01-31', actual: '2024-02-01', verdict: 'source' }],
      },
      {
        name: 'a department that publishes in March',
        report: { title: '青梧县水务局2023年政府信息公开工作年度报告', publishedOn: '2024-03-05' },
        found: [{ subject: 'deadline', expected: '2024-01-31' }],
      },
      {
        name: 'a government that publishes in April',
        report: { publishedOn: '2024-04-01' },
        found: [{ subject: 'deadline', expected: '2024-03-31', actual: '2024-04-01' }],
      },
    ],
    sound: [
      { name: 'a government has until March', report: { publishedOn: '2024-03-31' } },
      { name: 'a township until January', report: town({ publishedOn: '2024-01-31' }) },
      { name: 'the form of 2019 asks for no fee', report: { year: 2020, ...prose(6, '无其他需要报告的事项。') } },
      ...['本年度未收取信息处理费。', '收取信息处理费0元。', '依申请公开未收费。', '未收取任何费用。'].map((text) => ({
        name: `the fee stated: ${text}`,
        report: prose(6, text),
      })),
    ],
  },
  H3: {
    broken: [
      {
        name: 'a table 三 of 2019 in a report of 2023',
        report: { forms: { 三: '2019' } },
        found: [{ subject: 'table_三', severity: 'notice', verdict: 'source', expected: '2021', actual: '2019' }],
      },
      {
        name: 'a table 二 of 2019 in a report of 2023',
        report: { forms: { 二: '2019' } },
        found: [{ subject: 'table_二', expected: '2021', actual: '2019' }],
      },
      {
        name: 'tables of 2021 in a report of 2020',
        report: { year: 2020, forms: { 二: '2021', 三: '2021' } },
        found: [
          { subject: 'table_二', expected: '2019', actual: '2021' },
          { subject: 'table_三', expected: '2019', actual: '2021' },
        ],
      },
      {
        name: 'the old notice cited',
        report: { opening: '本报告按照国办公开办函〔2019〕60号编制，欢迎查阅。' },
        found: [{ subject: 'notice', expected: '2021', actual: '2019' }],
      },
    ],
    sound: [
      { name: 'the notice in force', report: { opening: '本报告按照国办公开办函〔2021〕30号编制，欢迎查阅。' } },
      {
        name: 'the notice of its time',
        report: { year: 2020, opening: '本报告按照国办公开办函〔2019〕60号编制，欢迎查阅。' },
      },
    ],
  },
};

async function findingsOf(changes: ReportChanges): Promise<Finding[]> {
  return checkReport(await reportFrom(writeReport(changes)));
}

test('every rule has a report that breaks it, and one that nearly does', () => {
  expect(Object.keys(CASES)).toEqual(RULES.map(({ id }) => id));
  for (const { broken, sound } of Object.values(CASES)) {
    expect(broken.length).toBeGreaterThan(0);
    expect(sound.length).toBeGreaterThan(0);
  }
});

test.each(['2021', '2019'])('a report in order on the form of %s raises nothing', async (form) => {
  expect(await findingsOf({ year: form === '2021' ? 2023 : 2020 })).toEqual([]);
});

describe.each(Object.entries(CASES))('%s', (rule, { broken, sound }) => {
  test.each(broken)('is raised: $name', async ({ report, found }) => {
    const raised = (await findingsOf(report)).filter((finding) => finding.rule === rule);
    expect(raised).toMatchObject(found);
  });

  test.each(sound)('is not raised: $name', async ({ report }) => {
    expect((await findingsOf(report)).filter((finding) => finding.rule === rule)).toEqual([]);
  });
});

test('no check changes a figure', async () => {
  const report = await reportFrom(
    writeReport({ figures: { 'requests.granted.business': 7, 'proactive.fees.amount': '26384000' } }),
  );
  const before = structuredClone(report.cells);
  checkReport(report);
  expect(report.cells).toEqual(before);
});
