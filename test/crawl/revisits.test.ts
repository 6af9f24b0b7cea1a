import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parsePage } from '../../crawlers/parse-page.ts';
import { looksTheSame } from '../../src/crawl/page-sameness.ts';
import { heldUntil } from '../../src/crawl/retry.ts';
import { isDue, scheduleAfter } from '../../src/crawl/revisit-schedule.ts';
import type { Sighting } from '../../src/crawl/revisit-schedule.ts';
import { RetryLater } from '../../src/errors.ts';
import { lockForHarvest } from '../../storage/harvest-lock.ts';
import type { Revisit } from '../../storage/revisits.ts';

const DAY = 24 * 3600 * 1000;

/** Days from each of a row of visits to the next, each made when it was due. */
function gaps(start: string, visits: readonly Partial<Sighting>[], first: Partial<Sighting> = {}): number[] {
  let before: Revisit | null = null;
  let at = new Date(start);
  return visits.map((visit) => {
    const sighting: Sighting = {
      kind: 'report',
      step: null,
      outcome: 'unchanged',
      changed: false,
      at,
      before,
      ...first,
      ...visit,
    };
    before = scheduleAfter(sighting);
    const gap = (Date.parse(before.dueAt) - at.getTime()) / DAY;
    at = new Date(before.dueAt);
    return gap;
  });
}

describe('the schedule of visits', () => {
  it.each([
    ['a known report in the season', '2024-02-01T00:00:00Z', [{}, {}, {}], [7, 7, 7]],
    ['a known report outside it', '2024-06-01T00:00:00Z', [{}, {}], [30, 30]],
    ['the season ends by the clock of China', '2024-04-30T16:30:00Z', [{}], [30]],
    [
      'a changed report',
      '2024-02-01T00:00:00Z',
      [{}, { outcome: 'ok', changed: true }, {}, {}, {}, {}],
      [7, 1, 1, 2, 4, 7],
    ],
    ['one that fails', '2024-06-01T00:00:00Z', Array(7).fill({ outcome: 'timeout' }), [1, 2, 4, 8, 16, 30, 30]],
    ['one that may not be asked for', '2024-06-01T00:00:00Z', [{ outcome: 'refused_by_robots' }], [30]],
    [
      'a list of reports',
      '2024-02-01T00:00:00Z',
      [
        { kind: 'follow', step: 'column' },
        { kind: 'follow', step: 'column' },
        { kind: 'follow', step: 'column' },
        { kind: 'follow', step: 'column' },
      ],
      [1, 1, 2, 2],
    ],
    ['a page on the way', '2024-06-01T00:00:00Z', Array(6).fill({ kind: 'follow', step: 'home' }), [1, 1, 2, 4, 8, 16]],
  ] satisfies [string, string, Partial<Sighting>[], number[]][])('%s', (_, start, visits, expected) => {
    expect(gaps(start, visits)).toEqual(expected);
  });

  it('makes what is due within hours, and what a wrong clock has put off for years', () => {
    const now = new Date('2024-06-01T02:00:00Z');
    expect(isDue({ dueAt: '2024-06-01T02:13:00.000Z' }, now)).toBe(true);
    expect(isDue({ dueAt: '2024-06-02T02:13:00.000Z' }, now)).toBe(false);
    expect(isDue({ dueAt: '2031-01-01T00:00:00.000Z' }, now)).toBe(true);
  });

  it('counts how often it was missed until it is there again', () => {
    const at = new Date('2024-06-01T00:00:00Z');
    const see = (outcome: Sighting['outcome'], before: Revisit | null): Revisit =>
      scheduleAfter({ kind: 'report', step: null, outcome, changed: false, at, before });
    const once = see('gone', see('ok', null));
    const timedOut = see('timeout', once);
    const twice = see('gone', timedOut);
    expect([once.missed, timedOut.missed, twice.missed, see('ok', twice).missed]).toEqual([1, 1, 2, 0]);
  });
});

describe('a try that was put off', () => {
  const policy = { retries: 3, firstWaitSeconds: 2, longestWaitSeconds: 600 };
  it.each([
    [null, 0],
    ['2024-06-01T00:01:00.000Z', 60_000],
    ['2031-06-01T00:00:00.000Z', 600_000],
  ])('until %s waits no longer than a run may', (notBefore, wait) => {
    const now = Date.parse('2024-06-01T00:00:00Z');
    expect(heldUntil(policy, notBefore, now)).toBe(notBefore === null ? 0 : now + wait);
  });
});

describe('two states of a page', () => {
  const page = (body: string, head = '') =>
    parsePage({
      url: 'http://h.gov.cn/a.html',
      bytes: Buffer.from(`<html><head>${head}</head><body>${body}</body></html>`),
      contentType: 'text/html; charset=utf-8',
      label: '',
    });
  const TABLE = '<table><tr><td>受理</td><td>12</td></tr></table>';
  it.each([
    ['a counter', `${TABLE}<p>浏览次数：12</p>`, `${TABLE}<p>浏览次数：13</p>`, true],
    ['a counter in two pieces', `${TABLE}<p>点击数:<span>12</span></p>`, `${TABLE}<p>点击数:<span>13</span></p>`, true],
    ['the clock', `今天是2024年3月1日 星期五<p>x`, `今天是2024年3月2日 星期六<p>x`, true],
    [
      'a counter and a clock in one line',
      `${TABLE}<p>访问量：12 更新时间：2024-03-01 08:00</p>`,
      `${TABLE}<p>访问量：13 更新时间：2024-03-02 08:01</p>`,
      true,
    ],
    [
      'the news beside it',
      `${TABLE}<a href="/xw/1.html">一号要闻</a>`,
      `${TABLE}<a href="/xw/2.html">二号要闻</a>`,
      true,
    ],
    ['a figure that is a link', '<td><a href="/xw/1.html">12</a></td>', '<td><a href="/xw/1.html">13</a></td>', false],
    ['a file behind a script', '<a href="/down?id=1&file=a">附件</a>', '<a href="/down?id=2&file=b">附件</a>', false],
    ['a row on visits', '<tr><td>网站访问量</td><td>12</td></tr>', '<tr><td>网站访问量</td><td>13</td></tr>', false],
    ['a script', `${TABLE}<script>var n = 1</script>`, `${TABLE}<script>var n = 2</script>`, true],
    ['markup', `<div class="a">${TABLE}</div>`, `<div class="b">\n${TABLE}</div>`, true],
    ['a session', '<a href="/a.pdf;jsessionid=1A">附件</a>', '<a href="/a.pdf;jsessionid=2B">附件</a>', true],
    ['a figure', TABLE, TABLE.replace('12', '13'), false],
    ['a figure that becomes blank', TABLE, TABLE.replace('12', ''), false],
    ['a sentence on visits', '<p>全年政务微信阅读量12345次</p>', '<p>全年政务微信阅读量12346次</p>', false],
    ['an attachment', '<a href="/a.pdf">附件</a>', '<a href="/b.pdf">附件</a>', false],
    ['a word', '<p>本机关</p>', '<p>我机关</p>', false],
  ])('that differ in %s', (_, before, after, same) => {
    expect(looksTheSame(page(before), page(after))).toBe(same);
  });
});

describe('the lock of a data directory', () => {
  const holder = {
    pid: process.pid,
    host: hostname(),
    command: 'nightly',
    since: '2024-01-01T02:00:00.000Z',
    began: null,
    token: 'x',
  };

  it.each([
    ['a process number that was given out again', { ...holder, pid: 1, began: 'another boot 17' }, true],
    ['this process, killed and begun again under its number', holder, true],
    ['half a lock', '{"pid": 1', true],
    ['another machine', { ...holder, host: 'elsewhere', pid: 999_999_999 }, false],
    ['a process that runs', { ...holder, pid: 1 }, false],
  ])('%s: taken over %o', (_, content, taken) => {
    const folder = mkdtempSync(join(tmpdir(), 'nianbao-lock-'));
    try {
      const path = join(folder, 'harvest.lock');
      writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
      if (taken) lockForHarvest(folder)();
      else expect(() => lockForHarvest(folder)).toThrow(RetryLater);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('says who runs, since when, and gives back no other lock than its own', () => {
    const folder = mkdtempSync(join(tmpdir(), 'nianbao-lock-'));
    try {
      const path = join(folder, 'harvest.lock');
      const unlock = lockForHarvest(folder, 'nightly');
      expect(() => lockForHarvest(folder)).toThrow(new RegExp(`Process ${process.pid} \\(nianbao nightly, since 20`));
      writeFileSync(path, JSON.stringify({ ...holder, host: 'elsewhere' }));
      unlock();
      expect(readFileSync(path, 'utf8')).toContain('elsewhere');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
