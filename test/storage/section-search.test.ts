import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { corpusFile, openCorpus } from '../../storage/corpus.ts';
import type { Corpus } from '../../storage/corpus.ts';
import { EVERY_REPORT, provinceScope } from '../../storage/report-filter.ts';
import type { ReportFilter } from '../../storage/report-filter.ts';
import { indexedWords, matchExpression, wantedWords } from '../../storage/search-words.ts';
import { searchSections } from '../../storage/section-search.ts';
import { newDataDirectory, openEmptyCorpus, sketchReport, YONGNING } from './report-record.ts';

function found(corpus: Corpus, typed: string, filter: ReportFilter = EVERY_REPORT): number[] {
  return searchSections(corpus, typed, filter, { limit: 100 }).hits.map((hit) => hit.fiscalYear);
}

function corpusOf(texts: Readonly<Record<number, string>>): Corpus {
  const corpus = openEmptyCorpus();
  for (const [year, text] of Object.entries(texts)) {
    const url = `https://www.yongning.test/${year}.html`;
    corpus.recordReport(sketchReport(corpus, { fiscalYear: Number(year), url, text }));
  }
  return corpus;
}

describe('search over sections', () => {
  it.each([
    ['预算', [2022, 2021]],
    ['预', [2022, 2021]],
    ['算', [2022, 2021]],
    ['部门预算', [2021]],
    ['预算公开', [2022]],
    ['预算 公开', [2022, 2021]],
    ['"预算 公开"', []],
    ['算公', [2022]],
    ['2023年', [2023]],
    ['023', []],
    ['２０２３', [2023]],
    ['OA系统', [2023]],
    ['oa', [2023]],
    ['商业秘密', []],
    ['，', []],
    ['', []],
    ['" OR words:', []],
    ['总体情况', [2023, 2022, 2021]],
  ])('%s is found in %j', (typed, years) => {
    const corpus = corpusOf({
      2021: '本级部门预算已在网站公开。',
      2022: '预算公开及时。',
      2023: 'OA系统于2023年上线。',
    });
    expect(found(corpus, typed)).toEqual(years);
    corpus.close();
  });

  it('shows the passage with the words marked, wherever full-width forms stand in it', () => {
    const corpus = corpusOf({ 2023: `${'前文。'.repeat(40)}本年度ＡＢＣ预算及决算公开。${'后文。'.repeat(40)}` });
    const [hit] = searchSections(corpus, 'abc 决算', EVERY_REPORT, { limit: 1 }).hits;
    expect(hit?.snippet.filter((part) => part.hit).map((part) => part.text)).toEqual(['ＡＢＣ', '决算']);
    const passage = hit?.snippet.map((part) => part.text).join('');
    expect(passage).toContain('本年度ＡＢＣ预算及决算公开。');
    expect(passage).toMatch(/^….*…$/);
    expect(passage?.length).toBeLessThan(140);
    expect(hit).toMatchObject({ name: YONGNING.name, section: 1, heading: '一、总体情况' });
    corpus.close();
  });

  it('follows a report that is read anew, superseded or withdrawn', () => {
    const corpus = corpusOf({ 2023: '预算公开。' });
    const [report] = corpus.storedReports();
    const url = 'https://www.yongning.test/2023.html';
    const again = sketchReport(corpus, { url, bytes: 'original at ' + url, text: '决算公开。', extractorVersion: '2' });
    corpus.replaceExtraction(report!.id, again);
    expect([found(corpus, '预算'), found(corpus, '决算')]).toEqual([[], [2023]]);
    const figures = { 'requests.received.total': { printed: '9', number: 9 } } as const;
    corpus.recordReport(sketchReport(corpus, { url, bytes: 'changed', text: '三公经费。', figures }));
    expect([found(corpus, '决算'), found(corpus, '三公')]).toEqual([[], [2023]]);
    corpus.withdrawReport(url);
    expect(found(corpus, '三公')).toEqual([]);
    corpus.close();
  });

  it('goes on where a page ended', () => {
    const corpus = corpusOf({ 2021: '预算。', 2022: '预算。', 2023: '预算。' });
    const first = searchSections(corpus, '预算', EVERY_REPORT, { limit: 2 });
    const rest = searchSections(corpus, '预算', EVERY_REPORT, { limit: 2, after: first.next });
    expect([...first.hits, ...rest.hits].map((hit) => hit.fiscalYear)).toEqual([2023, 2022, 2021]);
    expect(rest.next).toBeNull();
    corpus.close();
  });

  it('looks through the years, the province and the rank that are asked for', () => {
    const corpus = corpusOf({ 2021: '预算。', 2022: '预算。' });
    expect(found(corpus, '预算', { ...EVERY_REPORT, years: { from: 2022, to: 2024 } })).toEqual([2022]);
    expect(found(corpus, '预算', { ...EVERY_REPORT, level: 'department' })).toEqual([]);
    for (const name of ['宁夏', '宁夏回族自治区', 'ningxia', '64']) {
      expect(found(corpus, '预算', { ...EVERY_REPORT, province: provinceScope(corpus, name) })).toEqual([2022, 2021]);
    }
    expect(found(corpus, '预算', { ...EVERY_REPORT, province: provinceScope(corpus, '青海') })).toEqual([]);
    expect(() => provinceScope(corpus, '永宁')).toThrow(/永宁 is no province/);
    corpus.close();
  });

  it('is filled in a corpus from before there was an index', () => {
    const directory = newDataDirectory();
    const before = openCorpus(directory);
    before.recordReport(sketchReport(before, { text: '预算公开。' }));
    before.close();
    const db = new Database(corpusFile(directory));
    db.exec('DELETE FROM section_search');
    db.close();
    const corpus = openCorpus(directory);
    expect(found(corpus, '预算')).toEqual([2023]);
    corpus.close();
  });
});

describe('the words of the index', () => {
  it('are pairs for Chinese, whole words for the rest', () => {
    expect(indexedWords('公开年报，第3次；Web 站点')).toBe('公开 开年 年报 报 第 3 次 web 站点 点');
    expect(matchExpression(wantedWords('年报 第3次'))).toBe('"年报" AND "第 3 次" *');
  });
});
