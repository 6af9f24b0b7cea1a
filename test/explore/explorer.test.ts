import { createHash } from 'node:crypto';
import { load } from 'cheerio';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { isOurHost } from '../../src/explore/guard.ts';
import { openPdf } from '../../src/read/pdf-library.ts';
import { Originals } from '../../storage/originals.ts';
import { parseSha256 } from '../../src/original/sha256.ts';
import { join } from 'node:path';
import { tamper } from '../commands/corpus-folder.ts';
import { ask, serveSample, type ServedCorpus } from './served-corpus.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const HOSTILE = '</title><script>alert(1)</script><img src=x onerror=alert(1)>"\'年报';

interface CellRow {
  readonly report_id: number;
  readonly code: string;
  readonly printed: string;
  readonly sha256: string;
  readonly locator: string;
}

let served: ServedCorpus;
beforeAll(async () => {
  served = await serveSample((data) => {
    tamper(data, `UPDATE reports SET title = '${HOSTILE.replaceAll("'", "''")}' WHERE id = 2`);
    tamper(
      data,
      `UPDATE organizations SET name = name || '<b onclick=x>' WHERE id = (SELECT organization_id FROM reports WHERE id = 2)`,
    );
  });
});
afterAll(() => served.stop());

const get = (path: string, headers: Record<string, string> = {}) => ask(served.explorer, path, { headers });

describe('what guards the explorer', () => {
  test('a name that points here from elsewhere is refused (DNS rebinding)', async () => {
    const { port } = new URL(served.explorer.url);
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      '192.168.0.7',
    ]) {
      const answer = await get('/reports/1', { host });
      expect([host, answer.status >= 400 && answer.status < 500]).toEqual([host, true]);
      expect(answer.body).not.toContain('赤松');
    }
    expect((await get('/reports/1', { host: `localhost:${port}` })).status).toBe(200);
    expect((await get('/reports/1', { host: `[::1]:${port}` })).status).toBe(200);
  });

  test('told to listen elsewhere it takes addresses and that name, and no other name', () => {
    expect(isOurHost('192.168.0.7:4280', '0.0.0.0')).toBe(true);
    expect(isOurHost('corpus.example:4280', 'corpus.example')).toBe(true);
    expect(isOurHost('evil.example', '0.0.0.0')).toBe(false);
    expect(isOurHost('evil.example', 'corpus.example')).toBe(false);
    expect(isOurHost('0x7f.1.evil.example', '127.0.0.1')).toBe(false);
    expect(isOurHost(undefined, '127.0.0.1')).toBe(false);
  });

  test('pages let nothing in from outside, and run no script of a report', async () => {
    for (const path of [
      '/',
      '/coverage/99',
      '/reports/2',
      '/reports/2/cells/requests.received.total',
      '/nothing',
      '/coverage/99?level=x',
    ]) {
      const { headers } = await get(path);
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'; /);
      expect(headers['content-security-policy']).not.toMatch(/unsafe|\*|https?:|data:/);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['x-frame-options']).toBe('DENY');
    }
  });

  test('titles and names are text', async () => {
    for (const path of [
      '/coverage/99',
      '/reports/2',
      '/reports/2/cells/requests.received.total',
      '/reports/2/cells/requests.received.total/original',
    ]) {
      const page = load((await get(path)).body);
      expect(page('img, [onclick], [onerror]').toArray()).toEqual([]);
      expect(
        page('script')
          .toArray()
          .map((script) => script.attribs['src']),
      ).toEqual(path.endsWith('/original') ? [] : ['/explorer.js']);
    }
    expect(load((await get('/reports/2')).body)('h1').text()).toBe(HOSTILE);
  });

  test('the frame of an original has no origin, no script and nothing to load', async () => {
    const { headers, body } = await get('/reports/1/cells/requests.received.total/original');
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; .*sandbox$/);
    const style = load(body)('style').text();
    expect(headers['content-security-policy']).toContain(createHash('sha256').update(style).digest('base64'));
    expect(headers['x-frame-options']).toBe('SAMEORIGIN');
    expect(load(body)('script, link, img, iframe, a, form').toArray()).toEqual([]);
  });

  test('no path leads out of the corpus', async () => {
    for (const path of [
      '/documents/../../corpus.sqlite',
      '/documents/..%2f..%2fcorpus.sqlite',
      '/documents/%2e%2e/%2e%2e/corpus.sqlite',
      `/documents/${'0'.repeat(64)}`,
      '/../../../etc/passwd',
      '/explorer.css/../../../package.json',
      '/runs/..%2fcorpus.sqlite',
      '/runs/%2e%2e%2f%2e%2e%2fetc%2fpasswd',
      '/documents/ab%00cd',
    ]) {
      const answer = await get(path);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.body).not.toMatch(/root:|SQLite format/);
    }
  });

  test('SQL in an address is a value like any other', async () => {
    for (const path of [
      "/reports/1'%20OR%201=1--",
      '/reports/1;DROP%20TABLE%20reports',
      "/evidence/1'%20OR%20'1'='1/2023",
      "/coverage/99'%20OR%201=1--",
      '/reports/1/cells/x%27%20OR%201=1--',
    ]) {
      expect([path, (await get(path)).status]).toEqual([path, 404]);
    }
    for (const query of ["division=1'%20OR%201=1", 'level=county%27--', 'page=1;DROP', 'page=-1', 'status=%27'])
      expect([query, (await get(`/coverage/99?${query}`)).status]).toEqual([query, 400]);
    expect(served.rows('SELECT count(*) AS count FROM reports')).toEqual([{ count: 55 }]);
  });

  test('nothing but reading is offered', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
      const answer = await ask(served.explorer, '/reports/1', { method });
      expect([method, answer.status]).toEqual([method, 405]);
    }
  });
});

describe('a cell and its original', () => {
  test('every cell of the web pages is outlined where its text stands', async () => {
    const cells = served.rows<CellRow>(
      `SELECT c.* FROM cells c JOIN documents d ON d.sha256 = c.sha256 WHERE d.media_type = 'text/html' AND locator IS NOT NULL
       AND (c.report_id % 6 = 1) ORDER BY c.report_id, c.code`,
    );
    expect(cells.length).toBeGreaterThan(1000);
    const wrong: string[] = [];
    for (const { report_id, code, printed } of cells.filter((_, index) => index % 5 === 0)) {
      const place = load((await get(`/reports/${report_id}/cells/${code}/original`)).body)('#place');
      const text = place.text().replace(/\s+/gu, '');
      if (place.length !== 1 || text !== printed.replace(/\s+/gu, ''))
        wrong.push(`${report_id} ${code}: ${text} for ${printed}`);
    }
    expect(wrong).toEqual([]);
  });

  test('the box on a PDF page holds the digits of its cell, and nothing else', async () => {
    const cells = served.rows<CellRow>(
      `SELECT c.* FROM cells c JOIN documents d ON d.sha256 = c.sha256 WHERE d.media_type = 'application/pdf' ORDER BY report_id, code`,
    );
    expect(cells.length).toBe(600);
    const [first] = cells;
    const pdf = await openPdf(await new Originals(join(served.data, 'originals')).get(parseSha256(first!.sha256)));
    if ('failure' in pdf) throw new Error(pdf.failure);
    const wrong: string[] = [];
    for (const { report_id, code, printed } of cells.filter(
      ({ sha256 }, index) => sha256 === first!.sha256 && index % 7 === 0,
    )) {
      const page = load((await get(`/reports/${report_id}/cells/${code}`)).body, { xml: false });
      const box = page('svg.page .box');
      const edge = (name: string): number => Number(box.attr(name));
      const number = Number(/pages\/(\d+)\.png/.exec(page('svg.page image').attr('href') ?? '')?.[1]);
      const { characters } = pdf.readPage(number - 1)!;
      const inside = characters.filter(
        ({ left, right, top, bottom }) =>
          (left + right) / 2 > edge('x') &&
          (left + right) / 2 < edge('x') + edge('width') &&
          (top + bottom) / 2 > edge('y') &&
          (top + bottom) / 2 < edge('y') + edge('height'),
      );
      const text = inside
        .map((character) => character.text)
        .join('')
        .trim();
      if (text !== printed) wrong.push(`${code}: ${text} for ${printed}`);
    }
    pdf.close();
    expect(wrong).toEqual([]);
  });

  test('an original that is gone is said to be, and the receipt stands', async () => {
    const [cell] = served.rows<CellRow>(`SELECT * FROM cells WHERE report_id = 5 AND code = 'requests.received.total'`);
    const other = served.rows<CellRow>(`SELECT * FROM cells WHERE report_id = 6 AND code = 'requests.received.total'`);
    tamper(
      served.data,
      `PRAGMA foreign_keys = OFF; UPDATE cells SET sha256 = '${'ab'.repeat(32)}' WHERE report_id = 5 AND code = '${cell!.code}'`,
    );
    const page = load((await get('/reports/5/cells/requests.received.total')).body);
    expect(page('.original .notice').text()).toMatch(/cannot be read/);
    expect(page('.facts').text()).toContain(cell!.printed);
    tamper(
      served.data,
      `UPDATE cells SET sha256 = '${other[0]!.sha256}', printed = '98765' WHERE report_id = 5 AND code = '${cell!.code}'`,
    );
    const moved = load((await get('/reports/5/cells/requests.received.total')).body);
    expect(moved('.original .notice').text()).toMatch(/cannot be shown/);
    expect(load((await get('/reports/5/cells/requests.received.total/original')).body)('#place').length).toBe(0);
  });

  test('the bytes come back as they were served, as a file', async () => {
    const [document] = served.rows<{ sha256: string; bytes: number }>(
      `SELECT sha256, bytes FROM documents WHERE media_type = 'text/html' LIMIT 1`,
    );
    const answer = await fetch(`${served.explorer.url}documents/${document!.sha256}`);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(document!.sha256);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="[0-9a-f]{16}\.html"$/);
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
  });
});
