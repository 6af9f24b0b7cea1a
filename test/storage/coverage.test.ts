import { describe, expect, it } from 'vitest';
import type { Corpus } from '../../storage/corpus.ts';
import type { FailedLeadRecord, FetchOutcome, LeadOutcome } from '../../storage/records.ts';
import { openEmptyCorpus, sketchReport, YONGNING } from './report-record.ts';

const PORTAL = { id: 'yongning', name: '永宁县', division: '640121', home: 'https://www.yongning.test/' };
const URL_2023 = 'https://www.yongning.test/t2023.html';

interface CoverageRow {
  organization_id: number | null;
  name: string;
  level: string;
  division: string | null;
  portal_id: string | null;
  fiscal_year: number;
  status: string;
  report_id: number | null;
  detail: string | null;
  fetch_id: number | null;
  url: string | null;
  fetched_at: string | null;
}

function allCoverage(corpus: Corpus): CoverageRow[] {
  return corpus.db.prepare<[], CoverageRow>('SELECT * FROM coverage ORDER BY name, fiscal_year').all();
}

/** What is more than that nothing is known of a year. */
function coverage(corpus: Corpus): CoverageRow[] {
  return allCoverage(corpus).filter(({ status, url }) => status !== 'unknown' || url !== null);
}

/** What is known of the last year of each body. */
function latestCoverage(corpus: Corpus): CoverageRow[] {
  return allCoverage(corpus).filter((row, index, rows) => row.name !== rows[index + 1]?.name);
}

function statuses(corpus: Corpus): [string, number, string][] {
  return coverage(corpus).map((row) => [row.name, row.fiscal_year, row.status]);
}

function portalCorpus(): Corpus {
  const corpus = openEmptyCorpus();
  corpus.upsertPortal(PORTAL);
  corpus.startRun({ command: 'harvest', softwareVersion: '1', config: {} });
  return corpus;
}

function fetched(
  corpus: Corpus,
  url: string,
  outcome: FetchOutcome,
  options: { at?: string; sha256?: string } = {},
): number {
  const { lastInsertRowid } = corpus.db
    .prepare(
      'INSERT INTO fetches (run_id, portal_id, url, final_url, fetched_at, sha256, outcome, detail) VALUES (1, ?, ?, ?, ?, ?, ?, ?)',
    )
    .run(
      PORTAL.id,
      url,
      url,
      options.at ?? '2024-05-01T00:00:00.000Z',
      options.sha256 ?? null,
      outcome,
      `it was ${outcome}`,
    );
  return Number(lastInsertRowid);
}

function failedLead(outcome: LeadOutcome, change: Partial<FailedLeadRecord> = {}): FailedLeadRecord {
  return {
    portalId: PORTAL.id,
    url: URL_2023,
    title: '2023年永宁县政府信息公开工作年度报告',
    organization: YONGNING,
    fiscalYear: 2023,
    outcome,
    detail: `because ${outcome}`,
    ...change,
  };
}

describe('coverage', () => {
  it('shows a found report with the fetch of its original', () => {
    const corpus = portalCorpus();
    const record = sketchReport(corpus, { portalId: PORTAL.id, url: URL_2023 });
    fetched(corpus, 'https://www.yongning.test/elsewhere.html', 'ok', { sha256: record.cellSource.sha256 });
    const id = fetched(corpus, URL_2023, 'ok', { sha256: record.cellSource.sha256 });
    const { reportId } = corpus.recordReport(record);
    expect(coverage(corpus)).toEqual([
      {
        organization_id: 1,
        name: YONGNING.name,
        level: 'county',
        division: '640121',
        division_name: '永宁县',
        portal_id: PORTAL.id,
        fiscal_year: 2023,
        status: 'found',
        report_id: reportId,
        detail: null,
        fetch_id: id,
        url: URL_2023,
        fetched_at: '2024-05-01T00:00:00.000Z',
      },
    ]);
  });

  it('shows a report from a local file with the file', () => {
    const corpus = openEmptyCorpus();
    corpus.recordReport(sketchReport(corpus, { url: 'file:reports/2023.txt' }));
    expect(coverage(corpus)).toMatchObject([{ status: 'found', url: 'file:reports/2023.txt', fetch_id: null }]);
  });

  it.each([
    ['blocked', 'blocked'],
    ['unreachable', 'unreachable'],
    ['unreadable', 'unreadable'],
    ['gone', 'withdrawn'],
    ['not_a_report', 'unknown'],
  ] as const)('shows a lead that was %s as %s, with the fetch that shows it', (outcome, status) => {
    const corpus = portalCorpus();
    const id = fetched(corpus, URL_2023, 'error');
    corpus.recordFailedLead(failedLead(outcome));
    corpus.recordFailedLead(failedLead(outcome));
    expect(coverage(corpus)).toMatchObject([
      {
        organization_id: 1,
        fiscal_year: 2023,
        status,
        report_id: null,
        detail: `because ${outcome}`,
        fetch_id: id,
        url: URL_2023,
      },
    ]);
    expect(corpus.failedLeads()).toMatchObject([{ outcome, organization: YONGNING, fiscalYear: 2023, sha256: null }]);
  });

  it('never lets a failed lead hide a found report, whichever comes first', () => {
    for (const failFirst of [true, false]) {
      const corpus = portalCorpus();
      const lead = failedLead('unreachable', { url: 'https://www.yongning.test/broken.html' });
      if (failFirst) corpus.recordFailedLead(lead);
      corpus.recordReport(sketchReport(corpus, { portalId: PORTAL.id, url: URL_2023 }));
      if (!failFirst) corpus.recordFailedLead(lead);
      expect(statuses(corpus)).toEqual([[YONGNING.name, 2023, 'found']]);
    }
  });

  it('forgets a failed lead once its address gave a report, even of another year', () => {
    const corpus = portalCorpus();
    corpus.recordFailedLead(failedLead('unreadable', { fiscalYear: 2022 }));
    expect(statuses(corpus)).toEqual([[YONGNING.name, 2022, 'unreadable']]);
    corpus.recordReport(sketchReport(corpus, { portalId: PORTAL.id, url: URL_2023 }));
    expect(statuses(corpus)).toEqual([[YONGNING.name, 2023, 'found']]);
    expect(corpus.failedLeads()).toEqual([]);
  });

  it('shows the worst that can be proven where several leads failed', () => {
    const corpus = portalCorpus();
    corpus.recordFailedLead(failedLead('not_a_report', { url: `${URL_2023}?a` }));
    corpus.recordFailedLead(failedLead('unreadable', { url: `${URL_2023}?b` }));
    corpus.recordFailedLead(failedLead('unreachable', { url: `${URL_2023}?c` }));
    expect(statuses(corpus)).toEqual([[YONGNING.name, 2023, 'unreadable']]);
  });

  it('has a row for each year from 2008 on that was due when the program last ran', () => {
    const corpus = portalCorpus();
    corpus.recordReport(sketchReport(corpus, { portalId: PORTAL.id, fiscalYear: 2012 }));
    const town = { ...YONGNING, name: '永宁县杨和镇人民政府', level: 'township' } as const;
    corpus.recordReport(sketchReport(corpus, { portalId: PORTAL.id, fiscalYear: 2020, organization: town }));
    const years = (name: string) =>
      allCoverage(corpus)
        .filter((row) => row.name === name)
        .map((row) => row.fiscal_year);
    // The run began on 1 March 2024: the reports of 2023 were due of bodies (31 January), and not yet of governments (31 March).
    expect(years(YONGNING.name)).toEqual(Array.from({ length: 15 }, (_, index) => 2008 + index));
    expect(years(town.name)).toEqual(Array.from({ length: 16 }, (_, index) => 2008 + index));
    expect(statuses(corpus)).toEqual([
      [YONGNING.name, 2012, 'found'],
      [town.name, 2020, 'found'],
    ]);
  });

  it('leaves out the years before a division was set up, and none where it went on under another name', () => {
    const corpus = portalCorpus();
    const founded = {
      name: '红寺堡区人民政府',
      level: 'county',
      division: '640303',
      divisionName: '红寺堡区',
    } as const;
    const renamed = { name: '湟中区人民政府', level: 'county', division: '630106', divisionName: '湟中区' } as const;
    corpus.recordReport(sketchReport(corpus, { fiscalYear: 2020, organization: founded }));
    corpus.recordReport(sketchReport(corpus, { fiscalYear: 2018, organization: renamed }));
    const first = (name: string) => allCoverage(corpus).find((row) => row.name === name)?.fiscal_year;
    expect([first(founded.name), first(renamed.name)]).toEqual([2009, 2008]);
  });

  it('shows the years that a body lacks and others of its portal have as unknown', () => {
    const corpus = portalCorpus();
    const bureau = { ...YONGNING, name: '永宁县农业农村局', level: 'department' } as const;
    corpus.recordReport(sketchReport(corpus, { portalId: PORTAL.id, fiscalYear: 2022 }));
    corpus.recordReport(sketchReport(corpus, { portalId: PORTAL.id, fiscalYear: 2023, organization: bureau }));
    const recent = allCoverage(corpus).filter((row) => row.fiscal_year >= 2021);
    expect(recent.map((row) => [row.name, row.fiscal_year, row.status])).toEqual([
      [YONGNING.name, 2021, 'unknown'],
      [YONGNING.name, 2022, 'found'],
      [bureau.name, 2021, 'unknown'],
      [bureau.name, 2022, 'unknown'],
      [bureau.name, 2023, 'found'],
    ]);
  });

  it('keeps a withdrawn report in sight', () => {
    const corpus = portalCorpus();
    const record = sketchReport(corpus, { portalId: PORTAL.id, url: URL_2023 });
    fetched(corpus, URL_2023, 'ok', { sha256: record.cellSource.sha256 });
    const { reportId } = corpus.recordReport(record);
    const gone = fetched(corpus, URL_2023, 'gone', { at: '2024-06-01T00:00:00.000Z' });
    corpus.withdrawReport(URL_2023);
    expect(coverage(corpus)).toMatchObject([{ status: 'withdrawn', report_id: reportId, fetch_id: gone }]);
  });
});

describe('coverage of a portal that gave no report', () => {
  it.each([
    ['blocked', 'blocked'],
    ['refused_by_robots', 'blocked'],
    ['timeout', 'unreachable'],
    ['error', 'unreachable'],
    ['gone', 'unreachable'],
    ['ok', 'unknown'],
  ] as const)('whose home page was %s: its county government is %s', (outcome, status) => {
    const corpus = portalCorpus();
    const id = fetched(corpus, PORTAL.home, outcome);
    expect(latestCoverage(corpus)).toMatchObject([
      {
        organization_id: null,
        name: YONGNING.name,
        level: 'county',
        division: '640121',
        portal_id: PORTAL.id,
        fiscal_year: 2023,
        status,
        fetch_id: id,
      },
    ]);
  });

  it.each([
    ['2024-03-31T23:00:00.000Z', 2022],
    ['2024-04-01T00:00:00.000Z', 2023],
  ])('on %s the report due was that of %i', (at, year) => {
    const corpus = portalCorpus();
    fetched(corpus, PORTAL.home, 'blocked', { at });
    expect(latestCoverage(corpus).map((row) => row.fiscal_year)).toEqual([year]);
  });

  it('is blocked where a deeper page was', () => {
    const corpus = portalCorpus();
    fetched(corpus, PORTAL.home, 'ok');
    const id = fetched(corpus, `${PORTAL.home}zfxxgknb/`, 'blocked');
    fetched(corpus, `${PORTAL.home}other.html`, 'ok');
    expect(latestCoverage(corpus)).toMatchObject([{ status: 'blocked', fetch_id: id, detail: 'it was blocked' }]);
  });

  it('adds nothing to what its leads say of the same body and year', () => {
    const corpus = portalCorpus();
    fetched(corpus, PORTAL.home, 'ok');
    corpus.recordFailedLead(failedLead('unreadable'));
    expect(latestCoverage(corpus)).toMatchObject([{ name: YONGNING.name, fiscal_year: 2023, status: 'unreadable' }]);
  });

  it('is nothing once it gave a report, of whatever body', () => {
    const corpus = portalCorpus();
    fetched(corpus, PORTAL.home, 'ok');
    const bureau = { ...YONGNING, name: '永宁县农业农村局', level: 'department' } as const;
    corpus.recordReport(sketchReport(corpus, { portalId: PORTAL.id, organization: bureau }));
    expect(statuses(corpus)).toEqual([[bureau.name, 2023, 'found']]);
  });
});
