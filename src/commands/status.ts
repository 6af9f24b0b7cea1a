import Table from 'cli-table3';
import { UsageError } from '../errors.ts';
import { shortProvinceName } from '../identity/index.ts';
import { openCorpus } from '../../storage/corpus.ts';
import type { Corpus } from '../../storage/corpus.ts';
import type { StoredRun } from '../../storage/runs.ts';
import {
  cellCounts,
  coverageCells,
  findingCounts,
  portalHealth,
  reportCounts,
  storedProvinces,
} from '../../storage/summary.ts';
import type { CoverageCell, CoverageStatus, PortalHealth } from '../../storage/summary.ts';
import {
  lateVisits,
  portalRuns,
  type LateVisits,
  type PortalFortune,
  type PortalRun,
} from '../../storage/portal-runs.ts';
import type { Command, StatusOptions } from './command.ts';

/** Organizations shown in the grid; all of them are in `--json` and in the view `coverage`. */
const GRID_ROWS = 80;

const MARKS: Readonly<Record<CoverageStatus, string>> = {
  found: '✓',
  unreadable: '?',
  blocked: 'B',
  unreachable: 'X',
  withdrawn: 'W',
  not_published: '-',
  unknown: '·',
};

/** Runs shown of each portal. */
const RUNS_SHOWN = 5;

/** A visit is late where two nights in a row have not made it. */
const LATE_DAYS = 2;

const FORTUNES: Readonly<Record<PortalFortune, string>> = {
  done: '✓',
  idle: '·',
  partial: '!',
  stopped: 'X',
  interrupted: '…',
};

const FORTUNE_WORDS: Readonly<Record<PortalFortune, string>> = {
  done: '✓ done',
  idle: '· nothing due',
  partial: '! something failed',
  stopped: 'X given up',
  interrupted: '… interrupted',
};

/** A portal as `--json` prints it. */
interface PortalStatus extends PortalHealth {
  /** The newest last. */
  readonly runs: readonly PortalRun[];
  /** Visits that two nights have not made; null where there are none. */
  readonly overdue: LateVisits | null;
}

const NO_BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
} as const;

/** What the corpus holds at this moment, as `--json` prints it. */
interface Status {
  readonly data: string;
  readonly reports: Readonly<Record<string, number | undefined>>;
  readonly coverage: Readonly<Record<string, number>>;
  readonly cells: Readonly<Record<string, number | undefined>>;
  readonly findings: Readonly<Record<string, number | undefined>>;
  readonly portals: readonly PortalStatus[];
  readonly lastRun: StoredRun | null;
  readonly grid: readonly CoverageCell[];
}

/** `nianbao status`: coverage, health of the portals, last run. Reads the corpus only. */
export const runStatus: Command<StatusOptions> = (options, io, settings) =>
  new Promise((done) => {
    const corpus = openCorpus(settings.dataDirectory, { readOnly: true });
    try {
      const status = readStatus(corpus, options.province);
      io.out(io.json ? JSON.stringify({ outcome: 'done', ...status }) : describeStatus(status));
    } finally {
      corpus.close();
    }
    done(0);
  });

function readStatus(corpus: Corpus, wanted: string | null): Status {
  const province = wanted === null ? null : shortProvinceName(wanted);
  const portals = portalHealth(corpus, province);
  if (province !== null && portals.length === 0) {
    const known = storedProvinces(corpus).join(', ');
    throw new UsageError(
      `The corpus has no portal of the province ${wanted ?? ''}; it has ${known === '' ? 'no portal with a province' : known}.`,
    );
  }
  const runs = portalRuns(corpus, RUNS_SHOWN);
  const late = lateVisits(
    corpus,
    new Date(Date.parse(corpus.timestamp()) - LATE_DAYS * 24 * 3600 * 1000).toISOString(),
  );
  const grid = coverageCells(corpus, province);
  const coverage: Record<string, number> = {};
  for (const status of Object.keys(MARKS)) {
    const count = grid.filter((cell) => cell.status === status).length;
    if (count > 0) coverage[status] = count;
  }
  return {
    data: corpus.dataDirectory,
    reports: reportCounts(corpus),
    coverage,
    cells: cellCounts(corpus, province),
    findings: findingCounts(corpus, province),
    portals: portals.map((portal) => ({
      ...portal,
      runs: runs.get(portal.id) ?? [],
      overdue: late.get(portal.id) ?? null,
    })),
    lastRun: corpus.lastRun() ?? null,
    grid,
  };
}

function describeStatus(status: Status): string {
  const parts = [
    `Corpus ${status.data}`,
    [
      countLine('Reports', status.reports),
      countLine('Coverage', status.coverage),
      countLine('Cells', status.cells),
      countLine('Findings', status.findings),
    ].join('\n'),
    describeGrid(status.grid),
    describePortals(status.portals),
    describeRun(status.lastRun),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function countLine(label: string, counts: Readonly<Record<string, number | undefined>>): string {
  const entries = Object.entries(counts).map(([key, count]) => `${(count ?? 0).toLocaleString('en')} ${key}`);
  return `${label.padEnd(9)} ${entries.length === 0 ? 'none' : entries.join(' · ')}`;
}

function describeGrid(cells: readonly CoverageCell[]): string {
  if (cells.length === 0) return 'No organization is known yet: run `nianbao harvest` or `nianbao ingest`.';
  const years = yearsShown(cells);
  const rows = new Map<string, { name: string; marks: Map<number, string> }>();
  for (const cell of cells) {
    const key = `${cell.division ?? ''} ${cell.name}`;
    const row = rows.get(key) ?? { name: cell.name, marks: new Map<number, string>() };
    row.marks.set(cell.fiscalYear, MARKS[cell.status]);
    rows.set(key, row);
  }
  const table = plainTable(['organization', ...years.map(String)]);
  for (const row of [...rows.values()].slice(0, GRID_ROWS)) {
    table.push([row.name, ...years.map((year) => row.marks.get(year) ?? ' ')]);
  }
  const used = new Set<string>(cells.map((cell) => cell.status));
  const legend = Object.entries(MARKS).flatMap(([status, mark]) => (used.has(status) ? [`${mark} ${status}`] : []));
  const more = rows.size > GRID_ROWS ? [`… and ${rows.size - GRID_ROWS} more: see --json, or the view coverage.`] : [];
  return [trimmed(table), ...more, legend.join('   ')].join('\n');
}

/** Says nothing of a single year. */
const OF_ALL_YEARS: ReadonlySet<CoverageStatus> = new Set(['unknown', 'blocked', 'unreachable']);
/** Shown where nothing is known of any single year. */
const YEARS_OF_NOTHING = 5;

/** The years from the first of which anything is known: of the ones before there is nothing to show. */
function yearsShown(cells: readonly CoverageCell[]): number[] {
  const years = [...new Set(cells.map((cell) => cell.fiscalYear))].sort((a, b) => a - b);
  const told = new Set(cells.filter((cell) => !OF_ALL_YEARS.has(cell.status)).map((cell) => cell.fiscalYear));
  const first = years.findIndex((year) => told.has(year));
  return first < 0 ? years.slice(-YEARS_OF_NOTHING) : years.slice(first);
}

function describePortals(portals: readonly PortalStatus[]): string {
  if (portals.length === 0) return '';
  const table = plainTable(['portal', 'name', 'family', 'reports', 'last runs', 'last visit', 'fetches of that visit']);
  for (const portal of portals) {
    const outcomes = Object.entries(portal.outcomes).map(([outcome, count]) => `${count} ${outcome}`);
    table.push([
      portal.id,
      portal.name,
      portal.family ?? '',
      portal.reports,
      portal.runs.map(({ fortune }) => FORTUNES[fortune]).join(''),
      portal.lastFetchedAt?.slice(0, 16).replace('T', ' ') ?? 'never',
      outcomes.join(', '),
    ]);
  }
  const findings = portals.flatMap((portal) =>
    portal.findings.map((finding) => `! ${portal.id}: ${finding.rule}: ${finding.message}`),
  );
  const used = new Set(portals.flatMap(({ runs }) => runs.map(({ fortune }) => fortune)));
  const legend = Object.entries(FORTUNE_WORDS).filter(([fortune]) => used.has(fortune as PortalFortune));
  const late = portals.flatMap(({ id, overdue }) =>
    overdue === null
      ? []
      : [
          `! ${id}: ${overdue.count === 1 ? 'one visit is' : `${overdue.count} visits are`} overdue, the first since ${overdue.since.slice(0, 10)}: run nianbao nightly`,
        ],
  );
  return [
    trimmed(table),
    ...(legend.length === 0 ? [] : [`last runs, the newest last: ${legend.map(([, words]) => words).join('   ')}`]),
    ...late,
    ...findings,
  ].join('\n');
}

function describeRun(run: StoredRun | null): string {
  if (run === null) return 'No run yet.';
  const end =
    run.finishedAt === null
      ? 'not finished (running, or stopped and to be resumed)'
      : `${run.outcome ?? ''} ${run.finishedAt}`;
  return `Last run  ${run.command} ${run.startedAt}: ${end}`;
}

function plainTable(head: string[]): Table.Table {
  return new Table({ head, chars: NO_BORDERS, style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 } });
}

function trimmed(table: Table.Table): string {
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .join('\n');
}
