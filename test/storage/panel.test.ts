import { describe, expect, it } from 'vitest';
import { CODEBOOK } from '../../src/codebook/codebook.ts';
import { panelColumn } from '../../storage/derived-schema.ts';
import type { ReportCell } from '../../src/extract/report.ts';
import { exportSource } from '../../storage/export-rows.ts';
import { EVERY_REPORT } from '../../storage/report-filter.ts';
import { openEmptyCorpus, sketchReport, stoppedClock, YONGNING } from './report-record.ts';

type Row = Record<string, unknown>;

describe('panel', () => {
  it('has one column for each code, named without dots, in codebook order', () => {
    const corpus = openEmptyCorpus();
    const columns = corpus.db
      .prepare('SELECT * FROM panel')
      .columns()
      .map((column) => column.name);
    expect(columns.slice(0, 10)).toEqual([
      'organization_id',
      'name',
      'level',
      'division',
      'division_name',
      'fiscal_year',
      'report_id',
      'title',
      'published_on',
      'page_url',
    ]);
    expect(columns.slice(10)).toEqual(CODEBOOK.map((entry) => panelColumn(entry.code)));
    expect(new Set(columns).size).toBe(columns.length);
  });

  it('has one row for each organization and year, that of the current report', () => {
    const corpus = openEmptyCorpus();
    corpus.recordReport(sketchReport(corpus, { bytes: 'first', fiscalYear: 2022 }));
    corpus.recordReport(
      sketchReport(corpus, { bytes: 'second', fiscalYear: 2022, figures: { 'requests.granted.total': { number: 8 } } }),
    );
    corpus.recordReport(sketchReport(corpus, { fiscalYear: 2023, url: 'https://www.yongning.test/t3.html' }));
    corpus.withdrawReport('https://www.yongning.test/t3.html');
    corpus.recordReport(sketchReport(corpus, { fiscalYear: 2024 }));
    const rows = corpus.db
      .prepare('SELECT name, fiscal_year, requests_granted_total AS granted FROM panel ORDER BY fiscal_year')
      .all();
    expect(rows).toEqual([
      { name: YONGNING.name, fiscal_year: 2022, granted: 8 },
      { name: YONGNING.name, fiscal_year: 2024, granted: 1 },
    ]);
  });

  it('leaves doubtful cells empty and shows all others; panel_long shows every one with its status and place', () => {
    const corpus = openEmptyCorpus();
    const statuses: Record<string, Partial<ReportCell>> = {
      'requests.received.total': { number: 3, status: 'verified' },
      'requests.carried_in.total': { number: 4, status: 'doubtful' },
      'requests.granted.total': { number: 5, status: 'inferred', printed: 'S' },
      'requests.denied_state_secret.total': { number: 6, status: 'conflicting' },
      'requests.other_unpaid.total': { number: null, status: 'blank', printed: '', derived: 0, basis: 'A1' },
      'proactive.fees.amount': { number: 25.1, status: 'read', printed: '251000元' },
    };
    const record = sketchReport(corpus, { figures: statuses });
    corpus.recordReport(record);
    const wide = corpus.db.prepare('SELECT * FROM panel').get() as Row;
    const long = new Map(
      (corpus.db.prepare('SELECT * FROM panel_long').all() as Row[]).map((row) => [String(row['code']), row]),
    );
    expect(long.size).toBe(record.report.cells.length);
    for (const cell of record.report.cells) {
      expect(wide[panelColumn(cell.code)]).toBe(cell.status === 'doubtful' ? null : cell.number);
      expect(long.get(cell.code)).toMatchObject({
        printed: cell.printed,
        number: cell.number,
        status: cell.status,
        derived: cell.derived,
        basis: cell.basis,
        url: record.cellSource.url,
        sha256: record.cellSource.sha256,
        locator: JSON.stringify(cell.locator),
        name: YONGNING.name,
        fiscal_year: 2023,
      });
    }
    const [absent] = CODEBOOK.filter((entry) => entry.template === '2019');
    expect(wide[panelColumn(absent?.code ?? '')]).toBeNull();
  });

  it('reads 2,000 reports of 200 cells within seconds', { timeout: 60_000 }, () => {
    const corpus = openEmptyCorpus();
    corpus.transaction(() => {
      for (let index = 0; index < 400; index += 1) {
        const organization = { ...YONGNING, name: `永宁县第${index}局`, level: 'department' } as const;
        for (let fiscalYear = 2020; fiscalYear < 2025; fiscalYear += 1) {
          corpus.recordReport(sketchReport(corpus, { organization, fiscalYear }));
        }
      }
    });
    const started = performance.now();
    const rows = corpus.db.prepare('SELECT * FROM panel').raw().all();
    const wide = performance.now() - started;
    expect(rows).toHaveLength(2000);
    expect(wide).toBeLessThan(5_000);
    const onlyOne = performance.now();
    expect(corpus.db.prepare('SELECT sum(requests_granted_total) FROM panel').pluck().get()).toBe(2000);
    expect(performance.now() - onlyOne).toBeLessThan(500);
    const coverage = performance.now();
    expect(corpus.db.prepare("SELECT count(*) FROM coverage WHERE status = 'found'").pluck().get()).toBe(2000);
    expect(performance.now() - coverage).toBeLessThan(1_000);
  });
});

describe('an export of a past day', () => {
  it('shows the revisions that stood at the end of that day', () => {
    const clock = stoppedClock('2024-03-01T08:00:00.000Z');
    const corpus = openEmptyCorpus(clock);
    const granted = (number: number) => ({ bytes: `${number}`, figures: { 'requests.granted.total': { number } } });
    corpus.recordReport(sketchReport(corpus, granted(5)));
    clock.set('2024-03-03T23:59:59.999Z');
    corpus.recordReport(sketchReport(corpus, granted(6)));
    clock.set('2024-03-05T08:00:00.000Z');
    corpus.withdrawReport('https://www.yongning.test/t1.html');
    const shown = (day: string): unknown[] =>
      [...exportSource(corpus, { ...EVERY_REPORT, statuses: null, asOf: day }).reports()].flatMap(({ cells }) =>
        cells().flatMap(([code, , number]) => (code === 'requests.granted.total' ? [number] : [])),
      );
    const days = ['2024-02-29', '2024-03-01', '2024-03-02', '2024-03-03', '2024-03-04', '2024-03-05'];
    expect(days.map(shown)).toEqual([[], [5], [5], [6], [6], []]);
  });
});
