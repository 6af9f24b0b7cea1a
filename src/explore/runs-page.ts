import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Corpus } from '../../storage/corpus.ts';
import { listedRuns } from '../../storage/run-list.ts';
import { html } from './markup.ts';
import type { PageContent } from './page-frame.ts';
import { minuteOf, type View } from './view.ts';

const RUNS_SHOWN = 200;
const REPORT_NAME = /^[0-9A-Za-z-]+\.html$/;

/** The runs that made the corpus, each with the page that says what it found, where one was written. */
export function runsPage(view: View, corpus: Corpus): PageContent {
  const { say } = view;
  const pages = reportPages(corpus.dataDirectory);
  const title = say('Runs', '运行');
  const rows = listedRuns(corpus, RUNS_SHOWN).map((run) => {
    const page = pages.find((name) => name.endsWith(`-${run.id}.html`));
    return html`<tr>
      <td class="n">${run.id}</td>
      <th scope="row">${run.command}</th>
      <td>${minuteOf(run.startedAt)}</td>
      <td>${run.finishedAt === null ? say('not finished', '未结束') : minuteOf(run.finishedAt)}</td>
      <td>${run.outcome ?? ''}</td>
      <td>${run.softwareVersion}</td>
      <td>${page === undefined ? null : html`<a href="/runs/${page}">${say('report', '报告')}</a>`}</td>
    </tr>`;
  });
  const heads = [
    '',
    say('Command', '命令'),
    say('Started', '开始'),
    say('Finished', '结束'),
    say('Outcome', '结果'),
    say('Version', '版本'),
    say('Report', '报告'),
  ];
  const main = html`<h1>${title}</h1>
    <div class="scroll" tabindex="0" role="region" aria-label="${title}">
      <table class="list">
        <thead>
          <tr>
            ${heads.map((head) => (head === '' ? html`<th scope="col" class="n">${say('Run', '编号')}</th>` : html`<th scope="col">${head}</th>`))}
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>`;
  return { title, main };
}

/** The page of one run as it was written, by the name of its file; undefined where there is none of that name. */
export function runReportFile(dataDirectory: string, name: string): string | undefined {
  if (!reportPages(dataDirectory).includes(name)) return undefined;
  return readFileSync(join(dataDirectory, 'runs', name), 'utf8');
}

function reportPages(dataDirectory: string): string[] {
  try {
    return readdirSync(join(dataDirectory, 'runs')).filter((name) => REPORT_NAME.test(name));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
