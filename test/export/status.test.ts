import { describe, expect, it } from 'vitest';
import { runStatus } from '../../src/commands/status.ts';
import { UsageError } from '../../src/errors.ts';
import { openCorpus } from '../../storage/corpus.ts';
import { findingOn, newDataDirectory, sketchReport, stoppedClock, YONGNING } from '../storage/report-record.ts';
import { rememberingTerminal, settingsFor } from './terminal.ts';

function filledDirectory(): string {
  const directory = newDataDirectory();
  const corpus = openCorpus(directory, { now: stoppedClock().now });
  const run = corpus.startRun({ command: 'harvest', softwareVersion: '1', config: {} });
  corpus.upsertPortal({
    id: 'yongning',
    name: '永宁县',
    province: '宁夏回族自治区',
    division: '640121',
    home: 'https://www.yongning.test/',
    family: 'trs',
  });
  corpus.upsertPortal({
    id: 'huangzhong',
    name: '湟中区',
    province: '青海省',
    division: '630106',
    home: 'https://www.huangzhong.test/',
  });
  const insert = corpus.db.prepare(
    'INSERT INTO fetches (run_id, portal_id, url, fetched_at, outcome) VALUES (?, ?, ?, ?, ?)',
  );
  for (const [portal, outcome] of [
    ['yongning', 'ok'],
    ['yongning', 'ok'],
    ['yongning', 'timeout'],
    ['huangzhong', 'blocked'],
  ]) {
    insert.run(run, portal, `https://www.${portal}.test/`, '2024-05-01T00:00:00.000Z', outcome);
  }
  const figures = { 'requests.granted.total': { number: 2, status: 'doubtful' } } as const;
  corpus.recordReport(sketchReport(corpus, { portalId: 'yongning', findings: [findingOn('granted')], figures }));
  corpus.recordFailedLead({
    portalId: 'yongning',
    url: 'https://www.yongning.test/scan.pdf',
    title: '2022年年报',
    organization: YONGNING,
    fiscalYear: 2022,
    outcome: 'unreadable',
    detail: 'a scan',
  });
  corpus.recordPortalFinding({
    portalId: 'huangzhong',
    finding: { ...findingOn('column', 'P1'), message: 'The column lists nothing.' },
  });
  corpus.db
    .prepare(
      `INSERT INTO revisits (portal_id, ask, kind, outcome, checked_at, changed_at, changes, failures, missed, due_at)
       VALUES ('yongning', 'follow /nb/', 'follow', 'ok', '2024-05-01T00:00:00.000Z', '2024-05-01T00:00:00.000Z', 0, 0, 0, '2024-05-03T00:00:00.000Z')`,
    )
    .run();
  const fared = { requests: 3, reports: { failed: 0, unreadable: 0 }, findings: [] };
  corpus.finishRun(run, 'partial', {
    portals: [
      { ...fared, id: 'yongning', state: 'done', reports: { failed: 0, unreadable: 1 } },
      { ...fared, id: 'huangzhong', state: 'stopped', findings: [{ severity: 'error' }] },
    ],
  });
  const next = corpus.startRun({ command: 'nightly', softwareVersion: '1', config: {} });
  corpus.finishRun(next, 'done', { portals: [{ ...fared, id: 'yongning', state: 'done', requests: 0 }] });
  corpus.close();
  return directory;
}

async function status(
  directory: string,
  { province = null, json = false }: { province?: string | null; json?: boolean } = {},
): Promise<string> {
  const { io, printed } = rememberingTerminal(json);
  expect(await runStatus({ province }, io, settingsFor(directory))).toBe(0);
  return printed();
}

describe('status', () => {
  it('shows coverage, cells, portals and the last run', async () => {
    const directory = filledDirectory();
    expect(await status(directory)).toBe(
      [
        `Corpus ${directory}`,
        '',
        'Reports   1 current',
        'Coverage  1 found · 1 unreadable · 16 blocked · 14 unknown',
        'Cells     199 verified · 1 doubtful',
        'Findings  1 A1',
        '',
        'organization    2022  2023',
        '湟中区人民政府  B     B',
        '永宁县人民政府  ?     ✓',
        '✓ found   ? unreadable   B blocked   · unknown',
        '',
        'portal      name    family  reports  last runs  last visit        fetches of that visit',
        'huangzhong  湟中区          0        X          2024-05-01 00:00  1 blocked',
        'yongning    永宁县  trs     1        !·         2024-05-01 00:00  2 ok, 1 timeout',
        'last runs, the newest last: · nothing due   ! something failed   X given up',
        '! yongning: one visit is overdue, the first since 2024-05-03: run nianbao nightly',
        '! huangzhong: P1: The column lists nothing.',
        '',
        'Last run  nightly 2024-03-01T08:00:00.000Z: done 2024-03-01T08:00:00.000Z',
      ].join('\n'),
    );
  });

  it('shows one province, by its name or the start of it', async () => {
    const directory = filledDirectory();
    for (const province of ['宁夏', '宁夏回族自治区']) {
      const text = await status(directory, { province });
      expect(text).toContain('永宁县');
      expect(text).not.toContain('湟中');
    }
    await expect(status(directory, { province: '广东' })).rejects.toThrow(/宁夏回族自治区, 青海省/);
  });

  it('is one JSON object with --json', async () => {
    const summary: unknown = JSON.parse(await status(filledDirectory(), { json: true }));
    expect(summary).toMatchObject({
      outcome: 'done',
      reports: { current: 1 },
      coverage: { found: 1, unreadable: 1, blocked: 16, unknown: 14 },
      cells: { verified: 199, doubtful: 1 },
      findings: { A1: 1 },
      portals: [
        { id: 'huangzhong', reports: 0, outcomes: { blocked: 1 }, findings: [{ rule: 'P1' }] },
        {
          id: 'yongning',
          family: 'trs',
          reports: 1,
          outcomes: { ok: 2, timeout: 1 },
          runs: [{ fortune: 'partial', requests: 3 }, { fortune: 'idle' }],
          overdue: { count: 1, since: '2024-05-03T00:00:00.000Z' },
        },
      ],
      lastRun: { command: 'nightly', outcome: 'done' },
      grid: expect.arrayContaining([
        expect.objectContaining({ name: '湟中区人民政府', fiscalYear: 2023, status: 'blocked' }),
        expect.objectContaining({ name: YONGNING.name, fiscalYear: 2022, status: 'unreadable' }),
        expect.objectContaining({ name: YONGNING.name, fiscalYear: 2023, status: 'found' }),
      ]) as unknown,
    });
  });

  it('says what to do with an empty corpus, and where there is none', async () => {
    const directory = newDataDirectory();
    await expect(status(directory)).rejects.toThrow(UsageError);
    openCorpus(directory).close();
    expect(await status(directory)).toMatch(/nianbao harvest[\s\S]*No run yet/);
  });
});
