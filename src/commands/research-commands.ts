import { EXPORT_FORMATS } from '../export/export-formats.ts';
import { CELL_STATUSES } from '../extract/report.ts';
import { ORGANIZATION_LEVELS } from '../identity/organization.ts';
import { row } from './command-row.ts';
import type { CommandRow } from './command-row.ts';

/** The commands by which a corpus is searched, judged and given on, in the order in which the help lists them. */
export const researchCommands: readonly CommandRow[] = [
  row(
    {
      name: 'search',
      summary: 'find words in the sections of the reports',
      details:
        'Words of two Chinese characters are found, too. Several words must stand in one section; a word with spaces is a phrase.\n' +
        'The reports filed last come first.',
      arguments: [{ name: '<words...>', summary: 'what to look for' }],
      options: [
        { flags: '--years <A-B>', summary: 'fiscal years, e.g. 2023 or 2021-2024 (default: all)' },
        { flags: '--province <name>', summary: 'only one province, e.g. ningxia, 宁夏 or 64' },
        { flags: '--level <level>', summary: 'only one rank: county, department, township, …' },
        { flags: '--limit <count>', summary: 'sections to show at most (default: 20)' },
      ],
      examples: ['search 预算 公开', 'search 商业秘密 --years 2021-2024 --level county'],
      heedsSignal: false,
    },
    (given) => ({
      words: given.words(),
      years: given.years('years'),
      province: given.text('province'),
      level: given.text('level') === null ? null : given.choice('level', ORGANIZATION_LEVELS),
      limit: given.number('limit', { least: 1, whole: true }) ?? 20,
    }),
    async () => (await import('./search.ts')).runSearch,
  ),
  row(
    {
      name: 'verdicts',
      summary: 'what people say of cells and findings, from and to CSV',
      details:
        'import takes a file with organization, fiscal_year, verdict, given_by, and code or rule and subject; all of its lines or none.\n' +
        'export writes all verdicts in the same columns. They are kept apart from what was read, and survive re-extraction.',
      arguments: [
        { name: '<action>', summary: 'import or export' },
        { name: '<file>', summary: 'a CSV file' },
      ],
      options: [],
      examples: ['verdicts import my-verdicts.csv', 'verdicts export all-verdicts.csv'],
      heedsSignal: false,
    },
    (given) => ({ action: given.choiceWord(0, 'action', ['import', 'export']), file: given.words()[1] ?? '' }),
    async () => (await import('./verdicts.ts')).runVerdicts,
  ),
  row(
    {
      name: 'export',
      summary: 'write the corpus for others',
      details:
        'A folder with all tables, the codebook, README, CITATION.cff and manifest.json; a path that ends in .csv, .parquet or .dta gets\n' +
        'the wide panel alone, one in .xlsx or .gz that file alone. sqlite is one file, or with a / at the end a folder, too.\n' +
        'The same corpus gives the same bytes; nianbao verify checks a folder.',
      arguments: [],
      options: [
        { flags: '--format <format>', summary: EXPORT_FORMATS.join(', '), required: true },
        { flags: '--out <path>', summary: 'folder or file to write', required: true },
        { flags: '--years <A-B>', summary: 'fiscal years, e.g. 2023 or 2021-2024 (default: all)' },
        { flags: '--province <name>', summary: 'only one province, e.g. ningxia, 宁夏 or 64' },
        { flags: '--level <level>', summary: 'only one rank: county, department, township, …' },
        { flags: '--status <list>', summary: 'only cells of these statuses, e.g. verified,read' },
        { flags: '--as-of <date>', summary: 'the corpus as it stood at the end of a day, e.g. 2024-03-31' },
        { flags: '--bom', summary: 'csv with a byte order mark, for Excel' },
        { flags: '--without-fetches', summary: 'sqlite without fetches, leads, lists and runs' },
      ],
      examples: [
        'export --format csv --out panel/',
        'export --format dta --out stata/ --years 2021-2024 --level county',
        'export --format sqlite --out reports.sqlite',
      ],
      heedsSignal: false,
    },
    (given) => ({
      format: given.choice('format', EXPORT_FORMATS),
      out: given.text('out') ?? '',
      years: given.years('years'),
      province: given.text('province'),
      level: given.text('level') === null ? null : given.choice('level', ORGANIZATION_LEVELS),
      statuses: given.choices('status', CELL_STATUSES),
      asOf: given.day('as-of'),
      bom: given.flag('bom'),
      withoutFetches: given.flag('without-fetches'),
    }),
    async () => (await import('./export.ts')).runExport,
  ),
  row(
    {
      name: 'verify',
      summary: 'prove an export, each figure by its original',
      details:
        'Without --data: files against the hashes of the manifest, tables against their rows and digests, the wide panel against the long table.\n' +
        'With --data also every figure against the corpus, and the originals read once more. Exit code 1 where something is wrong. Offline.',
      arguments: [{ name: '<export>', summary: 'the folder of an export' }],
      options: [{ flags: '--sample <count>', summary: 'read the originals of so many reports only (default: all)' }],
      examples: ['verify panel/', 'verify panel/ --data data/ningxia --sample 200'],
      heedsSignal: false,
    },
    (given) => ({
      folder: given.words()[0] ?? '',
      data: given.text('data'),
      sample: given.number('sample', { least: 1, whole: true }),
    }),
    async () => (await import('./verify.ts')).runVerify,
  ),
];
