import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { notify } from '../../src/commands/notify.ts';
import { runMetrics } from '../../src/export/run-metrics.ts';
import type { RunReport } from '../../src/export/run-report.ts';
import { runReportPage } from '../../src/export/run-report-page.ts';
import { writeReport } from '../extract/written-report.ts';
import { newFolder } from './corpus-folder.ts';
import { portalOf, type ListedReports } from './portal-of.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const COUNTY = '青梧县人民政府2023年政府信息公开工作年度报告';
const TOWN = '青梧县石磨镇人民政府2023年政府信息公开工作年度报告';
const LOST = '青梧县<b>水务局</b>2023年政府信息公开工作年度报告';

function reportsOf(data: string): RunReport[] {
  return readdirSync(join(data, 'runs'))
    .filter((name) => name.endsWith('.json'))
    .sort((a, b) => Number(/-(\d+)\./.exec(a)?.[1]) - Number(/-(\d+)\./.exec(b)?.[1]))
    .map((name) => JSON.parse(readFileSync(join(data, 'runs', name), 'utf8')) as RunReport);
}

describe('the report of a run', () => {
  let portal: ListedReports;
  beforeAll(async () => {
    portal = await portalOf(
      { '/a.html': COUNTY, '/b.html': TOWN, '/c.html': LOST },
      {
        '/a.html': { body: writeReport({ title: COUNTY, figures: { 'requests.granted.business': 7 } }) },
        '/b.html': { body: writeReport({ title: TOWN }) },
        '/c.html': { body: '', status: 404 },
      },
    );
    await portal.harvest();
    portal.change({
      '/b.html': { body: writeReport({ title: TOWN, figures: { 'proactive.licensing.decisions': 8 } }) },
    });
    await portal.harvest();
  });
  afterAll(() => portal.close());

  test('says portal by portal what was asked, found, revised and missed, with a page beside it', () => {
    const [first, second] = reportsOf(portal.data);
    expect(first).toMatchObject({
      command: 'harvest',
      outcome: 'partial',
      new: 2,
      revised: 0,
      withdrawn: 0,
      failed: 1,
    });
    expect(first?.portals).toHaveLength(1);
    expect(first?.portals[0]).toMatchObject({ portalId: 'qingwu', held: 2, heldBefore: 0, new: 2, failed: 1 });
    expect(first?.portals[0]?.requests).toBe(first?.requests);
    expect(second).toMatchObject({ new: 0, revised: 1, withdrawn: 0, portals: [{ heldBefore: 2, held: 2 }] });
    expect(second?.changes).toMatchObject([
      { organization: '青梧县石磨镇人民政府', fiscalYear: 2023, change: 'revised', kinds: ['figures'], revision: 2 },
    ]);
    expect(readdirSync(join(portal.data, 'runs')).filter((name) => name.endsWith('.html'))).toHaveLength(2);
  });

  test('names first what a person should look at: an edited report before one that could not be had', () => {
    const [first, second] = reportsOf(portal.data);
    expect(first?.lookAt.map(({ what }) => what)).toEqual([
      '青梧县: one listed report could not be had or read',
      expect.stringMatching(/^青梧县人民政府 2023: \d+ of its figures or sentences contradict each other$/u),
    ]);
    expect(second?.lookAt[0]).toMatchObject({
      what: '青梧县石磨镇人民政府 2023: edited after it was first seen (nianbao diff 青梧县石磨镇人民政府 2023)',
      url: `${portal.origin}/b.html`,
    });
  });

  test('is a page that nothing a portal says can write into', () => {
    const [report] = reportsOf(portal.data);
    const page = runReportPage({
      ...report!,
      failures: [
        { portalId: 'qingwu', url: 'javascript:alert(1)', title: LOST, outcome: 'gone', detail: '<script>x</script>' },
      ],
    });
    expect(page).not.toMatch(/<script|<b>水|href="javascript/u);
    expect(page).toContain('水务局');
    expect(page).toMatch(/Content-Security-Policy" content="default-src 'none'/u);
    expect(page).not.toMatch(/(?:src|href)="(?!https?:)/u);
  });

  test('counts for Prometheus, a line for each portal', () => {
    const [, second] = reportsOf(portal.data);
    const lines = runMetrics(second!).split('\n');
    expect(lines).toContain('nianbao_run_reports_revised 1');
    expect(lines).toContain('nianbao_portal_reports_held{portal="qingwu"} 2');
    expect(
      lines.every((line) =>
        /^(?:# (?:HELP|TYPE) nianbao_\w+ .+|nianbao_\w+(?:\{portal="[^"]*"\})? -?\d+(?:\.\d+)?|)$/u.test(line),
      ),
    ).toBe(true);
  });
});

describe('--notify-command', () => {
  test('gets the report on its standard input', async () => {
    const file = join(newFolder(), 'mail.json');
    expect(await notify(`cat > '${file}'`, '{"run":1}')).toBeNull();
    expect(readFileSync(file, 'utf8')).toBe('{"run":1}');
  });

  test.each([
    ['that fails is said with its words', 'echo no such mailbox >&2; exit 4', /ended with 4: no such mailbox$/u],
    ['that does not exist is said', 'no-such-command-of-mine', /ended with 127/u],
    ['that hangs is ended', 'exec sleep 30', /took longer than 0\.3 s$/u],
  ])('one %s', async (_, command, complaint) => {
    expect(await notify(command, '{}', 0.3)).toMatch(complaint);
  });

  test('may end without reading', async () => {
    expect(await notify('exit 0', 'x'.repeat(1_000_000))).toBeNull();
    expect(existsSync('x')).toBe(false);
  });
});
