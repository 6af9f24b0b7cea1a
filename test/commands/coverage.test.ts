import { afterEach, describe, expect, test } from 'vitest';
import { pageOf, type Answer } from '../crawl/portal-server.ts';
import { writeReport } from '../extract/written-report.ts';
import { rows } from './corpus-folder.ts';
import { portalOf, type ListedReports } from './portal-of.ts';

const COUNTY = '青梧县人民政府';
const TOWN = '青梧县石磨镇人民政府';

let portal: ListedReports | undefined;
afterEach(async () => {
  await portal?.close();
  portal = undefined;
});

interface Listed {
  readonly body: string;
  readonly year: number;
}

const titleOf = ({ body, year }: Listed): string => `${body}${year}年政府信息公开工作年度报告`;
const pathOf = ({ body, year }: Listed): string => `/xxgk/nb/t${year + 1}0120_${year}${body === COUNTY ? 1 : 2}.html`;

function county(...years: readonly number[]): Listed[] {
  return years.map((year) => ({ body: COUNTY, year }));
}

function town(...years: readonly number[]): Listed[] {
  return years.map((year) => ({ body: TOWN, year }));
}

function linksTo(reports: readonly Listed[]): Record<string, string> {
  return Object.fromEntries(reports.map((report) => [pathOf(report), titleOf(report)]));
}

function pagesOf(reports: readonly Listed[]): Record<string, Answer> {
  return Object.fromEntries(
    reports.map((report) => [pathOf(report), writeReport({ year: report.year, title: titleOf(report) })]),
  );
}

async function harvested(reports: readonly Listed[], answers: Record<string, Answer> = {}): Promise<ListedReports> {
  portal = await portalOf(linksTo(reports), { ...pagesOf(reports), ...answers });
  await portal.harvest();
  return portal;
}

/** `status` by year of one body, where it is more than unknown. */
function known(data: string, body: string): Record<string, string> {
  const found = rows(data, `SELECT fiscal_year, status FROM coverage WHERE name = '${body}' AND status <> 'unknown'`);
  return Object.fromEntries(found as [number, string][]);
}

describe('a year without a report', () => {
  test('is not published where the list was read whole, back to the oldest year that it has of this body', async () => {
    const { data, origin } = await harvested([...county(2019, 2020, 2022, 2023, 2024, 2025), ...town(2024)]);
    expect(known(data, COUNTY)).toMatchObject({ 2019: 'found', 2020: 'found', 2021: 'not_published', 2022: 'found' });
    expect(known(data, COUNTY)).not.toHaveProperty('2018');
    expect(known(data, TOWN)).toMatchObject({ 2024: 'found', 2025: 'not_published' });
    expect(known(data, TOWN)).not.toHaveProperty('2023');
    const shown = rows(
      data,
      `SELECT c.url, x.outcome FROM coverage c JOIN fetches x ON x.id = c.fetch_id WHERE c.status = 'not_published' AND c.name = '${COUNTY}'`,
    );
    expect(shown).toEqual([[`${origin}/xxgk/nb/`, 'ok']]);
  });

  test.each<[string, Record<string, Answer>]>([
    [
      'the list says that it has more pages than there are',
      {
        '/xxgk/nb/': pageOf(
          '政府信息公开年报',
          linksTo(county(2019, 2020, 2022, 2023)),
          '<script>createPageHTML(2, 0, "index", "html");</script>',
        ),
        '/xxgk/nb/index_1.html': pageOf('政府信息公开年报', linksTo(county(2022, 2023))),
      },
    ],
    [
      'a page of the list is gone',
      {
        '/xxgk/nb/': pageOf('政府信息公开年报', {
          ...linksTo(county(2019, 2020, 2022, 2023)),
          '/xxgk/nb/index_1.html': '下一页',
        }),
      },
    ],
    [
      'what may be the report cannot be read',
      {
        '/xxgk/nb/': pageOf('政府信息公开年报', {
          ...linksTo(county(2019, 2020, 2022, 2023)),
          '/xxgk/nb/t20220120_9.html': '青梧县政府信息公开工作年度报告',
        }),
        '/xxgk/nb/t20220120_9.html': { status: 403, body: '<p>403</p>' },
      },
    ],
  ])('is unknown where %s', async (_, answers) => {
    const { data } = await harvested(county(2019, 2020, 2022, 2023), answers);
    const status = known(data, COUNTY);
    expect(status).toMatchObject({ 2019: 'found', 2020: 'found', 2022: 'found', 2023: 'found' });
    expect(Object.values(status)).not.toContain('not_published');
  });

  test('is told by the list of that year where each year has a list of its own', async () => {
    const lists = [2021, 2022, 2023];
    const listed = [...county(2021, 2022, 2023), ...town(2021, 2023), { body: '青梧县教育局', year: 2022 }];
    const tabs = Object.fromEntries(lists.map((year) => [`/xxgk/nb/${year}/`, `${year}年政府信息公开年报`]));
    const { data, origin } = await harvested(listed, {
      '/xxgk/nb/': pageOf('政府信息公开年报', tabs),
      ...Object.fromEntries(
        lists.map((year) => [
          `/xxgk/nb/${year}/`,
          pageOf(`${year}年政府信息公开年报`, linksTo(listed.filter((one) => one.year === year))),
        ]),
      ),
    });
    expect(known(data, TOWN)).toMatchObject({ 2021: 'found', 2022: 'not_published', 2023: 'found' });
    expect(known(data, COUNTY)).toEqual({ 2021: 'found', 2022: 'found', 2023: 'found' });
    expect(rows(data, `SELECT url FROM coverage WHERE name = '${TOWN}' AND fiscal_year = 2022`)).toEqual([
      [`${origin}/xxgk/nb/2022/`],
    ]);
  });
});

test('a report of prose from before the forms is found, with its sections and without cells', async () => {
  const report = { body: COUNTY, year: 2012 };
  const prose = `<html><head><title>${titleOf(report)}</title></head><body><h1>${titleOf(report)}</h1>
<p>本报告由青梧县人民政府办公室编制，所列数据的统计期限自2012年1月1日起至2012年12月31日止。</p>
<p>一、概述</p><p>2012年，全县各单位按条例开展信息公开，设立查阅点三处。</p>
<p>二、主动公开政府信息情况</p><p>全年主动公开政府信息1204条，其中政策法规类65条。</p>
<p>三、依申请公开政府信息办理情况</p><p>全年受理申请2件，均已答复。</p>
<p>四、政府信息公开的收费及减免情况</p><p>未收取任何费用。</p>
<p>五、因政府信息公开申请行政复议、提起行政诉讼的情况</p><p>未发生。</p>
<p>六、存在的主要问题及改进措施</p><p>公开的内容有待充实，明年将增加培训。</p></body></html>`;
  const { data } = await harvested([report], { [pathOf(report)]: prose });
  expect(known(data, COUNTY)).toMatchObject({ 2012: 'found' });
  expect(rows(data, "SELECT count(*) FROM cells WHERE status <> 'absent'")).toEqual([[0]]);
  const sections = rows(data, 'SELECT number, text FROM sections ORDER BY number') as [number, string][];
  expect(sections.map(([, text]) => text).join('')).toContain('1204');
});
