import type { RunReport } from './run-report.ts';

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly value: (report: RunReport) => number;
}

const OF_RUN: readonly Metric[] = [
  { name: 'run_finished_timestamp_seconds', help: 'When the last run ended', value: (run) => seconds(run.finishedAt) },
  {
    name: 'run_duration_seconds',
    help: 'How long it took',
    value: (run) => seconds(run.finishedAt) - seconds(run.startedAt),
  },
  { name: 'run_success', help: '1 where nothing failed', value: (run) => (run.outcome === 'done' ? 1 : 0) },
  { name: 'run_requests', help: 'Requests made', value: (run) => run.requests },
  { name: 'run_bytes', help: 'Bytes received', value: (run) => run.bytes },
  { name: 'run_reports_new', help: 'Reports met for the first time', value: (run) => run.new },
  { name: 'run_reports_revised', help: 'Reports edited by their publishers', value: (run) => run.revised },
  { name: 'run_reports_withdrawn', help: 'Reports taken away', value: (run) => run.withdrawn },
  { name: 'run_reports_failed', help: 'Listed reports that could not be had or read', value: (run) => run.failed },
];

const OF_PORTAL: readonly (Omit<Metric, 'value'> & { value: (portal: RunReport['portals'][number]) => number })[] = [
  { name: 'portal_requests', help: 'Requests to a portal in the last run', value: (portal) => portal.requests },
  { name: 'portal_reports_held', help: 'Reports of a portal that the corpus has', value: (portal) => portal.held },
  {
    name: 'portal_reports_failed',
    help: 'Listed reports of a portal that could not be had or read',
    value: (portal) => portal.failed,
  },
  {
    name: 'portal_reports_overdue',
    help: 'Bodies with a report of the year before the last one that was due, and none of that one',
    value: (portal) => portal.expected - portal.met,
  },
  {
    name: 'portal_errors',
    help: 'Findings of severity error on a portal',
    value: (portal) => portal.findings.filter(({ severity }) => severity === 'error').length,
  },
];

/** A run in the text format that Prometheus scrapes (its exposition format 0.0.4), for the textfile collector. */
export function runMetrics(report: RunReport): string {
  const lines = OF_RUN.flatMap(({ name, help, value }) => [...heading(name, help), `nianbao_${name} ${value(report)}`]);
  for (const { name, help, value } of OF_PORTAL) {
    lines.push(...heading(name, help));
    for (const portal of report.portals)
      lines.push(`nianbao_${name}{portal="${escaped(portal.portalId)}"} ${value(portal)}`);
  }
  return `${lines.join('\n')}\n`;
}

function heading(name: string, help: string): string[] {
  return [`# HELP nianbao_${name} ${help}.`, `# TYPE nianbao_${name} gauge`];
}

function escaped(label: string): string {
  return label.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function seconds(time: string | null): number {
  return time === null ? 0 : Date.parse(time) / 1000;
}
