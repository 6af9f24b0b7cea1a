import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { CommandIo } from '../../src/commands/command.ts';
import { describeFailure } from '../../src/commands/failure.ts';
import { commands } from '../../src/commands/index.ts';
import { runProgram } from '../../src/commands/program.ts';
import { RetryLater, SkipThis, StopRun, UsageError } from '../../src/errors.ts';
import { startSampleProvince } from '../../sample/server.ts';
import { runNianbao, startNianbao } from './run-nianbao.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nianbao-cli-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const noIo = (): CommandIo => {
  throw new Error('no command was to be started');
};

/** The failure of a command line that never comes to run its command. */
async function complaintOf(words: readonly string[]): Promise<{ exitCode: number; message: string }> {
  const error: unknown = await runProgram(words, { version: '0', print: () => undefined, openIo: noIo }).then(
    () => null,
    (reason: unknown) => reason,
  );
  const { exitCode, message } = describeFailure(error, new AbortController().signal);
  return { exitCode, message };
}

describe('help', () => {
  test('lists every command, on stdout, with nothing beside it', async () => {
    const { exitCode, stdout, stderr } = await runNianbao(['--help'], { folder });

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const { name, summary } of commands) expect(stdout).toMatch(new RegExp(`^  ${name} .*${summary}$`, 'm'));
  });

  test.each(commands)('$name --help shows its options and examples', async (row) => {
    let help = '';
    const exitCode = await runProgram([row.name, '--help'], {
      version: '0',
      print: (text) => (help += text),
      openIo: noIo,
    });

    expect(exitCode).toBe(0);
    for (const { flags } of row.options) expect(help).toContain(flags);
    for (const example of row.examples) expect(help).toContain(`nianbao ${example}\n`);
    expect(help).toContain('--json');
  });

  test('--version prints the version alone', async () => {
    expect(await runNianbao(['--version'], { folder })).toEqual({ exitCode: 0, stdout: '0.1.0\n', stderr: '' });
  });
});

/** Each case: what was typed, and what the one line on stderr must say. */
const wrongUsage: readonly [typed: string, says: RegExp][] = [
  ['', /name a command; see nianbao --help/],
  ['harvst', /unknown command 'harvst' \(Did you mean harvest\?\)/],
  ['status --colour', /unknown option '--colour'; see nianbao status --help/],
  ['ingest', /missing required argument 'path'/],
  ['inspect one two', /too many arguments for 'inspect'/],
  ['export --out there', /required option '--format <format>' not specified/],
  [
    'export --format word --out there',
    /--format takes csv or xlsx or parquet or dta or sqlite or datapackage or warc; got word/,
  ],
  ['export --format csv --out there --status good', /--status takes verified, .*, divided by commas; got good/],
  ['export --format csv --out there --as-of 2024-02-30', /--as-of takes a day such as 2024-03-31; got 2024-02-30/],
  ['verdicts merge there.csv', /<action> is import or export; got merge/],
  ['harvest --years 2024-2021', /--years runs backwards: 2024-2021/],
  ['harvest --years last', /--years takes a fiscal year such as 2023; got last/],
  ['harvest --delay -1', /--delay takes a number from 0 up; got -1/],
  ['harvest --delay soon', /--delay takes a number from 0 up; got soon/],
  ['harvest --max-requests 1.5', /--max-requests takes a whole number from 1 up; got 1.5/],
  ['ingest there --year 23', /--year takes a fiscal year such as 2023; got 23/],
  ['ingest there --year 1023', /--year takes a fiscal year from 2000 to 2100; got 1023/],
  ['status --data', /option '--data <dir>' argument missing/],
];

describe('wrong usage ends in 2, with one line that names what is wrong', () => {
  test.each(wrongUsage)('nianbao %s', async (typed, says) => {
    const { exitCode, message } = await complaintOf(typed.split(' ').filter(Boolean));

    expect(exitCode).toBe(2);
    expect(message).toMatch(says);
    expect(message).not.toContain('\n');
  });

  test('the line goes to stderr', async () => {
    expect(await runNianbao(['status', '--colour'], { folder })).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: "nianbao: unknown option '--colour'; see nianbao status --help\n",
    });
  });

  test('with --json the failure is the summary', async () => {
    const { exitCode, stdout } = await runNianbao(['export', '--json', '--format', 'word', '--out', 'x'], { folder });

    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toEqual({
      outcome: 'failed',
      exitCode: 2,
      error: '--format takes csv or xlsx or parquet or dta or sqlite or datapackage or warc; got word.',
    });
  });
});

/** Each case: the text of the config file, and what the one line on stderr must say. */
const wrongConfigs: readonly [what: string, text: string, says: RegExp][] = [
  ['an unknown key', '{"dleay": 2}', /unknown key "dleay"/],
  ['an unknown key further in', '{"ceilings": {"pages": 1}}', /unknown key "ceilings\.pages"/],
  ['a wrong value', '{"delay": "2"}', /"delay": .*expected number/],
  ['a negative delay', '{"delay": -2}', /"delay": /],
  ['a comma too many', '{\n  "delay": 2,\n}', /not valid JSON: line 3, column 1: expected a key in double quotes/],
  ['a list', '[]', /expected object/],
  ['nothing at all', '', /line 1, column 1: expected a value/],
];

describe('a wrong config ends in 2', () => {
  test.each(wrongConfigs)('%s', async (what, text, says) => {
    const config = join(folder, `${what.replaceAll(' ', '-')}.json`);
    writeFileSync(config, text);

    const { exitCode, message } = await complaintOf(['status', '--config', config, '--data', 'nowhere']);

    expect(exitCode).toBe(2);
    expect(message).not.toContain('\n');
    expect(message).toContain(config);
    expect(message).toMatch(says);
  });

  test('a config that was named and is not there', async () => {
    const { exitCode, stderr } = await runNianbao(['status', '--config', 'absent.json'], { folder });

    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      `nianbao: Cannot read the config file ${join(folder, 'absent.json')}: there is no such file.\n`,
    );
  });

  test('a config that is a folder', async () => {
    mkdirSync(join(folder, 'config-folder'));

    const { exitCode, message } = await complaintOf(['status', '--config', join(folder, 'config-folder')]);

    expect(exitCode).toBe(2);
    expect(message).toMatch(/Cannot read the config file .*config-folder: EISDIR/);
  });
});

describe('what a failure of a command means', () => {
  const { signal } = new AbortController();
  const failureOf = (error: unknown): object => describeFailure(error, signal);

  test.each([
    [new UsageError('No portal is named so.'), 2],
    [new StopRun('The corpus is of a newer version.'), 1],
    [new SkipThis('The page is empty.'), 1],
    [new RetryLater('The portal is busy.'), 1],
  ])('%o is expected: its words and its code', (error, exitCode) => {
    expect(failureOf(error)).toEqual({ exitCode, message: error.message, defect: false });
  });

  test.each([
    ['ENOSPC', /disk is full/],
    ['SQLITE_FULL', /disk is full/],
    ['SQLITE_READONLY_DIRECTORY', /read-only/],
    ['SQLITE_CORRUPT_VTAB', /damaged/],
    ['EACCES', /not permitted \(open x\)/],
  ])('%s is the machine, not a defect', (code, says) => {
    const failure = describeFailure(Object.assign(new Error('open x'), { code }), signal);

    expect(failure).toMatchObject({ exitCode: 1, defect: false });
    expect(failure.message).toMatch(says);
  });

  test('anything else is a defect of the program', () => {
    expect(failureOf(new TypeError('x is undefined'))).toMatchObject({ exitCode: 1, defect: true });
    expect(failureOf('thrown text')).toMatchObject({ exitCode: 1, defect: true });
  });

  test('whatever an interrupted command throws, it was interrupted', () => {
    const stop = new AbortController();
    stop.abort(new StopRun('Interrupted.'));

    expect(describeFailure(new Error('socket closed'), stop.signal)).toMatchObject({
      message: 'Interrupted.',
      exitCode: 1,
    });
  });
});

describe('a run that is cut short', () => {
  test('Ctrl-C in a harvest: one message, code 1, and the next run goes on', async () => {
    const words = ['harvest', '--portals', join(folder, 'slow.json'), '--data', join(folder, 'cut'), '--delay', '60'];
    const province = await startSampleProvince();
    onTestFinished(() => province.stop());
    writeFileSync(join(folder, 'slow.json'), JSON.stringify(province.portals.slice(0, 1)));

    const first = startNianbao(words, { folder });
    await vi.waitUntil(() => province.requests.length > 0, { timeout: 10_000 });
    first.child.kill('SIGINT');
    const cut = await first.ended;
    const second = startNianbao(words, { folder });
    await second.waitFor(/Going on with run 1/);
    second.child.kill('SIGINT');
    await second.ended;

    expect(cut.exitCode).toBe(1);
    expect(cut.stderr).toMatch(/nianbao: stopping/);
    expect(cut.stderr).toMatch(/nianbao: Interrupted\. What was stored is kept/);
  });

  test('a reader that closes our output early is no failure', async () => {
    const run = startNianbao(['--help'], { folder });
    run.child.stdout.destroy();

    expect(await run.ended).toMatchObject({ exitCode: 0, stderr: '' });
  });
});
