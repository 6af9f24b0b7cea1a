import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Portal } from '../../crawlers/crawler.ts';
import { startSampleProvince } from '../../sample/server.ts';
import type { SampleProvince } from '../../sample/server.ts';
import type { CommandIo } from '../../src/commands/command.ts';
import { describeFailure } from '../../src/commands/failure.ts';
import { runProgram } from '../../src/commands/program.ts';
import { runNianbao, startNianbao } from '../project/run-nianbao.ts';
import type { Ended } from '../project/run-nianbao.ts';
import { newFolder } from './corpus-folder.ts';

/** Some of these wait out retries, or run the program several times. */
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const folder = newFolder();
let province: SampleProvince;
let portal: Portal;
/** `--portals` file with one portal that answers as it should. */
const good = join(folder, 'good.json');
/** Nothing listens there. */
const NOBODY = 'http://127.0.0.1:9/';

function portalsFile(name: string, content: unknown): string {
  const path = join(folder, `${name}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** A portal all of whose reports can be had and read; its invented division would be warned of. */
function wholesomePortal({ portals }: SampleProvince): Portal {
  const found = portals.find(({ id }) => id === 'sample-wangchuan');
  if (found === undefined) throw new Error('The sample province has no such portal');
  const { id, name, home } = found;
  return { id, name, home };
}

/** Runs `nianbao harvest` in a process of its own, with settings that no config file of the machine can change. */
function harvest(words: readonly string[], data = join(folder, 'unused')): Promise<Ended> {
  return runNianbao(['harvest', '--config', join(folder, 'config.json'), '--data', data, ...words], { folder });
}

/** The code and the words of a command line that is wrong, run in this process. */
async function complaintOf(words: readonly string[]): Promise<{ exitCode: number; message: string }> {
  const written: string[] = [];
  const { signal } = new AbortController();
  const io: CommandIo = {
    out: (text) => written.push(text),
    note: (text) => written.push(text),
    progress: () => undefined,
    json: false,
    interactive: false,
    colour: false,
    width: 100,
    signal,
  };
  const line = ['harvest', '--config', join(folder, 'config.json'), '--data', join(folder, 'unused'), ...words];
  const error: unknown = await runProgram(line, { version: '0', print: () => undefined, openIo: () => io }).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(written).toEqual([]);
  const { exitCode, message } = describeFailure(error, signal);
  return { exitCode, message };
}

function dataFolder(name: string): string {
  return join(folder, name);
}

beforeAll(async () => {
  province = await startSampleProvince();
  portal = wholesomePortal(province);
  writeFileSync(join(folder, 'config.json'), '{}');
  writeFileSync(good, JSON.stringify([portal]));
  const { exitCode } = await harvest(['--portals', good, '--delay', '0'], dataFolder('undisturbed'));
  expect(exitCode).toBe(0);
});

afterAll(async () => {
  await province.stop();
});

describe('what cannot be harvested ends in 2, with one line that names it, before anything is asked or stored', () => {
  const row = { name: '甲县', home: NOBODY };

  test.each([
    ['no portal', [], /^Name a portal, --province or --portals FILE/],
    [
      'an unknown portal',
      ['永宁市'],
      /No portal is called 永宁市\. Nearest: 永宁县 \(yongning\)(?:, [^,]+ \(\w+\)){4} \(of \d+; [^,]+$/,
    ],
    ['an unknown id', ['yongnin'], /No portal is called yongnin\. Nearest: 永宁县 \(yongning\), /],
    [
      'an unknown province',
      ['--province', '月球'],
      /No portal of the province 月球 is known\. Known provinces: .*宁夏/,
    ],
    [
      'a missing file',
      ['--portals', join(folder, 'absent.json')],
      /Cannot read the portals file .*absent\.json: there is no such file/,
    ],
    ['a folder', ['--portals', folder], /Cannot read the portals file .*: it is a folder/],
    ['delay below zero', ['--portals', good, '--delay', '-1'], /--delay takes a number from 0 up; got -1/],
    ['delay in words', ['--portals', good, '--delay', 'soon'], /--delay takes a number from 0 up; got soon/],
    ['no requests', ['--portals', good, '--max-requests', '0'], /--max-requests takes a whole number from 1 up; got 0/],
    ['half a year', ['--portals', good, '--years', '2021-'], /--years takes a fiscal year such as 2023; got nothing/],
    ['years in words', ['--portals', good, '--years', 'last'], /--years takes a fiscal year such as 2023; got last/],
  ] satisfies [string, string[], RegExp][])('%s', async (_, words, says) => {
    const { exitCode, message } = await complaintOf(words);
    expect(exitCode).toBe(2);
    expect(message).toMatch(says);
    expect(message).not.toContain('\n');
  });

  test.each([
    ['half a list', '[{"name": "甲县",', /half-a-list\.json: not valid JSON/],
    ['an empty file', '', /an-empty-file\.json: not valid JSON/],
    ['an object', {}, /expected a JSON array of portals/],
    ['no rows', [], /no-rows\.json lists no portal/],
    ['a row without home', [row, { name: '乙县' }], /row 2: home: is missing/],
    ['a row without name', [{ home: NOBODY }], /row 1: name: is missing/],
    ['a home that is no web address', [{ ...row, home: 'ftp://a.example/' }], /row 1: home: must be an http or https/],
    [
      'an unknown family',
      [{ ...row, family: 'wordpress' }],
      /row 1: family: there is no family "wordpress"; known are/,
    ],
    ['an unknown key', [{ ...row, url: NOBODY }], /row 1: unknown field url/],
    [
      'an id twice',
      [
        { ...row, id: 'a' },
        { ...row, id: 'a' },
      ],
      /two portals have the id a/,
    ],
  ] satisfies [string, unknown, RegExp][])('a portals file with %s', async (what, content, says) => {
    const { exitCode, message } = await complaintOf(['--portals', portalsFile(what.replaceAll(' ', '-'), content)]);
    expect(exitCode).toBe(2);
    expect(message).toMatch(says);
    expect(message).not.toContain('\n');
  });

  test('through the real process: the line goes to stderr', async () => {
    const { exitCode, stdout, stderr } = await harvest(['月球县']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^nianbao: No portal is called 月球县\..*\n$/);
  });

  test('nothing was made where the data would have been', () => {
    expect(readdirSync(folder)).not.toContain('unused');
  });
});

describe('a harvest that goes on', () => {
  test('with a division that GB/T 2260 does not have: a warning', async () => {
    const file = portalsFile('division', [{ ...portal, division: '999999' }]);
    const { exitCode, stderr } = await harvest(
      ['--portals', file, '--delay', '0', '--max-requests', '8'],
      dataFolder('division'),
    );
    expect(exitCode).toBe(0);
    expect(stderr).toContain('Warning: ');
    expect(stderr).toContain('row 1: division 999999 is not in GB/T 2260; it is used as given');
    expect(stderr).toContain('stopped after 8 requests');
  });

  test('past a portal that does not answer: code 3, named on stderr and in the summary', async () => {
    const file = portalsFile('one-down', [{ id: 'down', name: '乙县', home: NOBODY }, portal]);
    const { exitCode, stdout, stderr } = await harvest(
      ['--portals', file, '--delay', '0', '--json'],
      dataFolder('down'),
    );
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/^down: 乙县: .*robots\.txt could not be had/m);
    const summary: unknown = JSON.parse(stdout);
    expect(summary).toMatchObject({
      outcome: 'partial',
      failures: [expect.stringContaining('乙县')],
      portals: [{ id: 'down', state: 'stopped' }, { state: 'done' }],
    });
    expect(query(dataFolder('down'), `SELECT DISTINCT status FROM coverage WHERE portal_id = 'down'`)).toEqual([
      { status: 'unreachable' },
    ]);
  });

  test('--json prints one object on one line and nothing else; without it a table', async () => {
    const data = dataFolder('json');
    const words = ['--portals', good, '--delay', '0'];
    const machine = await harvest([...words, '--json'], data);
    const person = await harvest(words, data);
    expect([machine.exitCode, person.exitCode]).toEqual([0, 0]);
    expect(machine.stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(machine.stdout)).toMatchObject({ outcome: 'done', run: 1, failures: [] });
    expect(person.stdout).toMatch(/reports in \d+ requests \(run 2, /);
    expect(machine.stdout + machine.stderr + person.stdout + person.stderr).not.toMatch(/\u001b/);
  });
});

describe('a data directory that cannot be used ends in 1, with one line, and is left as it was', () => {
  test.each([
    ['a database of another program', foreignDatabase, /not a corpus of nianbao/],
    ['a text file named corpus.sqlite', textForCorpus, /not an SQLite database/],
    ['a corpus of a newer version', newerCorpus, /written by a newer nianbao/],
    ['a file where the folder should be', plainFile, /A file stands where a folder is needed/],
  ] satisfies [string, () => string, RegExp][])('%s', async (_, make, says) => {
    const data = make();
    const before = bytesUnder(data);
    const { exitCode, stdout, stderr } = await harvest(['--portals', good, '--json'], data);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(says);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(stdout)).toEqual({
      outcome: 'failed',
      exitCode: 1,
      error: expect.stringMatching(says) as string,
    });
    expect(bytesUnder(data)).toEqual(before);
  });

  function foreignDatabase(): string {
    const data = newFolder();
    const db = new Database(join(data, 'corpus.sqlite'));
    db.exec('CREATE TABLE addresses (name TEXT)');
    db.close();
    return data;
  }

  function newerCorpus(): string {
    const data = newFolder();
    const db = new Database(join(data, 'corpus.sqlite'));
    db.exec('CREATE TABLE reports (id INTEGER)');
    db.pragma('application_id = 0x6e62616f');
    db.pragma('user_version = 9999');
    db.close();
    return data;
  }

  function textForCorpus(): string {
    const data = newFolder();
    writeFileSync(join(data, 'corpus.sqlite'), 'dear diary, today '.repeat(100));
    return data;
  }

  function plainFile(): string {
    const path = join(newFolder(), 'plain');
    writeFileSync(path, 'x');
    return path;
  }
});

describe('an interrupted harvest', () => {
  test('says so, ends in 1, and the same command brings the corpus of an undisturbed run, asking for nothing twice', async () => {
    const interrupted = dataFolder('interrupted');
    const words = ['harvest', '--config', join(folder, 'config.json'), '--portals', good];
    const asked = province.requests.length;
    const first = startNianbao([...words, '--data', interrupted, '--delay', '0.05', '--json'], { folder });
    while (province.requests.length < asked + 12) await new Promise((resolve) => setTimeout(resolve, 5));
    first.child.kill('SIGINT');
    const cut = await first.ended;
    expect(cut.exitCode).toBe(1);
    expect(cut.stderr).toMatch(
      /nianbao: Interrupted\. What was stored is kept; run the same command again to go on\.\n$/,
    );
    expect(JSON.parse(cut.stdout)).toMatchObject({ outcome: 'interrupted', portals: [{ state: 'interrupted' }] });
    const kept = query(interrupted, 'SELECT url FROM fetches ORDER BY id');
    expect(kept.length).toBeGreaterThanOrEqual(10);

    const second = await harvest(['--portals', good, '--delay', '0', '--json'], interrupted);
    expect(second.exitCode).toBe(0);
    expect(second.stderr).toContain('Going on with run 1');
    expect(contentsOf(interrupted)).toEqual(contentsOf(dataFolder('undisturbed')));
    expect(query(interrupted, 'SELECT url FROM fetches GROUP BY url, run_id HAVING count(*) > 1')).toEqual([]);
  });
});

/** The command line of a harvest, for a shell. */
function shellLine(words: readonly string[]): string {
  const program = fileURLToPath(new URL('../../bin/nianbao.mjs', import.meta.url));
  const all = [process.execPath, program, 'harvest', '--config', join(folder, 'config.json'), ...words];
  return all.map((word) => `'${word}'`).join(' ');
}

const mounts = mayMount();

describe.skipIf(mounts === null)('a disk (skipped where this user may not mount one)', () => {
  const mountPoint = join(folder, 'disk');
  const words = (): string[] => ['--portals', good, '--delay', '0', '--data', join(mountPoint, 'data')];

  test('that is full ends in 1 with one line; with room made, the same command brings the corpus of an undisturbed run', async () => {
    const copied = dataFolder('copied');
    const { stdout, stderr } = await inOwnMounts(
      `mkdir -p '${mountPoint}' && mount -t tmpfs -o size=700k none '${mountPoint}'
       ${shellLine(words())} > '${folder}/full.out' 2> '${folder}/full.err'; echo "code $?"
       mount -o remount,size=50m '${mountPoint}'
       ${shellLine(words())} > /dev/null 2> '${folder}/room.err'; echo "code $?"
       cp -r '${mountPoint}/data' '${copied}'`,
    );
    expect(stderr).toBe('');
    expect(stdout).toBe('code 1\ncode 0\n');
    expect(readFileSync(join(folder, 'full.err'), 'utf8')).toMatch(/^nianbao: The disk .*is full.*\n$/m);
    expect(readFileSync(join(folder, 'room.err'), 'utf8')).toContain('Going on with run 1');
    expect(contentsOf(copied)).toEqual(contentsOf(dataFolder('undisturbed')));
  });

  test('that may not be written ends in 1 with one line', async () => {
    const { stdout } = await inOwnMounts(
      `mkdir -p '${mountPoint}' && mount -t tmpfs -o ro none '${mountPoint}'
       ${shellLine(words())} 2>&1; echo "code $?"`,
    );
    expect(stdout).toMatch(/^nianbao: The file system is read-only \(.*\)\.\ncode 1\n$/);
  });
});

test.skipIf(process.getuid?.() === 0)(
  'a data directory that may not be written ends in 1 with one line (skipped for root, who may write anywhere)',
  async () => {
    const data = newFolder();
    chmodSync(data, 0o500);
    const { exitCode, stderr } = await harvest(['--portals', good], data);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^nianbao: Access is not permitted \(.*\)\.\n$/);
  },
);

/** How to begin a process whose mounts nobody else sees; null where this machine does not let us. */
function mayMount(): readonly string[] | null {
  const options = process.getuid?.() === 0 ? ['-m'] : ['-rm'];
  return spawnSync('unshare', [...options, 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0 ? options : null;
}

/** Runs a shell script that may mount what nobody else sees. */
async function inOwnMounts(script: string): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)('unshare', [...(mounts ?? []), 'sh', '-c', script]);
}

function query(data: string, sql: string): unknown[] {
  const db = new Database(join(data, 'corpus.sqlite'), { readonly: true });
  try {
    return db.prepare(sql).all();
  } finally {
    db.close();
  }
}

/** All that a corpus says, without ids and times. */
function contentsOf(data: string): unknown {
  const report = `SELECT o.name || ' ' || r.fiscal_year || ' ' || r.revision FROM reports AS r
    JOIN organizations AS o ON o.id = r.organization_id WHERE r.id = x.report_id`;
  return [
    'SELECT o.name, o.level, o.division, fiscal_year, title, published_on, page_url, revision, state FROM reports JOIN organizations AS o ON o.id = organization_id',
    `SELECT (${report}) AS report, code, printed, number, status, derived, basis, url, sha256, locator FROM cells AS x`,
    `SELECT (${report}) AS report, number, heading, text FROM sections AS x`,
    `SELECT (${report}) AS report, url, sha256, role FROM report_sources AS x`,
    `SELECT (${report}) AS report, portal_id, rule, subject, verdict, codes_json, expected, actual, message FROM findings AS x`,
    'SELECT sha256, media_type, bytes, reader FROM documents',
    'SELECT portal_id, url, final_url, status, media_type, sha256, outcome FROM fetches',
  ].map((sql) =>
    query(data, sql)
      .map((row) => JSON.stringify(row))
      .sort(),
  );
}

function bytesUnder(path: string): unknown {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return null;
  if (found.isFile()) return readFileSync(path, 'latin1');
  return readdirSync(path)
    .sort()
    .map((name) => [name, bytesUnder(join(path, name))]);
}
