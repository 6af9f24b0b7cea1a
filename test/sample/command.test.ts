import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CommandIo } from '../../src/commands/command.ts';
import { runSample } from '../../src/commands/sample.ts';
import { readSettings } from '../../src/config.ts';

async function sample(json: boolean, data: string): Promise<{ exitCode: number; out: string; notes: string }> {
  const printed: string[] = [];
  const notes: string[] = [];
  const io: CommandIo = {
    out: (text) => printed.push(text),
    note: (text) => notes.push(text),
    progress: () => undefined,
    json,
    interactive: false,
    colour: false,
    width: 100,
    signal: new AbortController().signal,
  };
  const exitCode = await runSample({ serve: false }, io, readSettings(undefined, { data, delaySeconds: 5 }));
  return { exitCode, out: printed.join('\n'), notes: notes.join('\n') };
}

test('npm start: harvests the province without delay, shows the corpus, and does so again without harm', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nianbao-start-'));
  try {
    const first = await sample(false, folder);
    expect(first.exitCode, first.notes).toBe(0);
    expect(first.out).toMatch(/云岭县梨树沟镇人民政府 .*✓/);
    expect(first.out).toMatch(/55 current/);
    expect(first.out).toContain('harvest --province ningxia');
    const again = await sample(true, folder);
    expect(again.exitCode).toBe(0);
    expect(JSON.parse(again.out)).toMatchObject({
      outcome: 'done',
      missed: [],
      status: { reports: { current: 55 } },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
