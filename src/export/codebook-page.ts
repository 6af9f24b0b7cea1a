import { CODEBOOK } from '../codebook/codebook.ts';
import { csvChunks } from './csv.ts';
import { STATA_MISSING, stataName } from './dta-tables.ts';
import { FIGURE_COLUMNS, TABLE_COLUMNS, TABLE_NAMES } from './export-tables.ts';
import { REPORT_COLUMNS } from './table-columns.ts';
import type { ExportColumn } from './table-columns.ts';

/** docs/codebook.csv: every figure of the two forms. */
export function codebookCsv(): string {
  const columns = ['code', 'template', 'table', 'row_label', 'column_label', 'unit', 'kind', 'english'];
  const rows = CODEBOOK.map(({ code, template, table, rowLabel, columnLabel, unit, kind, english }) => [
    ...[code, template, table, rowLabel, columnLabel, unit, kind, english],
  ]);
  return [...csvChunks({ columns, rows })].join('');
}

/** docs/codebook.md: every column of every exported table, in both languages. */
export function codebookPage(): string {
  return [
    '# Codebook 代码表',
    '',
    'Written by `npm run -s codebook` from the tables of the program; a test holds it current. 由程序自动生成。',
    '',
    'Units: 件 and 项 are counts, 万元 is ten thousand yuan. Forms: `2021` for fiscal year 2021 on, `2019` for 2019 and 2020.',
    '',
    ...TABLE_NAMES.flatMap((name) => [`## ${name}`, '', ...section(name), '']),
    '## Missing figures in Stata',
    '',
    '| value | meaning |',
    '| --- | --- |',
    ...STATA_MISSING.map(([, label], index) => `| \`.${'abcdef'.charAt(index)}\` | ${label} |`),
    '',
  ].join('\n');
}

function section(name: (typeof TABLE_NAMES)[number]): string[] {
  if (name === 'panel') {
    return [
      ...columnTable(REPORT_COLUMNS),
      '',
      'Then one column for each figure:',
      '',
      '| column | Stata, where shorter | form | meaning | 含义 |',
      '| --- | --- | --- | --- | --- |',
      ...FIGURE_COLUMNS.map(({ name: column, english, chinese, entry }) => {
        const short = stataName(column);
        return `| \`${column}\` | ${short === column ? '' : `\`${short}\``} | ${entry.template} | ${english} | ${chinese} |`;
      }),
    ];
  }
  const columns = TABLE_COLUMNS[name];
  if (name !== 'panel_long') return columnTable(columns);
  return ['The columns of `panel` up to `page_url`, then:', '', ...columnTable(columns.slice(REPORT_COLUMNS.length))];
}

function columnTable(columns: readonly ExportColumn[]): string[] {
  return [
    '| column | meaning | 含义 |',
    '| --- | --- | --- |',
    ...columns.map(({ name, english, chinese }) => `| \`${name}\` | ${english} | ${chinese} |`),
  ];
}
