import type { ChangedInRun } from '../../storage/run-record.ts';
import type { RunReport } from './run-report.ts';

const STYLE = `
body { font: 16px/1.5 system-ui, "Noto Sans CJK SC", sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #1a1a1a; background: #fff }
h1 { font-size: 1.6rem; margin-bottom: 0 } h2 { font-size: 1.2rem; margin-top: 2rem }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #ccc; vertical-align: top }
.n { text-align: right; font-variant-numeric: tabular-nums } .none { color: #595959 }
ol.look { background: #fff4ce; border-left: 4px solid #8a6100; padding: .8rem .8rem .8rem 2.4rem }
.totals { display: flex; flex-wrap: wrap; gap: 1.5rem; padding: 0; list-style: none } .totals b { display: block; font-size: 1.5rem }
a { color: #0b57d0; overflow-wrap: anywhere } .error { color: #a4001d } .warning { color: #7a4f00 }
@media (prefers-color-scheme: dark) {
  body { color: #eee; background: #151515 } th, td { border-color: #444 } a { color: #8ab4f8 } .none { color: #aaa }
  ol.look { background: #3a2f10; border-color: #d9a521 } .error { color: #ff8a9a } .warning { color: #f0c15a }
}`;

/** The report of a run as one page that needs nothing else: no script, no file beside it. */
export function runReportPage(report: RunReport): string {
  const title = `nianbao ${report.command}, run ${report.run}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${text(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${text(title)}</h1>
<p>${text(spanOf(report))} · ${text(report.outcome ?? 'not finished')} · nianbao ${text(report.softwareVersion)}</p>
<ul class="totals">${TOTALS.map(([word, value]) => `<li><b>${value(report).toLocaleString('en')}</b>${word}</li>`).join('')}</ul>
<h2>Look at first 先看</h2>
${lookAt(report)}
<h2>Portals 网站</h2>
${portalTable(report)}
<h2>Reports 年报</h2>
${changeTable(report.changes)}
${failureTable(report)}
</body>
</html>
`;
}

const TOTALS: readonly [word: string, value: (report: RunReport) => number][] = [
  ['requests 请求', ({ requests }) => requests],
  ['kB received', ({ bytes }) => Math.round(bytes / 1000)],
  ['new 新', (report) => report.new],
  ['revised 改', ({ revised }) => revised],
  ['withdrawn 撤', ({ withdrawn }) => withdrawn],
  ['failed 未得', ({ failed }) => failed],
];

function spanOf({ startedAt, finishedAt }: RunReport): string {
  const minute = (time: string): string => `${time.slice(0, 16).replace('T', ' ')} UTC`;
  return finishedAt === null ? `from ${minute(startedAt)}` : `${minute(startedAt)} to ${minute(finishedAt)}`;
}

function lookAt({ lookAt: points }: RunReport): string {
  if (points.length === 0) return '<p class="none">Nothing: all went as it should.</p>';
  const items = points.map(({ what, url }) => `<li>${text(what)}${url === null ? '' : `<br>${link(url)}`}</li>`);
  return `<ol class="look">${items.join('')}</ol>`;
}

function portalTable({ portals, dueYear }: RunReport): string {
  if (portals.length === 0) return '<p class="none">None was asked for anything.</p>';
  const head = [
    'portal',
    'requests',
    'reports before',
    'now',
    'new',
    'revised',
    'withdrawn',
    'failed',
    `${dueYear} of expected`,
  ];
  const rows = portals.map((portal) => {
    const { requests, heldBefore, held, revised, withdrawn, failed } = portal;
    const numbers = [requests, heldBefore, held, portal.new, revised, withdrawn, failed].map((number) =>
      number.toLocaleString('en'),
    );
    const outcomes = Object.entries(portal.outcomes)
      .filter(([outcome]) => outcome !== 'ok' && outcome !== 'unchanged')
      .map(([outcome, count]) => `${count} ${outcome.replaceAll('_', ' ')}`);
    const said = [
      ...portal.findings.map(({ severity, message }) => `<div class="${severity}">${text(message)}</div>`),
      ...(outcomes.length === 0 ? [] : [`<div class="none">${text(outcomes.join(', '))}</div>`]),
    ];
    const latest = `<td class="n${portal.met < portal.expected ? ' warning' : ''}">${portal.expected === 0 ? '' : `${portal.met} / ${portal.expected}`}</td>`;
    return `<tr><th scope="row">${text(portal.name)}<br><small class="none">${text(portal.portalId)}</small></th>${numbers
      .map((number) => `<td class="n">${number}</td>`)
      .join('')}${latest}<td>${said.join('')}</td></tr>`;
  });
  const cells = head.map((word, index) => `<th scope="col"${index > 0 ? ' class="n"' : ''}>${word}</th>`);
  return `<table><thead><tr>${cells.join('')}<th scope="col">what was found</th></tr></thead><tbody>${rows.join('')}</tbody></table>
<p class="none">“${dueYear} of expected”: of the bodies that reported on ${dueYear - 1}, those with a report on ${dueYear}, the last year that was due.</p>`;
}

const CHANGE_ORDER: readonly ChangedInRun['change'][] = ['revised', 'withdrawn', 'returned', 'new'];

function changeTable(changes: readonly ChangedInRun[]): string {
  if (changes.length === 0) return '<p class="none">None was new or changed.</p>';
  const sorted = CHANGE_ORDER.flatMap((wanted) => changes.filter(({ change }) => change === wanted));
  const rows = sorted.map(
    ({ change, kinds, organization, fiscalYear, errors, pageUrl }) =>
      `<tr><td>${text([change, kinds.join(', ')].filter((word) => word !== '').join(': '))}</td><td>${text(organization)}</td><td class="n">${fiscalYear}</td><td class="n">${errors}</td><td>${link(pageUrl)}</td></tr>`,
  );
  return `<table><thead><tr><th scope="col">change</th><th scope="col">organization 机关</th><th scope="col" class="n">year</th><th scope="col" class="n">contradictions</th><th scope="col">page</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function failureTable({ failures }: RunReport): string {
  if (failures.length === 0) return '';
  const rows = failures.map(
    ({ title, outcome, detail, url }) =>
      `<tr><td>${text(title)}</td><td>${outcome.replaceAll('_', ' ')}</td><td>${text(detail)}</td><td>${link(url)}</td></tr>`,
  );
  return `<h2>Not had or not read 未得</h2><table><thead><tr><th scope="col">title</th><th scope="col">outcome</th><th scope="col">why</th><th scope="col">address</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

/** Only addresses that a browser merely opens; others are shown and not linked. */
function link(url: string): string {
  return /^https?:\/\//iu.test(url) ? `<a href="${text(url)}" rel="noreferrer">${text(url)}</a>` : text(url);
}

function text(value: string): string {
  return value.replace(/[&<>"']/gu, (character) => `&#${character.codePointAt(0) ?? 0};`);
}
