import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test, vi } from 'vitest';
import { writeReport } from '../extract/written-report.ts';
import { folderWith, newFolder } from '../commands/corpus-folder.ts';
import { runNianbao, startNianbao } from '../project/run-nianbao.ts';

vi.setConfig({ testTimeout: 60_000 });

async function corpusOfOne(): Promise<string> {
  const data = newFolder();
  const folder = folderWith({ 'report.html': writeReport({ title: '青梧县人民政府2023年政府信息公开工作年度报告' }) });
  expect((await runNianbao(['ingest', folder, '--data', data])).exitCode).toBe(0);
  return data;
}

describe('nianbao serve', () => {
  test('prints the address, answers there, and ends tidily on SIGTERM', async () => {
    const data = await corpusOfOne();
    const running = startNianbao(['serve', '--data', data, '--port', '0']);
    let noted = '';
    running.child.stderr.on('data', (text: string) => (noted += text));
    await running.waitFor(/The explorer of .* is at http.*Ctrl-C/);
    const [address = ''] = /http:\/\/127\.0\.0\.1:\d+\//.exec(noted) ?? [];
    const page = await (await fetch(`${address}reports/1`)).text();
    expect(page).toContain('青梧县人民政府2023年政府信息公开工作年度报告');
    running.child.kill('SIGTERM');
    const { exitCode, stdout } = await running.ended;
    expect(exitCode).toBe(0);
    expect(stdout).toBe(`${address}\n`);
  });

  test('says so where there is no corpus', async () => {
    const { exitCode, stderr } = await runNianbao(['serve', '--data', newFolder(), '--port', '0']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/There is no corpus at .*nianbao harvest/);
  });

  test('says so where the port is taken, is no port, or the host is not here', async () => {
    const data = await corpusOfOne();
    const other = createServer();
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    const { port } = other.address() as AddressInfo;
    const taken = await runNianbao(['serve', '--data', data, '--port', String(port)]);
    other.close();
    expect([taken.exitCode, taken.stderr]).toEqual([
      2,
      expect.stringContaining(`Port ${port} of 127.0.0.1 is taken; name another with --port`),
    ]);
    const none = await runNianbao(['serve', '--data', data, '--port', '70000']);
    expect([none.exitCode, none.stderr]).toEqual([2, expect.stringContaining('--port takes a number up to 65535')]);
    const away = await runNianbao(['serve', '--data', data, '--port', '0', '--host', '192.0.2.1']);
    expect([away.exitCode, away.stderr]).toEqual([2, expect.stringContaining('is no address of this machine')]);
  });
});
