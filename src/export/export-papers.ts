import type { ExportTable } from './export-tables.ts';
import type { ExportManifest } from './export-manifest.ts';

const LICENCE = 'CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)';

/** Statuses of cells in both languages, in the order of docs/statuses.md. */
const STATUSES: readonly (readonly [status: string, english: string, chinese: string])[] = [
  ['verified', 'read without doubt, and every sum it takes part in holds', '读取无疑，且所涉勾稽关系全部成立'],
  ['read', 'read without doubt; no sum to test it', '读取无疑，无可检验之勾稽关系'],
  [
    'conflicting',
    'read without doubt, but a sum fails: the source contradicts itself',
    '读取无疑，但勾稽关系不成立：原文自相矛盾',
  ],
  ['inferred', 'in doubt, and the sums admit exactly one reading', '原有疑问，勾稽关系只容一种读法'],
  ['doubtful', 'in doubt; not in the wide panel', '存疑；宽表不列'],
  ['blank', 'the cell is empty: not zero', '单元格为空：不等于零'],
  ['unreadable', 'something stands there that could not be read', '有内容但无法辨认'],
  ['absent', 'the row or table is not in the document', '文件中无此行或此表'],
];

/** README.md of an export, in Chinese and English. */
export function exportReadme(manifest: ExportManifest, tables: readonly ExportTable[]): string {
  const { software, filters, corpus, files } = manifest;
  const filter = Object.entries(filters)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `\`--${name.replaceAll('_', '-')} ${String(value)}\``)
    .join(', ');
  const written = new Set(manifest.tables.map(({ name }) => name));
  const lines = [
    '# 政府信息公开工作年度报告数据 / Annual reports on government information disclosure',
    '',
    `由 ${software} 导出。Exported by ${software} as ${manifest.format}${filter === '' ? '' : `, with ${filter}`}.`,
    `语料最近一次运行 / Last run of the corpus: ${corpus.last_run ?? '—'}.`,
    '',
    '## 表 / Tables',
    '',
    '| 表 table | 行 rows | 内容 | contents |',
    '| --- | --- | --- | --- |',
    ...tables
      .filter(({ name }) => written.has(name))
      .map(({ name, chinese, english }) => `| \`${name}\` | ${rowsOf(manifest, name)} | ${chinese} | ${english} |`),
    '',
    `文件 / Files: ${files.map(({ name }) => `\`${name}\``).join(', ')}.`,
    '',
    '## 缺失值与状态 / Missing values and statuses',
    '',
    '空白不等于零。A blank is not a zero.',
    '',
    '| status | 含义 | meaning |',
    '| --- | --- | --- |',
    ...STATUSES.map(([status, english, chinese]) => `| \`${status}\` | ${chinese} | ${english} |`),
    '',
    '宽表（`panel`）中缺失的数值，其原因见长表（`panel_long`）的 `status`。Why a number is missing in `panel` is told by `status` in `panel_long`.',
    '`human_verdict` 各列为人工核验结论，不改动任何数值。The columns `human_verdict…` hold what people said after looking; they change no number.',
    '',
    '## 引用 / Citation',
    '',
    `见 \`CITATION.cff\`。See \`CITATION.cff\`. 许可 / Licence: ${LICENCE}.`,
    '`manifest.json` 列有每个文件的 SHA-256；`nianbao verify` 据此核对本导出。`manifest.json` names the SHA-256 of every file; `nianbao verify` checks the export.',
    '',
  ];
  return lines.join('\n');
}

function rowsOf(manifest: ExportManifest, name: string): number {
  return manifest.tables.find((table) => table.name === name)?.rows ?? 0;
}

/** CITATION.cff of an export. */
export function citation(manifest: ExportManifest): string {
  const reports = manifest.tables.find(({ name }) => name === 'panel');
  const version = manifest.software.replace(/^\S+ /, '');
  const long = manifest.tables.find(({ name }) => name === 'panel_long');
  return [
    'cff-version: 1.2.0',
    'message: If you use this data, please cite it as below, with the date and the digest.',
    'type: dataset',
    'title: "Annual reports on government information disclosure in China (政府信息公开工作年度报告)"',
    'authors:',
    '  - name: "nianbao"',
    `version: "${version}"`,
    ...(manifest.corpus.last_run === null ? [] : [`date-released: ${manifest.corpus.last_run.slice(0, 10)}`]),
    'license: CC-BY-4.0',
    `abstract: "${reports === undefined ? 'Originals' : `${reports.rows} reports`} exported with ${manifest.software} as ${manifest.format}${manifest.filters.as_of === null ? '' : `, as of ${manifest.filters.as_of}`}."`,
    ...(long === undefined
      ? []
      : [
          'identifiers:',
          '  - type: other',
          `    value: "sha256:${long.digest}"`,
          '    description: "digest of the table panel_long"',
        ]),
    '',
  ].join('\n');
}
