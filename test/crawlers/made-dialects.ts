/** One row of a made list. */
export interface MadeRow {
  readonly title: string;
  readonly date: string;
  readonly path: string;
}

/** How a made portal spells its addresses. `column` counts columns from 1; `folder` is the column's place in the tree. */
export interface MadeDialect {
  readonly column: (folder: string, column: number) => string;
  /** Address of page `page` (from 0) of a list. */
  readonly page: (folder: string, column: number, page: number) => string;
  readonly article: (folder: string, column: number, id: number, date: string) => string;
}

const hex = (id: number): string => (Math.imul(id, 2_654_435_761) >>> 0).toString(16).padStart(8, '0').repeat(4);
const unpadded = (date: string): string => date.split('-').map(Number).join('/');
const month = (date: string): string => date.slice(0, 7).replace('-', '');

export const MADE_DIALECTS = {
  trs: {
    column: (folder) => `/${folder}/`,
    page: (folder, _, page) => (page === 0 ? `/${folder}/` : `/${folder}/index_${page}.html`),
    article: (folder, _, id, date) =>
      id % 9 === 0
        ? `/${folder}/${month(date)}/P0${date.replaceAll('-', '')}516${id}.pdf`
        : `/${folder}/${month(date)}/t${date.replaceAll('-', '')}_${id}.html`,
  },
  hanweb: {
    column: (_, column) => `/col/col${column}/index.html`,
    page: (_, column) => `/col/col${column}/index.html`,
    article: (_, column, id, date) => `/art/${unpadded(date)}/art_${column}_${id}.html`,
  },
  table: {
    column: (_, column) => `/html/${column}/List.html`,
    page: (_, column, page) =>
      page === 0 ? `/html/${column}/List.html` : `/webaspx/view_list.aspx?portalid=2&lmid=${column}&pages=${page + 1}`,
    article: (_, column, id) => `/html/${column}/${id}.html`,
  },
  query: {
    column: (_, column) => `/list.jsp?cid=${column}`,
    page: (_, column, page) => `/list.jsp?cid=${column}${page === 0 ? '' : `&page=${page + 1}`}`,
    article: (_, __, id) => `/view.jsp?id=${id}`,
  },
  hexadecimal: {
    column: (folder) => `/${folder}/list.shtml`,
    page: (folder, _, page) => `/${folder}/list${page === 0 ? '' : `_${page + 1}`}.shtml`,
    article: (folder, _, id, date) => `/${folder}/${month(date)}/${hex(id)}.shtml`,
  },
  numbered: {
    column: (_, column) => `/channels/${column}.html`,
    page: (_, column, page) => `/channels/${column}${page === 0 ? '' : `_${page + 1}`}.html`,
    article: (_, __, id) => `/contents/${id}.html`,
  },
} as const satisfies Record<string, MadeDialect>;

export type MadeDialectName = keyof typeof MADE_DIALECTS;

/** How a row is written. `cut` shortens its text; the whole title then stands in the title attribute. */
export const MADE_ROWS = {
  dateAfter: (link) => `<li>${link.open}${link.text}</a><span>${link.date}</span></li>`,
  dateBefore: (link) => `<li><span>[${link.date}]</span>${link.open}${link.text}</a></li>`,
  dateInside: (link) => `<li>${link.open}${link.text} <i>${link.date}</i></a></li>`,
  script: (link) =>
    `<li><a href="javascript:;" onclick="window.open('${link.path}')" title="${link.title}">${link.text}</a><em>${link.date}</em></li>`,
  capitals: (link) =>
    `<TR><TD><A HREF='${link.path}' TITLE='${link.title}' target=_blank>${link.text}</A></TD><TD>${link.date}</TD></TR>`,
} as const satisfies Record<string, (link: MadeLink) => string>;

export type MadeRowName = keyof typeof MADE_ROWS;

interface MadeLink extends MadeRow {
  readonly open: string;
  readonly text: string;
}

export function madeRow(style: MadeRowName, row: MadeRow, cut: boolean): string {
  const text = cut && row.title.length > 22 ? `${row.title.slice(0, 21)}…` : row.title;
  const title = cut ? ` title="${row.title}"` : '';
  return MADE_ROWS[style]({ ...row, text, open: `<a href="${row.path}"${title}>` });
}

/** How a list names its other pages. */
export const MADE_PAGERS = {
  call: (total, page) => `<script>createPageHTML(${total}, ${page}, "index", "html");</script>`,
  variable: (total, page) => `<script>var currentPage = ${page};var countPage = ${total};</script>`,
  numbers: (total, _, urlOf) =>
    steps(total)
      .map((number) => `<a href="${urlOf(number)}">${number + 1}</a>`)
      .join(' '),
  nextAndLast: (total, page, urlOf) =>
    page + 1 < total
      ? `共${total}页 <a href="${urlOf(page + 1)}">下一页</a> <a href="${urlOf(total - 1)}">尾页</a>`
      : '',
  nextOnly: (total, page, urlOf) => (page + 1 < total ? `<a href="${urlOf(page + 1)}">下一页&gt;</a>` : ''),
  select: (total, _, urlOf) =>
    `<select>${steps(total)
      .map((number) => `<option value="${urlOf(number)}">${number + 1}</option>`)
      .join('')}</select>`,
} as const satisfies Record<string, (total: number, page: number, urlOf: (page: number) => string) => string>;

export type MadePagerName = keyof typeof MADE_PAGERS;

const steps = (total: number): number[] => Array.from({ length: total }, (_, step) => step);
