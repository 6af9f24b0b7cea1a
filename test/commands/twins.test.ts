import { afterEach, describe, expect, test } from 'vitest';
import { runExtract } from '../../src/commands/extract.ts';
import { runIngest } from '../../src/commands/ingest.ts';
import { writeReport, type ReportChanges } from '../extract/written-report.ts';
import { folderWith, newFolder, rows } from './corpus-folder.ts';
import { fileAnswer, portalOf, type ListedReports } from './portal-of.ts';
import { run } from './terminal.ts';
import { wordTwinOf } from './word-twin.ts';

const TITLE = '青梧县人民政府2023年政府信息公开工作年度报告';
const REPORTS = 'SELECT revision, state, page_url FROM reports ORDER BY id';
const CODE = 'requests.granted.natural_person';

let portal: ListedReports | undefined;
afterEach(async () => {
  await portal?.close();
  portal = undefined;
});

/** The page of a report with a file to be fetched beside it. */
function pageWith(attachment: string, changes: ReportChanges = {}): string {
  return writeReport(changes).replace('</body>', `<p><a href="${attachment}">${TITLE}</a></p></body>`);
}

async function harvestPair(page: ReportChanges, attached: ReportChanges): Promise<ListedReports> {
  const found = await portalOf(
    { '/nb/2023.html': TITLE },
    {
      '/nb/2023.html': pageWith('/nb/2023.docx', page),
      '/nb/2023.docx': fileAnswer(await wordTwinOf(writeReport(attached))),
    },
  );
  portal = found;
  const { exitCode, noted } = await found.harvest();
  expect(noted).toEqual(expect.arrayContaining([expect.stringContaining('done')]) as string[]);
  expect(exitCode).toBe(0);
  return found;
}

function statuses(data: string): unknown[] {
  return rows(data, 'SELECT status, count(*) FROM panel_long GROUP BY status ORDER BY status');
}

/** All that extraction gives, without ids and times. */
function content(data: string): unknown[][] {
  return [
    rows(data, REPORTS),
    rows(data, 'SELECT url, sha256, role FROM report_sources ORDER BY 1, 2'),
    rows(
      data,
      'SELECT code, printed, number, status, derived, basis, url, sha256, locator FROM cells ORDER BY report_id, code',
    ),
    rows(
      data,
      'SELECT rule, subject, verdict, severity, expected, actual, message FROM findings WHERE report_id IS NOT NULL ORDER BY 1, 2, 3',
    ),
    rows(data, 'SELECT number, text FROM sections ORDER BY report_id, 1'),
  ];
}

async function expectExtractToAgree(data: string): Promise<void> {
  const before = content(data);
  const { exitCode, printed } = await run(runExtract, { all: true, dryRun: false }, data);
  expect(exitCode).toBe(0);
  expect(printed).toContain(' 0 changed');
  expect(content(data)).toEqual(before);
}

describe('page and attachment', () => {
  test('that say the same are one report with two sources, and nothing is found', async () => {
    const { data, origin } = await harvestPair({}, {});
    expect(rows(data, REPORTS)).toEqual([[1, 'current', `${origin}/nb/2023.html`]]);
    expect(rows(data, 'SELECT url, role FROM report_sources ORDER BY url')).toEqual([
      [`${origin}/nb/2023.docx`, 'attachment'],
      [`${origin}/nb/2023.html`, 'page'],
    ]);
    expect(rows(data, 'SELECT reader FROM documents JOIN report_sources USING (sha256) ORDER BY url')).toEqual([
      ['docx'],
      ['html'],
    ]);
    expect(statuses(data)).toEqual([
      ['read', 10],
      ['verified', 190],
    ]);
    expect(rows(data, 'SELECT rule FROM findings WHERE report_id IS NOT NULL')).toEqual([]);
    await expectExtractToAgree(data);
  });

  test('that differ in a firm figure contradict each other: the cell says so, and the finding shows both', async () => {
    const { data, origin } = await harvestPair({}, { figures: { 'proactive.licensing.decisions': 14235 } });
    expect(
      rows(data, "SELECT number, status, url FROM panel_long WHERE code = 'proactive.licensing.decisions'"),
    ).toEqual([[14253, 'conflicting', `${origin}/nb/2023.html`]]);
    const [found] = rows(
      data,
      'SELECT rule, subject, verdict, expected, actual, message FROM findings WHERE report_id IS NOT NULL',
    ) as string[][];
    expect(found?.slice(0, 5)).toEqual([
      'twin.difference',
      'proactive.licensing.decisions',
      'source',
      '14253',
      '14235',
    ]);
    expect(found?.[5]).toContain(`${origin}/nb/2023.html (table 0, `);
    expect(found?.[5]).toContain(`${origin}/nb/2023.docx (table 0, `);
    expect(statuses(data)).toEqual([
      ['conflicting', 1],
      ['read', 9],
      ['verified', 190],
    ]);
    await expectExtractToAgree(data);
  });

  test('that fail in the same way convict the source; where one of them holds, the reading is suspected', async () => {
    const same = await harvestPair({ figures: { [CODE]: 7 } }, { figures: { [CODE]: 7 } });
    const verdicts = 'SELECT rule, subject, verdict FROM findings WHERE report_id IS NOT NULL ORDER BY 1, 2';
    expect(rows(same.data, verdicts)).toEqual([
      ['A1', 'granted', 'source'],
      ['A2', 'natural_person', 'source'],
    ]);
    await same.close();
    const other = await harvestPair({ figures: { [CODE]: 7 } }, {});
    expect(rows(other.data, verdicts)).toEqual([
      ['A1', 'granted', 'extraction'],
      ['A2', 'natural_person', 'extraction'],
      ['twin.difference', CODE, 'source'],
    ]);
    expect(rows(other.data, `SELECT number, status FROM panel_long WHERE code = '${CODE}'`)).toEqual([
      [7, 'conflicting'],
    ]);
  });

  test('complete each other: what the one cannot be read for is taken from the other, with its place', async () => {
    const page = { figures: { [CODE]: '※', 'proactive.penalties.decisions': 'O21' } };
    const { data, origin } = await harvestPair(page, {});
    const taken = `SELECT code, number, status, url FROM panel_long WHERE code IN ('${CODE}', 'proactive.penalties.decisions') ORDER BY code`;
    expect(rows(data, taken)).toEqual([
      ['proactive.penalties.decisions', 210, 'read', `${origin}/nb/2023.docx`],
      [CODE, 6, 'verified', `${origin}/nb/2023.docx`],
    ]);
    expect(rows(data, 'SELECT count(*) FROM cells c JOIN report_sources s USING (report_id, url, sha256)')).toEqual([
      [200],
    ]);
    await expectExtractToAgree(data);
  });

  test('lend each other whole tables', async () => {
    const { data, origin } = await harvestPair({ tables: { 四: null } }, { tables: { 二: null } });
    expect(rows(data, 'SELECT substr(code, 1, 8), url, count(*) FROM cells GROUP BY 1, 2 ORDER BY 1')).toEqual([
      ['disputes', `${origin}/nb/2023.docx`, 15],
      ['proactiv', `${origin}/nb/2023.html`, 10],
      ['requests', expect.any(String), 175],
    ]);
    expect(statuses(data)).toEqual([
      ['read', 10],
      ['verified', 190],
    ]);
    await expectExtractToAgree(data);
  });

  test('are not merged where the attachment is last year’s: it is a report of its own', async () => {
    const { data, origin } = await harvestPair({}, { year: 2022, figures: { [CODE]: 9 } });
    expect(rows(data, 'SELECT fiscal_year, page_url FROM reports ORDER BY id')).toEqual([
      [2023, `${origin}/nb/2023.html`],
      [2022, `${origin}/nb/2023.docx`],
    ]);
    expect(rows(data, `SELECT number FROM panel_long WHERE fiscal_year = 2023 AND code = '${CODE}'`)).toEqual([[6]]);
    expect(rows(data, 'SELECT report_id, url FROM report_sources ORDER BY 1')).toEqual([
      [1, `${origin}/nb/2023.html`],
      [2, `${origin}/nb/2023.docx`],
    ]);
    await expectExtractToAgree(data);
  });

  const OTHER_FIGURES = {
    tables: { 三: null, 四: null },
    figures: Object.fromEntries(
      [
        'proactive.licensing.decisions',
        'proactive.penalties.decisions',
        'proactive.coercion.decisions',
        'proactive.normative_documents.in_force',
      ].map((code, index) => [code, 500 + index]),
    ),
  };

  test('that name the same body and year are compared, however much they differ', async () => {
    const { data } = await harvestPair({ tables: OTHER_FIGURES.tables }, OTHER_FIGURES);
    expect(rows(data, "SELECT rule, count(*) FROM findings WHERE rule LIKE 'twin.%' GROUP BY 1")).toEqual([
      ['twin.difference', 4],
    ]);
    expect(rows(data, "SELECT count(*) FROM panel_long WHERE status = 'conflicting'")).toEqual([[4]]);
    await expectExtractToAgree(data);
  });
});

describe('one report at two addresses', () => {
  const WORDS = `${TITLE}（文字版）`;
  const PICTURES = `${TITLE}（图片版）`;

  async function harvestTwo(first: ReportChanges, second: ReportChanges): Promise<ListedReports> {
    portal = await portalOf(
      { '/nb/a.html': WORDS, '/nb/b.docx': PICTURES },
      { '/nb/a.html': writeReport(first), '/nb/b.docx': fileAnswer(await wordTwinOf(writeReport(second))) },
    );
    expect((await portal.harvest()).exitCode).toBe(0);
    return portal;
  }

  test('is one report with two sources, compared, whichever is met first, and met again is nothing new', async () => {
    const changes = { figures: { 'proactive.licensing.decisions': 14235 } };
    const { data, origin, harvest } = await harvestTwo({}, changes);
    expect(rows(data, REPORTS)).toHaveLength(1);
    expect(rows(data, 'SELECT url FROM report_sources ORDER BY url')).toEqual([
      [`${origin}/nb/a.html`],
      [`${origin}/nb/b.docx`],
    ]);
    expect(rows(data, "SELECT status FROM panel_long WHERE code = 'proactive.licensing.decisions'")).toEqual([
      ['conflicting'],
    ]);
    expect(rows(data, "SELECT count(*) FROM findings WHERE rule = 'twin.difference'")).toEqual([[1]]);
    expect(rows(data, 'SELECT count(*) FROM panel')).toEqual([[1]]);
    await expectExtractToAgree(data);
    const before = content(data);
    expect((await harvest()).exitCode).toBe(0);
    expect(content(data)).toEqual(before);
  });

  test('of which one changes becomes a new revision of both', async () => {
    const { data, origin, harvest, change } = await harvestTwo({}, {});
    change({ '/nb/a.html': writeReport({ figures: { 'proactive.licensing.decisions': 14300 } }) });
    expect((await harvest()).exitCode).toBe(0);
    expect(rows(data, 'SELECT revision, state FROM reports ORDER BY 1')).toEqual([
      [1, 'superseded'],
      [2, 'current'],
    ]);
    expect(
      rows(data, "SELECT number, status, url FROM panel_long WHERE code = 'proactive.licensing.decisions'"),
    ).toEqual([[14300, 'conflicting', `${origin}/nb/a.html`]]);
  });

  test('is another revision where it was published weeks later with other figures, or says that it corrects', async () => {
    for (const later of [{ publishedOn: '2024-03-20' }, { title: `${TITLE}（更正）` }]) {
      const first = writeReport();
      const second = writeReport({ ...later, figures: { 'proactive.licensing.decisions': 14300 } });
      portal = await portalOf(
        { '/nb/a.html': TITLE, '/nb/b.html': later.title ?? TITLE },
        { '/nb/a.html': first, '/nb/b.html': second },
      );
      expect((await portal.harvest()).exitCode).toBe(0);
      expect(rows(portal.data, 'SELECT state FROM reports ORDER BY revision')).toEqual([['superseded'], ['current']]);
      await portal.close();
    }
  });

  test('among local files is merged the same way, in whichever order they come', async () => {
    const html = writeReport({ figures: { [CODE]: '※' } });
    const word = await wordTwinOf(writeReport());
    const outcomes = [];
    for (const names of [
      ['a.html', 'b.docx'],
      ['b.html', 'a.docx'],
    ] as const) {
      const data = newFolder();
      const folder = folderWith({ [names[0]]: html, [names[1]]: word });
      const ingest = { paths: [folder], url: null, organization: null, year: null };
      expect((await run(runIngest, ingest, data)).exitCode).toBe(0);
      await expectExtractToAgree(data);
      outcomes.push(rows(data, 'SELECT code, number, status, sha256 FROM panel_long ORDER BY code'));
      expect(rows(data, 'SELECT count(*) FROM report_sources')).toEqual([[2]]);
    }
    expect(outcomes[0]).toEqual(outcomes[1]);
  });
});
