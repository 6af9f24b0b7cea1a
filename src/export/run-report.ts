import type {
  ChangedInRun,
  FailedInRun,
  PortalFindingInRun,
  PortalTraffic,
  RunRecord,
} from '../../storage/run-record.ts';

/** One thing a person should look at. */
export interface PointToSee {
  readonly what: string;
  /** Address that shows it, or null. */
  readonly url: string | null;
  /** Portal it is about, or null. */
  readonly portalId: string | null;
}

/** How one portal fared in a run. */
export interface PortalInReport extends PortalTraffic {
  readonly new: number;
  readonly revised: number;
  readonly withdrawn: number;
  readonly returned: number;
  readonly failed: number;
  readonly findings: readonly PortalFindingInRun[];
}

/** What happened in one run, as `runs/<time>.json` keeps it. */
export interface RunReport {
  readonly run: number;
  readonly command: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly outcome: RunRecord['outcome'];
  readonly softwareVersion: string;
  readonly requests: number;
  readonly bytes: number;
  readonly new: number;
  readonly revised: number;
  readonly withdrawn: number;
  readonly returned: number;
  readonly failed: number;
  /** The last fiscal year whose reports were all due: that of `expected` and `met` of each portal. */
  readonly dueYear: number;
  /** At most five, the weightiest first. */
  readonly lookAt: readonly PointToSee[];
  readonly portals: readonly PortalInReport[];
  readonly changes: readonly ChangedInRun[];
  readonly failures: readonly FailedInRun[];
}

/** As many as one glance takes in. */
const MOST_POINTS = 5;

/** Sums up a run for a person and for a program. */
export function runReportOf(record: RunRecord): RunReport {
  const portals = record.portals.map((portal): PortalInReport => {
    const { portalId } = portal;
    return {
      ...portal,
      ...countsOf(record.changes.filter((change) => change.portalId === portalId)),
      failed: record.failed.filter((lead) => lead.portalId === portalId).length,
      findings: record.findings.filter((finding) => finding.portalId === portalId),
    };
  });
  return {
    run: record.id,
    command: record.command,
    startedAt: record.startedAt,
    finishedAt: record.finishedAt,
    outcome: record.outcome,
    softwareVersion: record.softwareVersion,
    requests: sum(portals.map(({ requests }) => requests)),
    bytes: sum(portals.map(({ bytes }) => bytes)),
    ...countsOf(record.changes),
    failed: record.failed.length,
    dueYear: record.dueYear,
    lookAt: pointsOf(record, portals),
    portals,
    changes: record.changes,
    failures: record.failed,
  };
}

function countsOf(changes: readonly ChangedInRun[]): Pick<RunReport, 'new' | 'revised' | 'withdrawn' | 'returned'> {
  const count = (wanted: ChangedInRun['change']): number => changes.filter(({ change }) => change === wanted).length;
  return { new: count('new'), revised: count('revised'), withdrawn: count('withdrawn'), returned: count('returned') };
}

/** Rules a finding on a portal can have whose portal gave less than it has, the whole portal first. */
const PORTAL_LOST = /^portal\.(?:unreachable|blocked|closed|no_reports)$/u;

/**
 * The things to look at first: portals that were lost though they gave reports before, reports edited or taken away, other lists that fell
 * short, documents that could not be had or read, a portal's together, reports that are overdue, then reports that contradict themselves.
 */
function pointsOf(record: RunRecord, portals: readonly PortalInReport[]): PointToSee[] {
  const findings = portals.flatMap((portal) => portal.findings.map((finding) => ({ portal, finding })));
  const lost = findings
    .filter(({ finding }) => PORTAL_LOST.test(finding.rule))
    .sort((a, b) => b.portal.held - a.portal.held)
    .map(({ portal, finding }) => ({
      what: `${finding.message}${portal.held > 0 ? `; the corpus has ${portal.held} reports of it` : ''}`,
      url: null,
      portalId: portal.portalId,
    }));
  const changed = (wanted: ChangedInRun['change'], words: string): PointToSee[] =>
    record.changes
      .filter(({ change }) => change === wanted)
      .map(({ organization, fiscalYear, pageUrl, portalId }) => ({
        what: `${organization} ${fiscalYear}: ${words} (nianbao diff ${organization} ${fiscalYear})`,
        url: pageUrl,
        portalId,
      }));
  const lists = findings
    .filter(({ finding }) => finding.severity !== 'notice' && !PORTAL_LOST.test(finding.rule))
    .map(({ finding }) => ({ what: finding.message, url: null, portalId: finding.portalId }));
  const contradictory = record.changes
    .filter(({ change, errors }) => change === 'new' && errors > 0)
    .sort((a, b) => b.errors - a.errors)
    .map(({ organization, fiscalYear, errors, pageUrl, portalId }) => ({
      what: `${organization} ${fiscalYear}: ${errors} of its figures or sentences contradict each other`,
      url: pageUrl,
      portalId,
    }));
  const unread = portals
    .filter(({ failed }) => failed > 0)
    .map(({ name, failed, portalId }) => ({
      what: `${name}: ${failed === 1 ? 'one listed report' : `${failed} listed reports`} could not be had or read`,
      url: record.failed.find((lead) => lead.portalId === portalId)?.url ?? null,
      portalId,
    }));
  const late = portals
    .filter(({ expected, met }) => met < expected)
    .sort((a, b) => b.expected - b.met - (a.expected - a.met))
    .map(({ name, expected, met, portalId }) => ({
      what: `${name}: ${expected - met} of the ${expected} bodies that reported on ${record.dueYear - 1} have no report on ${record.dueYear} here, which was due`,
      url: null,
      portalId,
    }));
  const classes = [
    lost,
    changed('revised', 'edited after it was first seen'),
    changed('withdrawn', 'taken away by its publisher'),
    lists,
    unread,
    late,
    contradictory,
  ];
  return fairly(classes).slice(0, MOST_POINTS);
}

/** One of each class before the second of any, so that many of one kind do not hide another. */
function fairly(classes: readonly (readonly PointToSee[])[]): PointToSee[] {
  const longest = Math.max(...classes.map(({ length }) => length));
  return Array.from({ length: longest }, (_, index) =>
    classes.flatMap((points) => points.slice(index, index + 1)),
  ).flat();
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
