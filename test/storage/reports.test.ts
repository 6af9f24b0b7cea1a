import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Corpus } from '../../storage/corpus.ts';
import { findingOn, openEmptyCorpus, sketchReport, stoppedClock, YONGNING } from './report-record.ts';

const CODE = 'requests.granted.total';
const LATER = '2024-04-01T02:00:00.000Z';

/** Everything stored, ids and times included, so that "nothing changed" means nothing. */
function contents(corpus: Corpus): Record<string, unknown[]> {
  const tables = ['organizations', 'reports', 'report_sources', 'cells', 'sections', 'findings', 'leads'];
  return Object.fromEntries(
    tables.map((table) => [table, corpus.db.prepare(`SELECT * FROM ${table} ORDER BY 1, 2, 3`).all()]),
  );
}

function revisions(corpus: Corpus): [year: number, revision: number, state: string][] {
  return corpus.storedReports().map(({ fiscalYear, revision, state }) => [fiscalYear, revision, state]);
}

/** Each revision known before a day, with what it was then. */
function statesOn(corpus: Corpus, day: string): unknown[] {
  const query = 'SELECT report_id, state, max(since) FROM report_states WHERE since < ? GROUP BY report_id ORDER BY 1';
  return (corpus.db.prepare(query).raw().all(day) as unknown[][]).map(([id, state]) => [id, state]);
}

function granted(corpus: Corpus, reportId: number): number | null | undefined {
  return corpus.contentOf(reportId).cells.find((cell) => cell.code === CODE)?.number;
}

describe('filing a report', () => {
  it('keeps who, which year, every cell with its place, sections and findings', () => {
    const corpus = openEmptyCorpus();
    const record = sketchReport(corpus, {
      findings: [findingOn('granted'), findingOn('received')],
      figures: {
        [CODE]: {
          printed: ' ２２（其中修订16件）',
          number: 22,
          status: 'conflicting',
          locator: { page: 3, box: [1, 2.5, 3, 4] },
        },
        'requests.other.total': {
          number: null,
          printed: '—',
          status: 'blank',
          derived: 0,
          basis: '0 + 0 = 0',
          locator: { line: 7 },
        },
      },
    });
    const { reportId, change } = corpus.recordReport(record);
    expect(change).toBe('new');

    const content = corpus.contentOf(reportId);
    expect(content.cells).toEqual(record.report.cells);
    expect(content.sections).toEqual(record.report.sections);
    expect(content.findings).toEqual(record.report.findings);
    expect(content.cellSource).toEqual({ url: record.cellSource.url, sha256: record.cellSource.sha256 });
    expect(corpus.storedReports()).toEqual([
      {
        firstSeenAt: '2024-03-01T08:00:00.000Z',
        lastSeenAt: '2024-03-01T08:00:00.000Z',
        id: reportId,
        organizationId: 1,
        organization: YONGNING,
        portalId: null,
        fiscalYear: 2023,
        title: '2023年永宁县政府信息公开工作年度报告',
        publishedOn: '2024-01-20',
        pageUrl: 'https://www.yongning.test/t1.html',
        revision: 1,
        state: 'current',
        extractorVersion: '1',
        sources: record.sources,
        cellSource: record.cellSource,
      },
    ]);
  });

  it('changes nothing but the time it was last seen when it comes again', () => {
    const clock = stoppedClock();
    const corpus = openEmptyCorpus(clock);
    const sketch = { findings: [findingOn('granted')], attachment: 'https://www.yongning.test/t1.pdf' };
    corpus.recordReport(sketchReport(corpus, sketch));
    const before = contents(corpus);

    clock.set(LATER);
    expect(corpus.recordReport(sketchReport(corpus, sketch)).change).toBe('unchanged');
    const after = contents(corpus);
    expect(corpus.db.prepare('SELECT last_seen_at FROM reports').pluck().all()).toEqual([LATER]);
    corpus.db.prepare('UPDATE reports SET last_seen_at = first_seen_at').run();
    expect({ ...after, reports: contents(corpus).reports }).toEqual(before);
  });

  it('is whole or not at all', () => {
    const corpus = openEmptyCorpus();
    const record = sketchReport(corpus);
    const cells = record.report.cells.map((cell, index) => (index === 150 ? { ...cell, code: 'no.such.code' } : cell));
    expect(() => corpus.recordReport({ ...record, report: { ...record.report, cells } })).toThrow(/FOREIGN KEY/);
    expect(Object.values(contents(corpus)).flat()).toEqual([]);
  });

  it('refuses a cell whose status and number contradict each other', () => {
    const corpus = openEmptyCorpus();
    for (const cell of [
      { status: 'verified', number: null },
      { status: 'blank', number: 3 },
    ] as const) {
      const record = sketchReport(corpus, { figures: { [CODE]: cell } });
      expect(() => corpus.recordReport(record)).toThrow(/CHECK/);
    }
  });

  it('refuses a report whose original is not kept', () => {
    const corpus = openEmptyCorpus();
    const record = sketchReport(openEmptyCorpus());
    expect(() => corpus.recordReport(record)).toThrow(/FOREIGN KEY/);
  });
});

describe('reading the same originals again', () => {
  it('replaces what a newer extractor reads otherwise, under the same id', () => {
    const corpus = openEmptyCorpus();
    const first = corpus.recordReport(
      sketchReport(corpus, { findings: [findingOn('granted'), findingOn('received')] }),
    );
    const again = sketchReport(corpus, {
      figures: { [CODE]: { number: 5 } },
      findings: [findingOn('granted')],
      extractorVersion: '2',
    });
    expect(corpus.recordReport(again)).toEqual({ reportId: first.reportId, change: 'reextracted' });
    expect(granted(corpus, first.reportId)).toBe(5);
    expect(corpus.contentOf(first.reportId).findings).toEqual([findingOn('granted')]);
    expect(corpus.storedReports().map((report) => report.extractorVersion)).toEqual(['2']);
    expect(revisions(corpus)).toEqual([[2023, 1, 'current']]);
  });

  it('does the same offline, by id', () => {
    const corpus = openEmptyCorpus();
    const { reportId } = corpus.recordReport(sketchReport(corpus));
    expect(corpus.replaceExtraction(reportId, sketchReport(corpus))).toEqual({ reportId, change: 'unchanged' });
    const better = sketchReport(corpus, { figures: { [CODE]: { number: 5 } }, extractorVersion: '2' });
    expect(corpus.replaceExtraction(reportId, better)).toEqual({ reportId, change: 'reextracted' });
    expect(granted(corpus, reportId)).toBe(5);
    expect(() => corpus.replaceExtraction(99, better)).toThrow(/report 99/);
  });

  it('moves a report to the year or body it is now read to be of, and what it had superseded stands again', () => {
    const corpus = openEmptyCorpus();
    const right = corpus.recordReport(sketchReport(corpus));
    const misread = { url: 'https://www.yongning.test/t2.html', figures: { [CODE]: { number: 9 } } };
    const wrong = corpus.recordReport(sketchReport(corpus, misread));
    expect(revisions(corpus)).toEqual([
      [2023, 1, 'superseded'],
      [2023, 2, 'current'],
    ]);

    corpus.replaceExtraction(
      wrong.reportId,
      sketchReport(corpus, { ...misread, fiscalYear: 2022, extractorVersion: '2' }),
    );
    expect(revisions(corpus)).toEqual([
      [2023, 1, 'current'],
      [2022, 1, 'current'],
    ]);
    expect(right.reportId).not.toBe(wrong.reportId);
  });

  it('lets one report stand where a moved one meets another', () => {
    const corpus = openEmptyCorpus();
    corpus.recordReport(sketchReport(corpus, { fiscalYear: 2022, publishedOn: '2023-01-10' }));
    const other = {
      url: 'https://www.yongning.test/t2.html',
      figures: { [CODE]: { number: 9 } },
      publishedOn: '2023-03-10',
    };
    const { reportId } = corpus.recordReport(sketchReport(corpus, other));
    corpus.replaceExtraction(reportId, sketchReport(corpus, { ...other, fiscalYear: 2022 }));
    expect(revisions(corpus)).toEqual([
      [2022, 1, 'superseded'],
      [2022, 2, 'current'],
    ]);
  });
});

describe('a changed original', () => {
  it('makes a new revision and supersedes the old one, which is kept', () => {
    const corpus = openEmptyCorpus();
    const old = corpus.recordReport(sketchReport(corpus, { bytes: 'first' }));
    const changed = sketchReport(corpus, { bytes: 'second', figures: { [CODE]: { number: 8 } } });
    const { reportId, change } = corpus.recordReport(changed);
    expect(change).toBe('revised');
    expect(revisions(corpus)).toEqual([
      [2023, 1, 'superseded'],
      [2023, 2, 'current'],
    ]);
    expect([granted(corpus, old.reportId), granted(corpus, reportId)]).toEqual([1, 8]);
    expect(corpus.recordReport(changed)).toEqual({ reportId, change: 'unchanged' });
  });

  it('is noticed in the words, too', () => {
    const corpus = openEmptyCorpus();
    corpus.recordReport(sketchReport(corpus, { bytes: 'first' }));
    expect(corpus.recordReport(sketchReport(corpus, { bytes: 'second', text: '更正后的总体情况。' })).change).toBe(
      'revised',
    );
  });

  it('is no new revision when only a counter or a banner of the page changed', () => {
    const corpus = openEmptyCorpus();
    corpus.recordReport(sketchReport(corpus, { bytes: '访问量 1' }));
    const before = contents(corpus);
    expect(corpus.recordReport(sketchReport(corpus, { bytes: '访问量 2' })).change).toBe('unchanged');
    expect(contents(corpus)).toEqual(before);
  });

  it('that goes back to what it was is a third revision', () => {
    const corpus = openEmptyCorpus();
    const first = { bytes: 'first' };
    corpus.recordReport(sketchReport(corpus, first));
    corpus.recordReport(sketchReport(corpus, { bytes: 'second', figures: { [CODE]: { number: 8 } } }));
    expect(corpus.recordReport(sketchReport(corpus, first)).change).toBe('revised');
    expect(revisions(corpus).at(-1)).toEqual([2023, 3, 'current']);
  });
});

describe('a second address', () => {
  const twin = 'https://www.yongning.test/twin.html';

  it('with the same figures is a further source of the same report', () => {
    const corpus = openEmptyCorpus();
    const { reportId } = corpus.recordReport(sketchReport(corpus));
    const again = sketchReport(corpus, {
      url: twin,
      text: '同一报告，另一栏目。',
      figures: { [CODE]: { printed: '１' } },
    });
    expect(corpus.recordReport(again)).toEqual({ reportId, change: 'further_source' });
    expect(corpus.storedReports()[0]?.sources.map((source) => source.url)).toEqual([
      'https://www.yongning.test/t1.html',
      twin,
    ]);
    expect(corpus.recordReport(again).change).toBe('unchanged');
    expect(corpus.recordReport(sketchReport(corpus)).change).toBe('unchanged');
  });

  it('from which more can be read gives the cells, in whichever order the two come', () => {
    const scan = { figures: { [CODE]: { number: 7, status: 'doubtful' } } } as const;
    for (const order of [
      [scan, { url: twin }],
      [{ url: twin }, scan],
    ]) {
      const corpus = openEmptyCorpus();
      for (const sketch of [...order, ...order]) corpus.recordReport(sketchReport(corpus, sketch));
      const [report, ...others] = corpus.storedReports();
      expect(others).toEqual([]);
      expect([report?.cellSource?.url, report?.pageUrl]).toEqual([twin, twin]);
      expect(granted(corpus, report?.id ?? 0)).toBe(1);
      expect(report?.sources).toHaveLength(2);
    }
  });

  it('with other figures is another revision; the one published later stands, and both may come again', () => {
    const early = { publishedOn: '2024-01-10' };
    const late = { url: twin, figures: { [CODE]: { number: 8 } }, publishedOn: '2024-02-10' };
    for (const order of [
      [early, late],
      [late, early],
    ]) {
      const corpus = openEmptyCorpus();
      for (const sketch of order) corpus.recordReport(sketchReport(corpus, sketch));
      const before = contents(corpus);
      const current = corpus.storedReports().filter((report) => report.state === 'current');
      expect(current.map((report) => granted(corpus, report.id))).toEqual([8]);
      for (const sketch of order) expect(corpus.recordReport(sketchReport(corpus, sketch)).change).toBe('unchanged');
      expect(contents(corpus)).toEqual(before);
    }
  });
});

describe('whatever comes in whatever order', () => {
  const sketch = fc.record({
    url: fc.constantFrom('https://a.test/1.html', 'https://a.test/2.html', 'https://b.test/'),
    bytes: fc.constantFrom('one', 'two', 'three'),
    fiscalYear: fc.constantFrom(2022, 2023),
    publishedOn: fc.constantFrom(null, '2024-01-10', '2024-02-10'),
    extractorVersion: fc.constantFrom('1', '2'),
    text: fc.constantFrom('甲', '乙'),
    figures: fc
      .record({
        number: fc.integer({ min: 0, max: 2 }),
        status: fc.constantFrom('verified' as const, 'doubtful' as const),
      })
      .map((cell) => ({ [CODE]: cell })),
  });

  it('one revision of a report stands at most, revisions count from 1, none is lost, and the last one again is nothing new', () => {
    fc.assert(
      fc.property(fc.array(sketch, { minLength: 1, maxLength: 8 }), (sketches) => {
        const corpus = openEmptyCorpus();
        let known = 0;
        for (const each of sketches) {
          corpus.recordReport(sketchReport(corpus, each));
          const reports = corpus.storedReports();
          expect(reports.length).toBeGreaterThanOrEqual(known);
          known = reports.length;
          for (const year of [2022, 2023]) {
            const ofYear = reports.filter((report) => report.fiscalYear === year);
            expect(ofYear.map((report) => report.revision)).toEqual(ofYear.map((_, index) => index + 1));
            expect(ofYear.filter((report) => report.state === 'current')).toHaveLength(Math.min(1, ofYear.length));
          }
        }
        expect(statesOn(corpus, '2999')).toEqual(corpus.storedReports().map(({ id, state }) => [id, state]));
        const before = contents(corpus);
        expect(corpus.recordReport(sketchReport(corpus, sketches.at(-1))).change).toBe('unchanged');
        expect(contents(corpus)).toEqual(before);
        corpus.close();
      }),
      { numRuns: 60 },
    );
  });
});

describe('whose report it is', () => {
  it('never merges two bodies, however alike', () => {
    const corpus = openEmptyCorpus();
    const bodies = [
      YONGNING,
      { ...YONGNING, division: '640999' },
      { ...YONGNING, division: null, divisionName: null },
      { ...YONGNING, name: '永宁县农业农村局', level: 'department' },
    ] as const;
    for (const organization of [...bodies, ...bodies]) corpus.recordReport(sketchReport(corpus, { organization }));
    expect(corpus.storedOrganizations()).toHaveLength(4);
    expect(corpus.storedReports().map((report) => report.organizationId)).toEqual([1, 2, 3, 4]);
  });

  it('keeps one report for each year', () => {
    const corpus = openEmptyCorpus();
    for (const fiscalYear of [2022, 2023, 2022]) corpus.recordReport(sketchReport(corpus, { fiscalYear }));
    expect(revisions(corpus)).toEqual([
      [2022, 1, 'current'],
      [2023, 1, 'current'],
    ]);
  });

  it('learns the portal of a body that local files had shown first', () => {
    const corpus = openEmptyCorpus();
    corpus.upsertPortal({ id: 'yongning', name: '永宁县', home: 'https://www.yongning.test/' });
    corpus.recordReport(sketchReport(corpus));
    corpus.recordReport(sketchReport(corpus, { portalId: 'yongning', fiscalYear: 2022 }));
    expect(corpus.storedOrganizations().map((organization) => organization.portalId)).toEqual(['yongning']);
  });
});

describe('a withdrawn report', () => {
  it('keeps its rows, and stands again when it is met again', () => {
    const corpus = openEmptyCorpus();
    corpus.recordReport(sketchReport(corpus));
    expect(corpus.withdrawReport('https://www.yongning.test/t1.html')).toBe(true);
    expect(corpus.withdrawReport('https://www.yongning.test/other.html')).toBe(false);
    expect(revisions(corpus)).toEqual([[2023, 1, 'withdrawn']]);
    corpus.recordReport(sketchReport(corpus));
    expect(revisions(corpus)).toEqual([[2023, 1, 'current']]);
  });
});

describe('the corpus as it stood on a past day', () => {
  it('shows the revision that stood then, and none of one that was withdrawn', () => {
    const clock = stoppedClock('2024-01-10T08:00:00.000Z');
    const corpus = openEmptyCorpus(clock);
    const { reportId: first } = corpus.recordReport(sketchReport(corpus, { bytes: 'first' }));
    clock.set('2024-02-10T08:00:00.000Z');
    const edited = { bytes: 'second', figures: { [CODE]: { number: 9, printed: '9' } } };
    const { reportId: second } = corpus.recordReport(sketchReport(corpus, edited));
    clock.set('2024-03-10T08:00:00.000Z');
    corpus.withdrawReport('https://www.yongning.test/t1.html');
    clock.set('2024-04-10T08:00:00.000Z');
    corpus.recordReport(sketchReport(corpus, edited));
    expect(
      ['2024-01-01', '2024-02-01', '2024-03-01', '2024-04-01', '2024-05-01'].map((day) => statesOn(corpus, day)),
    ).toEqual([
      [],
      [[first, 'current']],
      [
        [first, 'superseded'],
        [second, 'current'],
      ],
      [
        [first, 'superseded'],
        [second, 'withdrawn'],
      ],
      [
        [first, 'superseded'],
        [second, 'current'],
      ],
    ]);
  });

  it('is answered by the query of docs/schema.md', () => {
    const text = readFileSync(new URL('../../docs/schema.md', import.meta.url), 'utf8');
    const query = /(WITH standing[^;]+);/u.exec(text)?.[1]?.replace("'2024-04-01'", ':day') ?? '';
    const clock = stoppedClock('2024-01-10T08:00:00.000Z');
    const corpus = openEmptyCorpus(clock);
    corpus.recordReport(sketchReport(corpus, { bytes: 'first' }));
    clock.set('2024-02-10T08:00:00.000Z');
    corpus.recordReport(sketchReport(corpus, { bytes: 'second', figures: { [CODE]: { number: 9, printed: '9' } } }));
    const shown = corpus.db.prepare(`SELECT number FROM (${query}) WHERE code = '${CODE}'`).pluck();
    expect(['2024-01-05', '2024-02-01', '2024-03-01'].map((day) => shown.all({ day }))).toEqual([[], [1], [9]]);
  });
});

describe('portals and what is found about them', () => {
  it('keeps a recognised family when the portal is filed again without one', () => {
    const corpus = openEmptyCorpus();
    const portal = { id: 'yongning', name: '永宁县', home: 'https://www.yongning.test/' };
    corpus.upsertPortal({ ...portal, family: 'trs', division: '640121', province: '宁夏' });
    corpus.upsertPortal({ ...portal, home: 'https://www.yongning.test/index.html' });
    expect(corpus.storedPortals()).toEqual([
      {
        id: 'yongning',
        name: '永宁县',
        division: '640121',
        province: '宁夏',
        homeUrl: 'https://www.yongning.test/index.html',
        family: 'trs',
      },
    ]);
  });

  it('states a finding on a portal once, and can take it back without touching those on reports', () => {
    const corpus = openEmptyCorpus();
    corpus.upsertPortal({ id: 'yongning', name: '永宁县', home: 'https://www.yongning.test/' });
    corpus.recordReport(sketchReport(corpus, { findings: [findingOn('granted')] }));
    for (const message of ['The column lists nothing.', 'The column still lists nothing.']) {
      corpus.recordPortalFinding({ portalId: 'yongning', finding: { ...findingOn('column', 'P1'), message } });
    }
    const messages = corpus.db.prepare('SELECT message FROM findings WHERE portal_id IS NOT NULL').pluck();
    expect(messages.all()).toEqual(['The column still lists nothing.']);
    corpus.clearPortalFindings('yongning');
    expect(messages.all()).toEqual([]);
    expect(corpus.db.prepare('SELECT count(*) FROM findings').pluck().get()).toBe(1);
  });
});
