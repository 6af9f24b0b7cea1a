import { openCorpus } from '../../storage/corpus.ts';
import { recordVerdict } from '../../storage/verdicts.ts';
import { Originals } from '../../storage/originals.ts';
import { join } from 'node:path';
import { findingOn, newDataDirectory, sketchReport, stoppedClock, YONGNING } from '../storage/report-record.ts';

export const BUREAU = { ...YONGNING, name: '永宁县农业农村局', level: 'department' } as const;

/** Text that some format or reader might trip over. */
export const ODD_TEXT = `<b>&amp; "年报"'; _x0041_ \n第二行\t＝1 𠮷 ${'长'.repeat(900)}`;

/** A data directory with four reports, one of them revised and one of the form of 2019, with every status, a finding, verdicts and odd texts. */
export async function filledDirectory(): Promise<string> {
  const directory = newDataDirectory();
  const clock = stoppedClock();
  const corpus = openCorpus(directory, { now: clock.now });
  const originals = new Originals(join(directory, 'originals'));
  const run = corpus.startRun({ command: 'harvest', softwareVersion: '1', config: {} });
  corpus.upsertPortal({
    id: 'yongning',
    name: '永宁县',
    province: '宁夏回族自治区',
    division: '640121',
    home: 'https://www.yongning.test/',
  });
  const sketches = [
    { bytes: 'first', portalId: 'yongning' },
    {
      bytes: 'second',
      text: '更正稿',
      title: `=HYPERLINK("http://evil.test","年度报告") ${ODD_TEXT}`,
      findings: [findingOn('granted')],
      figures: {
        'proactive.fees.amount': { printed: '2638.4万元', number: 2638.4 },
        'requests.received.total': { printed: '+70', number: 70 },
        'requests.carried_in.total': { printed: '-76宗', number: -76, status: 'conflicting' },
        'requests.granted.total': { printed: '1,"2"\n3', number: 123, status: 'doubtful' },
        'requests.granted.legal': { printed: '@1', number: 1, status: 'inferred' },
        'requests.granted.other': { printed: '0', number: 0, status: 'read' },
        'requests.carried_out.total': { printed: '', number: null, status: 'blank', derived: 0, basis: ODD_TEXT },
        'requests.other_unpaid.total': { printed: '█', number: null, status: 'unreadable' },
        'requests.other_misc.total': { printed: null, number: null, status: 'absent', locator: null },
      },
    },
    { organization: BUREAU, fiscalYear: 2022, url: 'https://www.yongning.test/nyj.html' },
    { organization: BUREAU, fiscalYear: 2019, url: 'file:nyj-2019.txt', publishedOn: null },
  ] as const;
  for (const [index, sketch] of sketches.entries()) {
    clock.set(`2024-0${index + 3}-01T08:00:00.000Z`);
    corpus.recordReport(sketchReport(corpus, sketch));
    const url = 'url' in sketch ? sketch.url : 'https://www.yongning.test/t1.html';
    const bytes = Buffer.from('bytes' in sketch ? sketch.bytes : `original at ${url}`);
    const sha256 = await originals.put(bytes);
    if (!url.startsWith('file:')) {
      corpus.db
        .prepare(
          `INSERT INTO fetches (run_id, portal_id, url, final_url, fetched_at, status, media_type, sha256, bytes, headers_json, outcome)
           VALUES (?, 'yongning', ?, ?, ?, 200, 'text/html', ?, ?, ?, 'ok')`,
        )
        .run(run, url, url, clock.now().toISOString(), sha256, bytes.length, HEADERS);
    }
  }
  const place = { organization: YONGNING.name, division: YONGNING.division, fiscalYear: 2023 };
  const given = { text: ODD_TEXT, givenBy: 'Li Wen', givenAt: null, judged: null };
  recordVerdict(corpus, { ...given, place, target: { code: 'requests.received.total' }, verdict: 'confirmed' });
  recordVerdict(corpus, { ...given, place, target: { rule: 'A1', subject: 'granted' }, verdict: 'source_error' });
  corpus.finishRun(run, 'done', null);
  corpus.close();
  return directory;
}

const HEADERS = JSON.stringify({
  'content-type': 'text/html; charset=utf-8',
  'content-encoding': 'gzip',
  'x-odd': '年',
});
