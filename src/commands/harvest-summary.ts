import Table from 'cli-table3';
import type { RunOutcome } from '../../storage/runs.ts';
import type { PortalSummary } from '../crawl/harvest-portals.ts';
import type { CommandIo } from './command.ts';

/** How the reports of a portal ended, as `--json` prints it. */
interface ReportEnds {
  readonly recorded: number;
  readonly notAReport: number;
  readonly unreadable: number;
  readonly failed: number;
}

interface PortalLine {
  readonly id: string;
  readonly name: string;
  readonly state: PortalSummary['state'];
  readonly family: string | null;
  readonly requests: number;
  readonly fetches: PortalSummary['outcomes'];
  readonly reports: ReportEnds;
  readonly reason: string | null;
  readonly findings: PortalSummary['findings'];
}

/** What `nianbao harvest --json` prints, and what is kept in `runs.summary_json`. */
export interface HarvestSummary {
  readonly outcome: Extract<RunOutcome, 'done' | 'partial' | 'interrupted'>;
  readonly run: number;
  readonly data: string;
  readonly requests: number;
  readonly reports: ReportEnds;
  readonly portals: readonly PortalLine[];
  /** One line for each thing that went wrong. */
  readonly failures: readonly string[];
}

/** Verdicts of the frontier that are no failure of a document. */
const FINE: ReadonlySet<string> = new Set([
  'recorded',
  'not_a_report',
  'not_visited',
  'not_due',
  'pending',
  'withdrawn',
]);

/** Sums up a run: the same whether or not it was interrupted on the way. */
export function summariseHarvest(run: number, summaries: readonly PortalSummary[], data: string): HarvestSummary {
  const portals = summaries.map((summary): PortalLine => {
    const { portal, state, family, requests, outcomes, reason, findings } = summary;
    return {
      id: portal.id,
      name: portal.name,
      state,
      family,
      requests,
      fetches: outcomes,
      reports: endsOf(summary),
      reason,
      findings,
    };
  });
  const failures = portals.flatMap(failuresOf);
  const interrupted = portals.some(({ state }) => state === 'interrupted');
  return {
    outcome: interrupted ? 'interrupted' : failures.length > 0 ? 'partial' : 'done',
    run,
    data,
    requests: sum(portals.map(({ requests }) => requests)),
    reports: {
      recorded: sum(portals.map(({ reports }) => reports.recorded)),
      notAReport: sum(portals.map(({ reports }) => reports.notAReport)),
      unreadable: sum(portals.map(({ reports }) => reports.unreadable)),
      failed: sum(portals.map(({ reports }) => reports.failed)),
    },
    portals,
    failures,
  };
}

/** The table of a harvest for a terminal. */
export function describeHarvest(summary: HarvestSummary, io: CommandIo): string {
  const table = new Table({
    head: ['portal', 'family', 'state', 'requests', 'reports', 'other', 'unread', 'failed'],
    colAligns: ['left', 'left', 'left', 'right', 'right', 'right', 'right', 'right'],
    style: io.colour ? { head: ['bold'], border: ['grey'] } : { head: [], border: [] },
  });
  for (const { name, family, state, requests, reports } of summary.portals) {
    table.push([
      name,
      family ?? '',
      state,
      requests,
      reports.recorded,
      reports.notAReport,
      reports.unreadable,
      reports.failed,
    ]);
  }
  const { recorded } = summary.reports;
  return `${table.toString()}\n${recorded} report${recorded === 1 ? '' : 's'} in ${summary.requests} requests (run ${summary.run}, ${summary.data})`;
}

/** What is no failure, but must not pass in silence: lists that are gone or empty, pages that robots.txt keeps out. */
export function warningsOf({ portals }: HarvestSummary): string[] {
  return portals.flatMap(({ id, findings }) =>
    findings.filter(({ severity }) => severity !== 'error').map(({ message }) => `${id}: ${message}`),
  );
}

function endsOf({ reports }: PortalSummary): ReportEnds {
  const entries = Object.entries(reports);
  return {
    recorded: reports['recorded'] ?? 0,
    notAReport: reports['not_a_report'] ?? 0,
    unreadable: reports['unreadable'] ?? 0,
    failed: sum(
      entries.filter(([verdict]) => !FINE.has(verdict) && verdict !== 'unreadable').map(([, count]) => count),
    ),
  };
}

function failuresOf({ id, name, reports, findings }: PortalLine): string[] {
  const lines = findings.filter(({ severity }) => severity === 'error').map(({ message }) => `${id}: ${message}`);
  if (reports.unreadable > 0)
    lines.push(`${id}: ${name}: ${reports.unreadable} reports could not be read; coverage names them`);
  if (reports.failed > 0)
    lines.push(`${id}: ${name}: ${reports.failed} listed reports could not be had; coverage names them`);
  return lines;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
