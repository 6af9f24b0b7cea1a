import { APPLICANTS, REQUEST_ROWS } from '../codebook/requests.ts';
import type { ReadReport } from '../extract/extract.ts';
import { testIdentity, type Identity } from '../extract/identities.ts';
import type { Finding, ReportCell, Verdict } from '../extract/report.ts';
import { causeOf, hasNoise, isRecognised, type Cause } from './attribution.ts';
import { firmNumber } from './firm-number.ts';
import { finding } from './rules.ts';
import { storedTerm } from './stored-terms.ts';

interface Failure {
  readonly identity: Identity;
  readonly left: number;
  readonly right: number;
}

/** A1, A2, A3 and B1: the sums the form demands, on the numbers as stored. */
export function checkSums(report: ReadReport): Finding[] {
  const cells = new Map(report.cells.map((cell) => [cell.code, cell]));
  const failures = report.identities.flatMap((identity): Failure[] => {
    const outcome = testIdentity(identity, (code) => storedTerm(cells.get(code)));
    return outcome.kind === 'fails' ? [{ identity, left: outcome.left, right: outcome.right }] : [];
  });
  const cause = causeOf(
    report,
    failures.map(({ identity }) => identity),
  );
  return failures.map((failure) => describe(failure, failures, cells, report, cause));
}

function describe(
  { identity, left, right }: Failure,
  failures: readonly Failure[],
  cells: ReadonlyMap<string, ReportCell>,
  report: ReadReport,
  cause: Cause | undefined,
): Finding {
  const codes = [...identity.left, ...identity.right];
  const printed = codes.filter((code) => cells.get(code)?.number !== null && cells.get(code)?.number !== 0);
  const explained = cause && codes.some((code) => cause.codes.has(code)) ? cause : undefined;
  const crossing = crossingCell({ identity, left, right }, failures);
  const moved = movedBetween(identity, right - left, failures);
  const remarks = [
    sumInWords(identity, left, right, cells),
    ...(crossing === undefined
      ? []
      : [`${crossing} alone explains it: a single error there would mend its row and its column`]),
    ...(explained === undefined ? [] : [explained.remark]),
    ...(moved === undefined ? [] : [`${Math.abs(right - left)} stand under ${moved} instead: the totals hold`]),
  ];
  return finding(identity.rule, identity.subject, remarks.join('; '), {
    verdict: attribute(
      verdictOf(codes, cells, report),
      explained,
      isRecognised(printed, report),
      hasNoise(crossing, report),
    ),
    codes: printed,
    expected: String(right),
    actual: String(left),
  });
}

function sumInWords(
  { rule, subject, left: parts }: Identity,
  left: number,
  right: number,
  cells: ReadonlyMap<string, ReportCell>,
): string {
  const terms = parts
    .map((code) => cells.get(code)?.number)
    .filter((number) => number !== null && number !== undefined && number !== 0);
  const sum = terms.length > 1 ? `${terms.join(' + ')} = ${left}` : String(left);
  const what = { A1: 'the applicants give', A2: 'the outcomes give', A3: '一 + 二 gives', B1: 'the results give' }[
    rule
  ];
  const against = { A1: '总计', A2: '（七）总计', A3: '（七） + 四', B1: '总计' }[rule];
  return `${subject}: ${what} ${sum}, ${against} says ${right}`;
}

/**
 * Whose fault: where another reading of the report differs in one of the cells, ours; where an independent one says the same
 * of all that are printed, the source's. Else a cell in doubt points to us; where the grid was lost or a cell was inferred it is not to be told; figures read
 * without doubt from a markup grid, or full rows of a dump, stand as the source typed them.
 */
function verdictOf(codes: readonly string[], cells: ReadonlyMap<string, ReportCell>, report: ReadReport): Verdict {
  const statuses = codes.map((code) => cells.get(code)?.status);
  if (report.comparison?.differences.some(({ code }) => codes.includes(code))) return 'extraction';
  if (statuses.includes('doubtful')) return 'extraction';
  if (statuses.includes('inferred')) return 'undetermined';
  const confirmed = report.comparison?.confirmed ?? new Set();
  if (codes.every((code) => confirmed.has(code) || cells.get(code)?.status === 'absent')) return 'source';
  const hasBlank = statuses.includes('blank');
  return report.fromGrid || !hasBlank ? 'source' : 'undetermined';
}

/** What is known of the cells, sharpened by what a single mistake would explain. */
function attribute(verdict: Verdict, cause: Cause | undefined, recognised: boolean, noise: boolean): Verdict {
  if (verdict === 'extraction') return verdict;
  if (noise) return 'extraction';
  if (cause) return cause.verdict;
  return recognised ? 'undetermined' : verdict;
}

/**
 * A failing row and a failing column meet in one cell: where a single error in it would mend both, it is the cell that is
 * wrong. An error in a total shows with the other sign than one in a part.
 */
function crossingCell({ identity, left, right }: Failure, failures: readonly Failure[]): string | undefined {
  if (identity.rule !== 'A1' && identity.rule !== 'A2') return undefined;
  const other = identity.rule === 'A1' ? 'A2' : 'A1';
  const meeting = failures
    .filter((failure) => failure.identity.rule === other)
    .flatMap((failure) =>
      [...identity.left, ...identity.right].filter((code) => {
        const here = errorIn(code, { identity, left, right });
        return here !== undefined && here === errorIn(code, failure);
      }),
    );
  return meeting.length === 1 ? meeting[0] : undefined;
}

/** By how much the cell would have to be too large for the identity to fail as it does; undefined where it takes no part. */
function errorIn(code: string, { identity, left, right }: Failure): number | undefined {
  if (identity.left.includes(code)) return left - right;
  return identity.right.includes(code) ? right - left : undefined;
}

/** +k in one column and -k in another while the total column holds: the source put a request under the wrong applicant. */
function movedBetween(identity: Identity, difference: number, failures: readonly Failure[]): string | undefined {
  if (identity.rule !== 'A2' || identity.subject === 'total') return undefined;
  const columns = failures.filter((failure) => failure.identity.rule === 'A2');
  if (columns.some((failure) => failure.identity.subject === 'total')) return undefined;
  const opposite = columns.filter((failure) => failure.right - failure.left === -difference);
  return columns.length === 2 && opposite.length === 1 ? opposite[0]?.identity.subject : undefined;
}

/** A4: counts are whole and not negative, and no outcome exceeds （七）总计 of its column; where A2 fails, it has said so. */
export function checkCounts(report: ReadReport): Finding[] {
  const cells = new Map(report.cells.map((cell) => [cell.code, cell]));
  const findings: Finding[] = [];
  for (const cell of report.cells) {
    if (cell.number === null || cell.code.endsWith('.items_change') || cell.code.endsWith('.amount')) continue;
    if (cell.number >= 0 && Number.isInteger(cell.number)) continue;
    findings.push(
      finding('A4', cell.code, `${cell.code} is ${cell.number}: a count is a whole number from 0`, {
        codes: [cell.code],
        actual: String(cell.number),
        verdict: cell.status === 'doubtful' || !report.fromGrid ? 'undetermined' : 'source',
      }),
    );
  }
  const broken = new Set(checkSums(report).flatMap(({ rule, subject }) => (rule === 'A2' ? [subject] : [])));
  for (const { id } of APPLICANTS.filter((applicant) => !broken.has(applicant.id))) {
    const total = firmNumber(cells.get(`requests.outcome_total.${id}`));
    if (total === null) continue;
    for (const { stem } of REQUEST_ROWS.filter((row) => row.role === 'outcome')) {
      const code = `requests.${stem}.${id}`;
      const number = firmNumber(cells.get(code));
      if (number === null || number <= total) continue;
      findings.push(
        finding('A4', code, `${code} is ${number}, more than （七）总计 ${total}`, {
          codes: [code, `requests.outcome_total.${id}`],
          expected: `≤ ${total}`,
          actual: String(number),
          verdict: report.fromGrid ? 'source' : 'undetermined',
        }),
      );
    }
  }
  return findings;
}
