import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseAddress, pageKey } from '../../src/crawl/address.ts';
import { recogniseChallenge } from '../../src/crawl/challenge.ts';
import { OriginGuard, isInternalAddress } from '../../src/crawl/guard.ts';
import { backOffMs, defaultRetryPolicy, readRetryAfter } from '../../src/crawl/retry.ts';
import { readRobots } from '../../src/crawl/robots.ts';
import { VisitQueue } from '../../src/crawl/visit-queue.ts';
import { RetryLater, SkipThis } from '../../src/errors.ts';
import { sha256Of } from '../../src/original/sha256.ts';
import type { FrontierItem, ItemKind } from '../../storage/frontier-items.ts';
import { lockForHarvest } from '../../storage/harvest-lock.ts';
import { Originals } from '../../storage/originals.ts';

describe('addresses', () => {
  it.each([
    ['HTTP://Example.gov.cn:80/a/../b/#top', 'http://example.gov.cn/b/'],
    ['./c.html', 'http://h.gov.cn/x/c.html'],
    ['javascript:void(0)', null],
    ['ftp://h/x', null],
    ['http://user@h/', null],
  ])('%s is visited as %s', (address, expected) => {
    expect(normaliseAddress(address, 'http://h.gov.cn/x/y.html')).toBe(expected);
  });

  it('http, https and www twins count as one page; ports and queries tell apart', () => {
    expect(pageKey('https://www.h.gov.cn/a')).toBe(pageKey('http://h.gov.cn/a'));
    expect(pageKey('http://h.gov.cn:8080/a')).not.toBe(pageKey('http://h.gov.cn/a'));
    expect(pageKey('http://h.gov.cn/a?p=1')).not.toBe(pageKey('http://h.gov.cn/a'));
  });
});

describe('internal addresses', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    'fe80::1',
    'fd00::1',
    '::ffff:10.0.0.1',
    '64:ff9b::7f00:1',
    '::127.0.0.1',
  ])('%s is one', (address) => {
    expect(isInternalAddress(address)).toBe(true);
  });
  it.each(['1.2.4.8', '172.32.0.1', '2400:3200::1', '::ffff:1.2.4.8', 'example.gov.cn'])('%s is none', (address) => {
    expect(isInternalAddress(address)).toBe(false);
  });
});

describe('the guard of a portal', () => {
  const guard = new OriginGuard({
    id: 'p',
    name: 'p',
    home: 'http://www.h.gov.cn/',
    hosts: ['files.h.gov.cn', 'data.gov.cn:8080'],
  });
  it.each([
    'http://www.h.gov.cn/a',
    'https://h.gov.cn/a',
    'https://www.h.gov.cn/',
    'http://files.h.gov.cn/',
    'https://files.h.gov.cn/',
    'http://data.gov.cn:8080/',
  ])('allows %s', (url) => {
    expect(guard.allowsOrigin(new URL(url))).toBe(true);
  });
  it.each([
    'http://www.h.gov.cn:8080/',
    'http://other.h.gov.cn/',
    'http://data.gov.cn/',
    'http://h.gov.cn.example.com/',
    'http://127.0.0.1/',
  ])('refuses %s', (url) => {
    expect(guard.allowsOrigin(new URL(url))).toBe(false);
  });

  it('connects only to addresses that are public or were the home page’s own at first', async () => {
    const answers = new Map([['h.gov.cn', '10.0.0.1']]);
    const own = new OriginGuard({ id: 'p', name: 'p', home: 'http://h.gov.cn/' }, (name) =>
      Promise.resolve([{ address: answers.get(name) ?? '1.2.4.8', family: 4 }]),
    );
    await expect(own.addressesOf('h.gov.cn')).resolves.toHaveLength(1);
    answers.set('h.gov.cn', '10.0.0.2');
    await expect(own.addressesOf('h.gov.cn')).rejects.toThrow('10.0.0.2');
    await expect(own.addressesOf('www.h.gov.cn')).resolves.toHaveLength(1);
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2024-01-01T00:00:00Z');
  it.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['Mon, 01 Jan 2024 00:01:00 GMT', 60_000],
    ['Sun, 31 Dec 2023 00:00:00 GMT', 0],
    ['soon', null],
    ['-5', null],
    [undefined, null],
  ])('%s', (header, expected) => {
    expect(readRetryAfter(header, now)).toBe(expected);
  });

  it('back-off grows, stays within its spread and under its ceiling', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempts, random) => {
          const wait = backOffMs(defaultRetryPolicy, attempts, random);
          const middle = defaultRetryPolicy.firstWaitSeconds * 1000 * 2 ** (attempts - 1);
          expect(wait).toBeLessThanOrEqual(Math.min(middle * 1.5, defaultRetryPolicy.longestWaitSeconds * 1000));
          expect(wait).toBeGreaterThanOrEqual(Math.min(middle * 0.5, defaultRetryPolicy.longestWaitSeconds * 1000));
        },
      ),
    );
  });
});

describe('robots.txt', () => {
  const rules = (text: string) => readRobots('http://h.gov.cn', Buffer.from(text));
  it('speaks to us by name before all', () => {
    const ours = rules(
      '\uFEFFUser-agent: *\nDisallow: /\n\nUser-agent: NianBao\nCrawl-delay: 2.5\nDisallow: /年报/私\n',
    );
    expect(ours.allows(new URL('http://h.gov.cn/a'))).toBe(true);
    expect(ours.allows(new URL('http://h.gov.cn/年报/私/a'))).toBe(false);
    expect(ours.crawlDelaySeconds).toBe(2.5);
  });
  it('a page of HTML in its place, and a delay that is no number, say nothing', () => {
    expect(rules('<html><body>404</body></html>').allows(new URL('http://h.gov.cn/a'))).toBe(true);
    expect(rules('User-agent: *\nCrawl-delay: soon').crawlDelaySeconds).toBe(0);
  });
});

describe('challenge pages', () => {
  it.each([
    [521, "<script>document.cookie='__jsluid_s=1'</script>", {}, '加速乐'],
    [412, '', {}, '瑞数'],
    [202, '<script>$_ts=window["$_ts"]</script>', {}, '瑞数'],
    [404, '', { 'wzws-ray': '1' }, '网神'],
    [202, 'accepted', {}, null],
    [200, '<script>$_ts=window["$_ts"]</script><a href="/nb">年报</a>', {}, null],
    [521, 'web server is down', {}, null],
  ])('%i %s', (status, body, headers, expected) => {
    expect(recogniseChallenge(status, { 'content-type': 'text/html', ...headers }, Buffer.from(body))).toBe(expected);
  });
});

describe('the queue of a portal', () => {
  it('gives attachments, reports, lists; then by priority; then as found, whatever the order of adding', () => {
    const kinds = fc.constantFrom<ItemKind>('attachment', 'report', 'follow');
    fc.assert(
      fc.property(fc.array(fc.record({ kind: kinds, priority: fc.integer({ min: 0, max: 3 }) })), (rows) => {
        const items = rows.map(({ kind, priority }, seq): FrontierItem => ({
          seq,
          kind,
          priority,
          step: null,
          url: '',
          form: null,
          render: null,
          referer: null,
          label: '',
          lead: null,
          parent: null,
          list: null,
        }));
        const queue = new VisitQueue();
        for (const item of items) queue.add({ item, attempts: 0, notBefore: item.seq % 5 === 0 ? 1 : 0 });
        const taken: FrontierItem[] = [];
        for (let next = queue.take(2); next !== null; next = queue.take(2)) taken.push(next.item);
        const rank = { attachment: 0, report: 1, follow: 2 };
        expect(taken).toEqual(
          items.toSorted((a, b) => rank[a.kind] - rank[b.kind] || b.priority - a.priority || a.seq - b.seq),
        );
      }),
    );
  });
  it('holds back what is not due', () => {
    const queue = new VisitQueue();
    queue.add({
      item: {
        seq: 0,
        kind: 'follow',
        priority: 0,
        step: 'x',
        url: '',
        form: null,
        render: null,
        referer: null,
        label: '',
        lead: null,
        parent: null,
        list: null,
      },
      attempts: 1,
      notBefore: 100,
    });
    expect([queue.hasReady(99), queue.take(99), queue.nextDue(), queue.hasReady(100)]).toEqual([
      false,
      null,
      100,
      true,
    ]);
  });
});

describe('originals', () => {
  it('are kept under their hash, once, and read back only if whole; what killed processes left goes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nianbao-originals-'));
    try {
      const originals = new Originals(join(folder, 'originals'));
      const bytes = Buffer.from('年报');
      const [sha256, again] = await Promise.all([originals.put(bytes), originals.put(bytes)]);
      expect([sha256, again]).toEqual([sha256Of(bytes), sha256Of(bytes)]);
      expect(readFileSync(originals.pathOf(sha256), 'utf8')).toBe('年报');
      const shelf = join(folder, 'originals', sha256.slice(0, 2));
      writeFileSync(join(shelf, `.${sha256}.999999999.0.tmp`), 'half');
      writeFileSync(join(shelf, `.${sha256}.${process.pid}.7.tmp`), 'ours');
      await originals.removeLeftovers();
      expect(readdirSync(shelf).sort()).toEqual([`.${sha256}.${process.pid}.7.tmp`, sha256]);
      writeFileSync(originals.pathOf(sha256), '年');
      await expect(originals.get(sha256)).rejects.toThrow(SkipThis);
      await expect(originals.get(sha256Of(Buffer.from('other')))).rejects.toThrow(SkipThis);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the lock of a data directory', () => {
  it('is held by one, given back, and taken over from a process that no longer runs', () => {
    const folder = mkdtempSync(join(tmpdir(), 'nianbao-lock-'));
    try {
      const unlock = lockForHarvest(folder);
      expect(() => lockForHarvest(folder)).toThrow(RetryLater);
      unlock();
      writeFileSync(join(folder, 'harvest.lock'), '999999999\n');
      lockForHarvest(folder)();
      expect(readdirSync(folder)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
