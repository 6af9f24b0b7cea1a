import type { ReadReport } from '../extract/extract.ts';
import type { Finding, ReportCell } from '../extract/report.ts';
import { firmNumber } from './firm-number.ts';
import { finding } from './rules.ts';

type Cells = ReadonlyMap<string, ReportCell>;

function cellsOf(report: ReadReport): Cells {
  return new Map(report.cells.map((cell) => [cell.code, cell]));
}

/** C1: only provinces and cities with districts make 规章 (《立法法》 art. 93); a county's is a mistake or a slipped row. */
export function checkRegulations(report: ReadReport): Finding[] {
  if (!['county', 'township', 'department'].includes(report.organization.level)) return [];
  if (report.organization.division?.endsWith('00')) return [];
  const claimed = report.cells.filter(
    (cell) => cell.code.startsWith('proactive.regulations.') && cell.number !== null && cell.number > 0,
  );
  if (claimed.length === 0) return [];
  return [
    finding(
      'C1',
      'regulations',
      `${report.organization.name} has no power to make 规章, yet counts ${claimed.map((cell) => cell.number).join(', ')}`,
      {
        codes: claimed.map((cell) => cell.code),
        expected: '0',
        actual: claimed.map((cell) => cell.number).join(', '),
        verdict: report.fromGrid || claimed.every((cell) => cell.status === 'read') ? 'source' : 'undetermined',
      },
    ),
  ];
}

/** 万元. No county collects ten billion yuan in fees; figures above are yuan in a column of ten thousands. */
const LARGEST_PLAUSIBLE_AMOUNT = 1_000_000;
const STATED_FEES = /行政事业性收费[^。；\d]{0,20}?([\d,.]+)\s*(亿元|万元|元)/gu;
const WORTH: Readonly<Record<string, number>> = { 亿元: 1e4, 万元: 1, 元: 1e-4 };

/** C2: amounts are 万元 with decimals; a figure ten thousand times too large, or against the text, was typed in 元. */
export function checkAmounts(report: ReadReport): Finding[] {
  const cells = cellsOf(report);
  const findings: Finding[] = [];
  for (const code of ['proactive.fees.amount', 'proactive.procurement.amount']) {
    const cell = cells.get(code);
    if (cell?.number === null || cell === undefined) continue;
    const stated = code === 'proactive.fees.amount' ? statedFees(report) : undefined;
    const ratio = stated === undefined || stated === 0 ? 1 : cell.number / stated;
    const tenThousandfold = Math.abs(ratio - 1e4) < 1 || Math.abs(ratio - 1e-4) < 1e-6;
    if (cell.number < LARGEST_PLAUSIBLE_AMOUNT && !tenThousandfold) continue;
    findings.push(
      finding(
        'C2',
        code.split('.')[1] ?? code,
        `${code} is ${cell.number} 万元${stated === undefined ? '' : `, the text says ${stated} 万元`}: most likely the source means 元`,
        {
          codes: [code],
          actual: String(cell.number),
          expected: stated === undefined ? String(cell.number / 1e4) : String(stated),
          verdict: 'source',
        },
      ),
    );
  }
  return findings;
}

function statedFees(report: ReadReport): number | undefined {
  for (const section of report.prose) {
    for (const [, number = '', unit = ''] of section.text.matchAll(STATED_FEES)) {
      return Number(number.replace(/,/g, '')) * (WORTH[unit] ?? 1);
    }
  }
  return undefined;
}

/** C3, form of 2019: nothing is taken away that was not there, and no more is published anew than in all. */
export function checkItemChanges(report: ReadReport): Finding[] {
  const cells = cellsOf(report);
  const number = (code: string): number | null => firmNumber(cells.get(code));
  const findings: Finding[] = [];
  for (const row of ['licensing', 'other_services', 'penalties', 'coercion', 'fees']) {
    const codes = [`proactive.${row}.items_last_year`, `proactive.${row}.items_change`];
    const [last, change] = codes.map(number);
    if (last === null || last === undefined || change === null || change === undefined || last + change >= 0) continue;
    findings.push(
      finding('C3', row, `${row}: ${last} last year and a change of ${change} leave fewer than none`, {
        codes,
        expected: '≥ 0',
        actual: String(last + change),
      }),
    );
  }
  for (const row of ['regulations', 'normative_documents']) {
    const codes = [`proactive.${row}.published`, `proactive.${row}.total`];
    const [published, total] = codes.map(number);
    if (published === null || published === undefined || total === null || total === undefined || published <= total)
      continue;
    findings.push(
      finding('C3', row, `${row}: ${published} newly published, ${total} in all`, {
        codes,
        expected: `≤ ${total}`,
        actual: String(published),
      }),
    );
  }
  return findings;
}

/**
 * B2: who sues after a reconsideration had one that was concluded. It may have been concluded in an earlier year, so that within
 * one report this is no more than a hint.
 */
export function checkReconsidered(report: ReadReport): Finding[] {
  const cells = cellsOf(report);
  const sued = firmNumber(cells.get('disputes.litigation_after_review.total'));
  const results = ['upheld', 'corrected', 'other'].map((result) => `disputes.reconsideration.${result}`);
  const [upheld, corrected, other] = results.map((code) => numberOrNone(cells.get(code)));
  if (sued === null || upheld === undefined || corrected === undefined || other === undefined) return [];
  const concluded = upheld + corrected + other;
  if (sued <= concluded) return [];
  return [
    finding(
      'B2',
      'litigation_after_review',
      `${sued} sued after a reconsideration, and ${concluded} reconsiderations were concluded this year: ${sued - concluded} at least must have been concluded before`,
      {
        codes: ['disputes.litigation_after_review.total', ...results],
        expected: `≤ ${concluded}`,
        actual: String(sued),
      },
    ),
  ];
}

/** A blank counts none; undefined where the cell is in doubt or not there. */
function numberOrNone(cell: ReportCell | undefined): number | undefined {
  if (cell?.status === 'blank') return 0;
  return firmNumber(cell) ?? undefined;
}

/** D1: what is there to dispute when every request was granted, or none was made? */
export function checkDisputes(report: ReadReport): Finding[] {
  const cells = cellsOf(report);
  const blocks = ['reconsideration', 'litigation_direct', 'litigation_after_review'].map(
    (block) => `disputes.${block}.total`,
  );
  const disputes = blocks.reduce((sum, code) => sum + (firmNumber(cells.get(code)) ?? 0), 0);
  const [received, carriedIn, granted] = ['received', 'carried_in', 'granted'].map((stem) =>
    numberOrNone(cells.get(`requests.${stem}.total`)),
  );
  const concluded = firmNumber(cells.get('requests.outcome_total.total'));
  if (disputes === 0 || received === undefined || carriedIn === undefined || concluded === null) return [];
  const none = received + carriedIn === 0 && concluded === 0;
  const allGranted = concluded > 0 && granted === concluded;
  if (!none && !allGranted) return [];
  const why = none ? 'no request was made' : `all ${concluded} requests were granted`;
  return [
    finding('D1', 'disputes', `${disputes} disputes although ${why}`, { codes: blocks, actual: String(disputes) }),
  ];
}
