import { MADE_DIALECTS, MADE_PAGERS, madeRow } from './made-dialects.ts';
import type { MadeDialectName, MadePagerName, MadeRow, MadeRowName } from './made-dialects.ts';
import type { Fetch } from './walk-portal.ts';

/** What a made portal is like; every combination is a portal some county could have. */
export interface MadeSpec {
  readonly county: string;
  readonly dialect: MadeDialectName;
  /** How the column of annual reports is divided. */
  readonly structure: 'flat' | 'years' | 'kinds' | 'years and kinds' | 'zones';
  /** Clicks from home to the column. */
  readonly depth: 1 | 2 | 3;
  /** The column's link; an empty label is a picture with an alternative text. */
  readonly label: string;
  readonly titles: 'full' | 'short' | 'year first' | 'bare' | 'year inside';
  readonly row: MadeRowName;
  readonly pager: MadePagerName;
  readonly cut: boolean;
  readonly perPage: number;
  readonly years: number;
  readonly departments: number;
  readonly townships: number;
  /** How the proxy of a hanweb list understands what it is asked. */
  readonly proxy: 'by page' | 'by record';
}

export interface MadePortal {
  readonly home: string;
  readonly reports: ReadonlySet<string>;
  readonly fetch: Fetch;
}

const DEPARTMENTS = [
  '教育局',
  '农业农村局',
  '水务局',
  '审计局',
  '住房和城乡建设局',
  '市场监督管理局',
  '财政局',
  '信访局',
  '统计局',
];
const TOWNSHIPS = ['青石镇', '上坪乡', '龙尾镇', '河湾街道办事处', '北关街道', '闽兴回族乡'];
const NEWS = [
  '县委书记调研重点项目',
  '全县安全生产会议召开',
  '关于公开招聘教师的公告',
  '2023年度部门决算公开',
  '2023年政务公开工作要点',
  '我县开展政府信息公开年报培训',
];
const HOST = 'http://made.example';

const lookAlikes = (county: string): string[] => [
  `${county}人民政府网站工作年度报表（2023年度）`,
  `${county}2023年法治政府建设年度报告`,
  `图解${county}2022年政府信息公开工作年度报告`,
  '关于报送2023年度政府信息公开年报的通知',
  `${county}2022年国资年报`,
  `${county}公共企事业单位2022年信息公开年度报告`,
];

interface Unit {
  readonly kind: 'government' | 'department' | 'township';
  /** '' for the county's government. */
  readonly name: string;
}

/** Builds a portal in memory: home, hubs, the 年报 column and its parts, news, and columns that sound alike. */
export function makePortal(spec: MadeSpec): MadePortal {
  return new PortalMaker(spec).make();
}

class PortalMaker {
  readonly #spec: MadeSpec;
  readonly #pages = new Map<string, string>();
  readonly #reports = new Set<string>();
  readonly #columns = new Map<string, number>();
  readonly #records = new Map<string, readonly MadeRow[]>();
  #id = 20_000;

  constructor(spec: MadeSpec) {
    this.#spec = spec;
  }

  make(): MadePortal {
    const { county, structure } = this.#spec;
    this.#list('xwzx', '新闻中心', this.#rows('xwzx', Array.from({ length: 4 }, () => NEWS).flat()));
    this.#list(
      'fzzf',
      '法治政府建设年度报告',
      this.#rows('fzzf', [`${county}2022年法治政府建设年度报告`, '2023年度报告']),
    );
    this.#list('fdgk', '法定主动公开内容', this.#rows('fdgk', lookAlikes(county)));
    if (structure === 'zones') this.#zones();
    else this.#column();
    const door = this.#columnLink();
    const hub = this.#address('zwgk');
    if (this.#spec.depth === 2) this.#page(hub, '政务公开', door);
    if (this.#spec.depth === 3) {
      this.#page(hub, '政务公开', `<a href="${this.#address('zwgk/zfxxgk')}">政府信息公开</a>`);
      this.#page(this.#address('zwgk/zfxxgk'), '政府信息公开', `<p>依照条例设立。</p>${door}`);
    }
    this.#page(
      '/',
      '首页',
      this.#rows('xwzx', NEWS)
        .map((row) => this.#row(row))
        .join(''),
    );
    return { home: `${HOST}/`, reports: this.#reports, fetch: (url, form) => Promise.resolve(this.#answer(url, form)) };
  }

  get #columnFolder(): string {
    return ['gknb', 'zwgk/gknb', 'zwgk/zfxxgk/gknb'][this.#spec.depth - 1] ?? 'gknb';
  }

  get #units(): Unit[] {
    return [
      { kind: 'government', name: '' },
      ...DEPARTMENTS.slice(0, this.#spec.departments).map((name): Unit => ({ kind: 'department', name })),
      ...TOWNSHIPS.slice(0, this.#spec.townships).map((name): Unit => ({ kind: 'township', name })),
    ];
  }

  get #years(): number[] {
    return Array.from({ length: this.#spec.years }, (_, index) => 2023 - index);
  }

  #column(): void {
    const folder = this.#columnFolder;
    const { structure, county } = this.#spec;
    if (structure === 'flat') {
      this.#list(folder, '年报', [
        ...this.#reportRows(folder, this.#units, this.#years),
        ...this.#rows(folder, lookAlikes(county)),
      ]);
      return;
    }
    if (structure === 'kinds') {
      this.#byKind(folder, this.#years);
      return;
    }
    const parts = this.#years.map((year) => ({ year, folder: `${folder}/${year}n` }));
    this.#list(
      folder,
      '年报',
      [],
      parts.map(({ year, folder: part }) => `<a href="${this.#address(part)}">${year}年</a>`).join(''),
    );
    for (const { year, folder: part } of parts) {
      if (structure === 'years') this.#list(part, `${year}年`, this.#reportRows(part, this.#units, [year]));
      else this.#byKind(part, [year]);
    }
  }

  #byKind(folder: string, years: readonly number[]): void {
    const kinds = [
      { kind: 'government', name: '县政府', slug: 'xzf' },
      { kind: 'department', name: '政府部门', slug: 'bm' },
      { kind: 'township', name: '乡镇（街道）', slug: 'xz' },
    ] as const;
    const links = kinds.map(({ name, slug }) => `<a href="${this.#address(`${folder}/${slug}`)}">${name}</a>`);
    this.#list(folder, '年报', [], links.join(''));
    for (const { kind, name, slug } of kinds) {
      const part = `${folder}/${slug}`;
      this.#list(
        part,
        name,
        this.#reportRows(
          part,
          this.#units.filter((unit) => unit.kind === kind),
          years,
        ),
      );
    }
  }

  /** Departments and townships keep their reports in zones of their own. */
  #zones(): void {
    const [government, ...others] = this.#units;
    const folder = this.#columnFolder;
    this.#list(folder, '年报', government === undefined ? [] : this.#reportRows(folder, [government], this.#years));
    const zones = others.map((unit, index) => ({ unit, folder: `bmxxgk/z${index}` }));
    const links = zones.map(({ unit, folder: zone }) => `<li><a href="${this.#address(zone)}">${unit.name}</a></li>`);
    this.#page(this.#address('bmxxgk'), '部门信息公开', links.join(''));
    for (const { unit, folder: zone } of zones) {
      const column = `${zone}/gknb`;
      this.#page(
        this.#address(zone),
        unit.name,
        `<a href="/zn.html">政府信息公开指南</a><a href="${this.#address(column)}">政府信息公开年报</a>`,
      );
      this.#list(column, '政府信息公开年报', this.#reportRows(column, [unit], this.#years));
    }
  }

  #columnLink(): string {
    const { label } = this.#spec;
    const inside = label === '' ? '<img src="/i/nb.png" alt="政府信息公开年报">' : label;
    return `<a href="/zn.html">政府信息公开指南</a><a href="${this.#address(this.#columnFolder)}">${inside}</a>`;
  }

  #reportRows(folder: string, units: readonly Unit[], years: readonly number[]): MadeRow[] {
    const rows = years.flatMap((year) =>
      this.#rows(
        folder,
        units.map((unit) => this.#title(unit, year)),
        year + 1,
      ),
    );
    for (const { path } of rows) this.#reports.add(HOST + path);
    return rows;
  }

  #title({ name }: Unit, year: number): string {
    const { county, titles } = this.#spec;
    const short = name === '' ? county : name;
    if (titles === 'short') return `${short}${year}年政府信息公开年报`;
    if (titles === 'year first') return `${year}年度${county}${name}政府信息公开工作年度报告`;
    if (titles === 'year inside') return `${short}政府信息公开工作${year}年年度报告`;
    if (titles === 'bare' && name !== '') return `${name} ${year}年`;
    return `${county}${name}${year}年政府信息公开工作年度报告`;
  }

  #rows(folder: string, titles: readonly string[], published = 2024): MadeRow[] {
    return titles.map((title) => {
      const date = `${published}-01-${String(10 + (++this.#id % 18))}`;
      return {
        title,
        date,
        path: MADE_DIALECTS[this.#spec.dialect].article(folder, this.#number(folder), this.#id, date),
      };
    });
  }

  #number(folder: string): number {
    const known = this.#columns.get(folder) ?? 101 + this.#columns.size;
    this.#columns.set(folder, known);
    return known;
  }

  #address(folder: string): string {
    return MADE_DIALECTS[this.#spec.dialect].column(folder, this.#number(folder));
  }

  #row(row: MadeRow): string {
    return madeRow(this.#spec.row, row, this.#spec.cut);
  }

  #list(folder: string, title: string, rows: readonly MadeRow[], parts = ''): void {
    const { dialect, perPage, pager } = this.#spec;
    if (dialect === 'hanweb') {
      this.#recordList(folder, title, rows, parts);
      return;
    }
    const total = Math.max(1, Math.ceil(rows.length / perPage));
    const urlOf = (page: number) => MADE_DIALECTS[dialect].page(folder, this.#number(folder), page);
    const scripted = pager === 'call' || pager === 'variable';
    const turn = MADE_PAGERS[scripted && dialect !== 'trs' ? 'nextAndLast' : pager];
    for (let page = 0; page < total; page += 1) {
      const shown = rows.slice(page * perPage, (page + 1) * perPage).map((row) => this.#row(row));
      this.#page(urlOf(page), title, `${parts}<ul>${shown.join('\n')}</ul><div>${turn(total, page, urlOf)}</div>`);
    }
  }

  #recordList(folder: string, title: string, rows: readonly MadeRow[], parts: string): void {
    const column = String(this.#number(folder));
    const shown = rows.slice(0, this.#spec.perPage).map((row) => `<record><![CDATA[${this.#row(row)}]]></record>`);
    const settings = `perPage:${this.#spec.perPage},totalRecord:${rows.length},proxyUrl:'/module/web/jpage/dataproxy.jsp',ajaxParam:{columnid:${column},unitid:'9'}`;
    const list = `<script type="text/xml"><datastore><recordset>${shown.join('')}</recordset></datastore></script><script>$("#9").jpage({${settings}});</script>`;
    this.#records.set(column, rows);
    this.#page(this.#address(folder), title, parts + list);
  }

  #page(path: string, title: string, main: string): void {
    const { county, depth, structure } = this.#spec;
    const menu = [
      ['首页', '/'],
      ['新闻中心', this.#address('xwzx')],
      ...(depth > 1 ? [['政务公开', this.#address('zwgk')]] : []),
      ...(structure === 'zones' ? [['部门信息公开', this.#address('bmxxgk')]] : []),
    ].map(([name = '', address = '']) => `<a href="${address}">${name}</a>`);
    const door = depth === 1 ? this.#columnLink() : '';
    const foot = `<a href="/wz.html">政府网站工作年度报表</a><a href="${this.#address('fzzf')}">法治政府建设年度报告</a><a href="http://www.gov.cn/">中国政府网</a>`;
    this.#pages.set(
      path,
      `<html><head><title>${title}_${county}人民政府</title></head><body>${menu.join(' ')}${door}<div>${main}</div>${foot}</body></html>`,
    );
  }

  #answer(url: string, form: Readonly<Record<string, string>> | undefined) {
    const { pathname, search, searchParams } = new URL(url);
    const field = (name: string) => Number(form?.[name] ?? searchParams.get(name) ?? 0);
    let text = this.#pages.get(pathname + search);
    if (pathname.endsWith('/dataproxy.jsp')) {
      const rows = this.#records.get(String(field('columnid'))) ?? [];
      const first =
        this.#spec.proxy === 'by page' ? (field('page') - 1) * this.#spec.perPage : field('startrecord') - 1;
      const last = this.#spec.proxy === 'by page' ? first + this.#spec.perPage : field('endrecord');
      const records = rows.slice(first, last).map((row) => `<record><![CDATA[${this.#row(row)}]]></record>`);
      text = `<datastore><totalrecord>${rows.length}</totalrecord><recordset>${records.join('')}</recordset></datastore>`;
    }
    return text === undefined
      ? undefined
      : { url, bytes: new TextEncoder().encode(text), contentType: 'text/html; charset=utf-8' };
  }
}
