import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { pageOf, startPortal } from '../crawl/portal-server.ts';
import { writeReport } from '../extract/written-report.ts';
import { runNianbao } from '../project/run-nianbao.ts';
import { corpusContents } from './corpus-contents.ts';
import { newFolder } from './corpus-folder.ts';

const program = fileURLToPath(new URL('../../bin/nianbao.mjs', import.meta.url));
const YEARS = [2012, 2013, 2014, 2015, 2016, 2017, 2018, 2019, 2020, 2021, 2022, 2023];
const titleOf = (year: number): string => `青梧县人民政府${year}年政府信息公开工作年度报告`;

/** A disk of its own, of a few megabytes, that only the processes below `unshare` see. */
function maySpareDisk(): boolean {
  const tried: SpawnSyncReturns<Buffer> = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']);
  return tried.status === 0;
}

test.skipIf(!maySpareDisk())(
  'a disk that fills in the middle of a night is told in one line, and the next run completes what an undisturbed one has',
  async () => {
    const portal = await startPortal({
      '/': pageOf('青梧县人民政府', { '/nb/': '政府信息公开年报' }),
      '/nb/': pageOf('政府信息公开年报', Object.fromEntries(YEARS.map((year) => [`/nb/${year}.html`, titleOf(year)]))),
    });
    for (const year of YEARS) {
      const ballast = `<!-- ${randomBytes(150_000).toString('hex')} --></body>`;
      portal.answers.set(`/nb/${year}.html`, writeReport({ year, title: titleOf(year) }).replace('</body>', ballast));
    }
    try {
      const folder = newFolder();
      const portalsFile = join(folder, 'portals.json');
      writeFileSync(portalsFile, JSON.stringify([{ id: 'qingwu', name: '青梧县', home: `${portal.origin}/` }]));
      const words = ['nightly', '--portals', portalsFile, '--delay', '0', '--data'];
      await runNianbao([...words, join(folder, 'roomy')]);

      const disk = join(folder, 'disk');
      mkdirSync(disk);
      const script = `
        mount -t tmpfs -o size=3500k tmpfs '${disk}' || exit 99
        ${process.execPath} '${program}' ${words.join(' ')} '${disk}/data'; echo "filled: $?"
        mount -o remount,size=64m '${disk}'
        ${process.execPath} '${program}' ${words.join(' ')} '${disk}/data'; echo "with room: $?"
        cp -r '${disk}/data' '${folder}/kept'`;
      const child = spawn('unshare', ['-rm', 'sh', '-c', script], { stdio: ['ignore', 'pipe', 'pipe'] });
      let [said, noted] = ['', ''];
      child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (noted += text));
      await once(child, 'close');

      expect(said).toMatch(/filled: 1\n[^]*with room: 0\n$/u);
      expect(noted).toMatch(/^nianbao: The disk that holds \S+ is full\. Nothing stored is lost: make room/mu);
      expect(noted).toMatch(/Going on with run 1/u);
      const { fetches, ...kept } = corpusContents(join(folder, 'kept'));
      const { fetches: askedInRoom, ...roomy } = corpusContents(join(folder, 'roomy'));
      expect(kept).toEqual(roomy);
      expect(new Set(fetches)).toEqual(new Set(askedInRoom));
      expect(kept['integrity']).toEqual(['["ok"]']);
    } finally {
      await portal.close();
    }
  },
  120_000,
);
