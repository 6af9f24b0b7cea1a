import type { HarvestOptions } from './command.ts';
import { row } from './command-row.ts';
import type { CommandRow, OptionRow } from './command-row.ts';
import type { Given } from './given.ts';
import { researchCommands } from './research-commands.ts';

const NIGHTLY_OPTIONS: readonly OptionRow[] = [
  { flags: '--province <name>', summary: 'every known portal of a province, e.g. ningxia or 宁夏' },
  { flags: '--portals <file>', summary: 'portals from a JSON file: an array of {name, home, …}' },
  { flags: '--revisit <what>', summary: 'due, or all: every known list, report and file now (default: due)' },
  { flags: '--delay <seconds>', summary: 'seconds between requests to one host (default: 1)' },
  { flags: '--max-requests <count>', summary: 'requests to one portal in this run (default: 5000)' },
  { flags: '--metrics <file>', summary: 'write numbers of the run for Prometheus' },
  { flags: '--notify-command <command>', summary: 'run this with the run report as JSON on its input' },
];

/** Which portals a run visits, and whom it tells. */
function runOptions(given: Given): Omit<HarvestOptions, 'years' | 'revisit'> {
  return {
    portals: given.words(),
    province: given.text('province'),
    portalsFile: given.text('portals'),
    metrics: given.text('metrics'),
    notifyCommand: given.text('notify-command'),
  };
}

function nightlyOptions(given: Given): HarvestOptions {
  return {
    ...runOptions(given),
    years: null,
    revisit: given.text('revisit') === null ? 'due' : given.choice('revisit', ['due', 'all']),
  };
}

/** Every command, in the order in which the help lists them. */
export const commands: readonly CommandRow[] = [
  row(
    {
      name: 'harvest',
      summary: 'find, fetch and store the annual reports of portals',
      details:
        'Goes on where an unfinished run stopped; otherwise looks for what is new or changed.\n' +
        'Without a portal, --province or --portals it takes the portals of config.json.',
      arguments: [{ name: '[portal...]', summary: 'ids or names of portals' }],
      options: [
        { flags: '--province <name>', summary: 'every known portal of a province, e.g. ningxia or 宁夏' },
        { flags: '--portals <file>', summary: 'portals from a JSON file: an array of {name, home, …}' },
        { flags: '--years <A-B>', summary: 'fiscal years, e.g. 2023 or 2021-2024 (default: all)' },
        { flags: '--delay <seconds>', summary: 'seconds between requests to one host (default: 1)' },
        { flags: '--max-requests <count>', summary: 'requests to one portal in this run (default: 5000)' },
        { flags: '--metrics <file>', summary: 'write numbers of the run for Prometheus' },
        { flags: '--notify-command <command>', summary: 'run this with the run report as JSON on its input' },
      ],
      examples: [
        'harvest hongsibu',
        'harvest --province ningxia --years 2021-2024',
        'harvest --portals my-portals.json --max-requests 200',
      ],
      heedsSignal: true,
    },
    (given) => ({ ...runOptions(given), years: given.years('years'), revisit: 'all' as const }),
    async () => (await import('./harvest.ts')).runHarvest,
  ),
  row(
    {
      name: 'nightly',
      summary: 'keep a corpus current: visit what is due',
      details:
        'Lists, reports and files each have their own date: often while reports are published (January to April), seldom otherwise,\n' +
        'sooner after a change, with growing gaps after failures. Portals are named as for harvest.',
      arguments: [{ name: '[portal...]', summary: 'ids or names of portals' }],
      options: NIGHTLY_OPTIONS,
      examples: ['nightly --province ningxia', 'nightly --portals my-portals.json --revisit all'],
      heedsSignal: true,
    },
    nightlyOptions,
    async () => (await import('./harvest.ts')).runNightly,
  ),
  row(
    {
      name: 'schedule',
      summary: 'nightly on a clock, in this process, until it is stopped',
      details:
        'Starts a night at each time of the cron expression, never two at once. Ctrl-C or SIGTERM ends it, also in the middle of a night,\n' +
        'which the next one goes on with. The time of the next night is told on stderr.',
      arguments: [{ name: '[portal...]', summary: 'ids or names of portals' }],
      options: [
        { flags: '--cron <expression>', summary: 'when, e.g. "0 2 * * *" (default: "schedule" of config.json)' },
        { flags: '--timezone <name>', summary: 'time zone of the expression (default: Asia/Shanghai)' },
        ...NIGHTLY_OPTIONS,
      ],
      examples: ['schedule --province ningxia', 'schedule --cron "30 1 * * *" --portals my-portals.json'],
      heedsSignal: true,
    },
    (given) => ({
      ...nightlyOptions(given),
      cron: given.text('cron'),
      timezone: given.text('timezone') ?? 'Asia/Shanghai',
    }),
    async () => (await import('./schedule.ts')).runSchedule,
  ),
  row(
    {
      name: 'ingest',
      summary: 'store local files as reports',
      details: 'Each file is one report; folders are searched. Files that are no report are named and skipped.',
      arguments: [{ name: '<path...>', summary: 'files and folders' }],
      options: [
        { flags: '--url <url>', summary: 'where the file came from (one file only)' },
        { flags: '--organization <name>', summary: 'the reporting body, where the file does not say' },
        { flags: '--year <year>', summary: 'the fiscal year, where the file does not say' },
      ],
      examples: ['ingest downloads/', 'ingest report.html --url https://www.example.gov.cn/2024/report.html'],
      heedsSignal: true,
    },
    (given) => ({
      paths: given.words(),
      url: given.text('url'),
      organization: given.text('organization'),
      year: given.year('year'),
    }),
    async () => (await import('./ingest.ts')).runIngest,
  ),
  row(
    {
      name: 'extract',
      summary: 'read the kept originals again, without the network',
      details:
        'Takes the originals that an older version has read, or all of them; deletes none. What it reads otherwise is shown cell by cell.',
      arguments: [],
      options: [
        { flags: '--all', summary: 'every original, also those read by this very version' },
        { flags: '--dry-run', summary: 'show what would change and store nothing' },
      ],
      examples: ['extract', 'extract --all --dry-run', 'extract --all --json'],
      heedsSignal: true,
    },
    (given) => ({ all: given.flag('all'), dryRun: given.flag('dry-run') }),
    async () => (await import('./extract.ts')).runExtract,
  ),
  row(
    {
      name: 'inspect',
      summary: 'show what one page or file holds, storing nothing',
      details: 'Prints the body, the year, the three statutory tables with doubtful cells marked, and the findings.',
      arguments: [{ name: '<target>', summary: 'a URL or a file' }],
      options: [
        { flags: '--image <file>', summary: 'draw the pages of a PDF or picture into a PNG, cells coloured by status' },
      ],
      examples: ['inspect report.pdf --image pages.png', 'inspect https://www.example.gov.cn/2024/report.html'],
      heedsSignal: false,
    },
    (given) => ({ target: given.words()[0] ?? '', image: given.text('image') }),
    async () => (await import('./inspect.ts')).runInspect,
  ),
  row(
    {
      name: 'probe',
      summary: 'recognise a portal from its home page, in at most 14 requests',
      details:
        'Prints the family (CMS), the columns with annual reports (年报), sample titles, a guess of completeness, and the row for it.\n' +
        'Fetches lists only, no reports, and stores nothing in the corpus.',
      arguments: [{ name: '<url>', summary: 'the home page of a portal' }],
      options: [
        { flags: '--write', summary: 'add the row to the file of its province in crawlers/portals/' },
        { flags: '--portals <file>', summary: 'with --write: add it to this file instead' },
        { flags: '--delay <seconds>', summary: 'seconds between requests to one host (default: 1)' },
      ],
      examples: [
        'probe https://www.example.gov.cn/',
        'probe https://www.example.gov.cn/ --write --portals my-portals.json',
      ],
      heedsSignal: true,
    },
    (given) => ({ url: given.words()[0] ?? '', write: given.flag('write'), portalsFile: given.text('portals') }),
    async () => (await import('./probe.ts')).runProbe,
  ),
  row(
    {
      name: 'discover',
      summary: 'propose rows for the portals that a portal lists',
      details:
        'Reads a page of a provincial or prefectural portal with links to those below it (县区网站). Divisions that it does not list are named as missing.',
      arguments: [{ name: '<url>', summary: 'a page that lists portals' }],
      options: [
        {
          flags: '--division <code>',
          summary: 'GB/T 2260 code of the province or prefecture, where the page does not say',
        },
        { flags: '--portals <file>', summary: 'add the rows to this file' },
      ],
      examples: [
        'discover https://www.example.gov.cn/',
        'discover https://www.example.gov.cn/ --portals my-portals.json',
      ],
      heedsSignal: true,
    },
    (given) => ({
      url: given.words()[0] ?? '',
      division: given.text('division'),
      portalsFile: given.text('portals'),
    }),
    async () => (await import('./discover.ts')).runDiscover,
  ),
  row(
    {
      name: 'new',
      summary: 'begin a family: record pages of a portal, write module and tests',
      details:
        'Fetches the home page, a list and a report page of one portal into a fixture folder, and writes a module with expectations\n' +
        'that fail until you have read the pages (CONTRIBUTING.md).',
      arguments: [
        { name: '<what>', summary: 'family' },
        { name: '<name>', summary: 'small letters, digits and dashes' },
      ],
      options: [
        { flags: '--from <url>', summary: 'the home page of a portal of this family', required: true },
        { flags: '--folder <folder>', summary: 'the checkout to write into (default: this one)' },
        { flags: '--delay <seconds>', summary: 'seconds between requests to one host (default: 1)' },
      ],
      examples: ['new family epoint --from https://www.example.gov.cn/'],
      heedsSignal: true,
    },
    (given) => ({
      what: given.words()[0] ?? '',
      name: given.words()[1] ?? '',
      from: given.text('from') ?? '',
      folder: given.text('folder'),
    }),
    async () => (await import('./new-family.ts')).runNew,
  ),
  row(
    {
      name: 'status',
      summary: 'coverage, health of the portals, last run',
      details: 'Organizations by fiscal year: what was found, what is missing and why.',
      arguments: [],
      options: [{ flags: '--province <name>', summary: 'only one province' }],
      examples: ['status', 'status --province ningxia --json'],
      heedsSignal: false,
    },
    (given) => ({ province: given.text('province') }),
    async () => (await import('./status.ts')).runStatus,
  ),
  row(
    {
      name: 'diff',
      summary: 'what a publisher changed in a report after it was first seen',
      details:
        'Compares each revision of a report with the one before: figures, words and attachments, with the addresses and hashes of both.\n' +
        'A page whose markup alone changed makes no revision.',
      arguments: [
        { name: '<organization>', summary: 'the name of a body, or a part of it that no other has' },
        { name: '<year>', summary: 'the fiscal year' },
      ],
      options: [],
      examples: ['diff 永宁县人民政府 2023', 'diff 永宁县农业农村局 2023 --json'],
      heedsSignal: false,
    },
    (given) => ({ organization: given.words()[0] ?? '', year: given.yearWord(1, 'year') }),
    async () => (await import('./diff.ts')).runDiff,
  ),
  ...researchCommands,
  row(
    {
      name: 'serve',
      summary: 'the explorer: the corpus in a browser',
      details:
        'Prints the address to open, and serves until Ctrl-C: coverage, reports, and each figure beside its original with the place marked.\n' +
        'It listens on this machine only, unless --host says otherwise, and opens the corpus for reading only.',
      arguments: [],
      options: [
        { flags: '--port <number>', summary: 'port to listen on; 0 takes any that is free (default: 4280)' },
        { flags: '--host <host>', summary: 'address or name to listen on (default: 127.0.0.1)' },
      ],
      examples: ['serve', 'serve --data data/ningxia --port 8080'],
      heedsSignal: true,
    },
    (given) => ({
      port: given.number('port', { least: 0, whole: true }) ?? 4280,
      host: given.text('host') ?? '127.0.0.1',
    }),
    async () => (await import('./serve.ts')).runServe,
  ),
  row(
    {
      name: 'sample',
      summary: 'harvest the sample province that comes with the program',
      details: 'Starts a few small portals on this machine, harvests them and shows the corpus. This is `npm start`.',
      arguments: [],
      options: [{ flags: '--serve', summary: 'leave the portals running until Ctrl-C' }],
      examples: ['sample', 'sample --data /tmp/sample --json'],
      heedsSignal: true,
    },
    (given) => ({ serve: given.flag('serve') }),
    async () => (await import('./sample.ts')).runSample,
  ),
];
