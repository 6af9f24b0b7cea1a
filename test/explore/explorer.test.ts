import { createHash } from 'node:crypto';
import { load } from 'cheerio';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { isOurHost } from '../../src/explore/guard.ts';
import { openPdf } from '../../src/read/pdf-library.ts';
import { Originals } from '../../storage/originals.ts';
import { parseSha256 } from '../../src/original/sha256.ts';
import { join } from 'node:path';
import { tamper } from '../commands/corpus-folder.ts';
import { ask, reportOf, serveSample, type ServedCorpus } from './served-corpus.ts';

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
let plain: number;
let hostile: number;
beforeAll(async () => {
  served = await serveSample((data) => {
    const hostile = reportOf(data, '望川县水务局', 2023);
    tamper(data, `UPDATE reports SET title = '${HOSTILE.replaceAll("'", "''")}' WHERE id = ${hostile}`);
    tamper(
      data,
      `UPDATE organizations SET name = name || '<b onclick=x>' WHERE id = (SELECT organization_id FROM reports WHERE id = ${hostile})`,
    );
  });
  plain = served.reportOf('赤松县人民政府', 2023);
  hostile = served.reportOf('望川县水务局', 2023);
});
afterAll(() => served.stop());

/** In paths, PLAIN and HOSTILE stand for the ids of two reports. */
const get = (path: string, headers: Record<string, string> = {}) =>
  ask(served.explorer, path.replace('PLAIN', String(plain)).replace('HOSTILE', String(hostile)), { headers });

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
      const answer = await get('/reports/PLAIN', { host });
      expect([host, answer.status >= 400 && answer.status < 500]).toEqual([host, true]);
      expect(answer.body).not.toContain('赤松');
    }
    expect((await get('/reports/PLAIN', { host: `localhost:${port}` })).status).toBe(200);
    expect((await get('/reports/PLAIN', { host: `[::1]:${port}` })).status).toBe(200);
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
      '/reports/HOSTILE',
      '/reports/HOSTILE/cells/requests.received.total',
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
      '/reports/HOSTILE',
      '/reports/HOSTILE/cells/requests.received.total',
      '/reports/HOSTILE/cells/requests.received.total/original',
    ]) {
      const page = load((await get(path)).body);
      expect(page('img, [onclick], [onerror]').toArray()).toEqual([]);
      expect(
        page('script')
          .toArray()
          .map((script) => script.attribs['src']),
      ).toEqual(path.endsWith('/original') ? [] : ['/explorer.js']);
    }
    expect(load((await get('/reports/HOSTILE')).body)('h1').text()).toBe(HOSTILE);
  });

  test('the frame of an original has no origin, no script and nothing to load', async () => {
    const { headers, body } = await get('/reports/PLAIN/cells/requests.received.total/original');
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
      "/reports/PLAIN'%20OR%201=1--",
      '/reports/PLAIN;DROP%20TABLE%20reports',
      "/evidence/1'%20OR%20'1'='1/2023",
      "/coverage/99'%20OR%201=1--",
      '/reports/PLAIN/cells/x%27%20OR%201=1--',
    ]) {
      expect([path, (await get(path)).status]).toEqual([path, 404]);
    }
    for (const query of ["division=1'%20OR%201=1", 'level=county%27--', 'page=1;DROP', 'page=-1', 'status=%27'])
      expect([query, (await get(`/coverage/99?${query}`)).status]).toEqual([query, 400]);
    expect(served.rows('SELECT count(*) AS count FROM reports')).toEqual([{ count: 55 }]);
  });

  test('nothing but reading is offered', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
      const answer = await ask(served.explorer, '/reports/PLAIN', { method });
      expect([method, answer.status]).toEqual([method, 405]);
    }
  });
});

describe('verdicts', () => {
  const form = (more: Record<string, string>): string =>
    new URLSearchParams({
      report: String(plain),
      code: 'requests.received.total',
      verdict: 'note',
      text: 'x',
      given_by: 'a',
      ...more,
    }).toString();
  const send = (body: string, headers: Record<string, string>) =>
    ask(served.explorer, '/verdicts', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });
  const tokenOf = async (): Promise<string> =>
    load((await get('/reports/PLAIN/cells/requests.received.total')).body)('input[name=token]').attr('value') ?? '';
  const ours = (): Record<string, string> => ({ origin: new URL(served.explorer.url).origin });
  const stored = () => served.rows<{ code: string | null; rule: string | null }>('SELECT code, rule FROM verdicts');

  test('a form of another page is refused: by its origin, by its token, and where neither is told', async () => {
    const token = await tokenOf();
    expect(token.length).toBeGreaterThan(20);
    for (const [body, headers] of [
      [form({ token }), { origin: 'http://evil.example' }],
      [form({ token }), { origin: 'null' }],
      [form({ token }), {}],
      [form({ token }), { ...ours(), 'sec-fetch-site': 'cross-site' }],
      [form({ token: 'guess' }), ours()],
      [form({}), ours()],
    ] as const) {
      const { status } = await send(body, headers);
      expect(status >= 400 && status < 500).toBe(true);
    }
    expect(stored()).toEqual([]);
  });

  test('what is no verdict is refused with words', async () => {
    const token = await tokenOf();
    for (const wrong of [
      { verdict: 'right' },
      { given_by: ' ' },
      { code: 'requests.nothing' },
      { report: '99999' },
      { rule: 'A1', subject: 'granted' },
      { text: 'x'.repeat(3000) },
    ]) {
      const { status } = await send(form({ token, ...wrong }), ours());
      expect([wrong, status >= 400 && status < 500]).toEqual([wrong, true]);
    }
    expect((await send('x'.repeat(100_000), ours())).status).toBe(413);
    expect(stored()).toEqual([]);
  });

  test('one on a cell and one on a finding are stored, and lead back to where they were given', async () => {
    const token = await tokenOf();
    const cell = await send(form({ token }), ours());
    expect([cell.status, cell.headers['location']]).toEqual([303, `/reports/${plain}/cells/requests.received.total`]);
    const [finding] = served.rows<{ report_id: number; rule: string; subject: string }>(
      `SELECT f.* FROM findings f JOIN reports r ON r.id = f.report_id WHERE f.rule = 'A1' AND r.state = 'current' LIMIT 1`,
    );
    const body = new URLSearchParams({
      token,
      report: String(finding!.report_id),
      rule: finding!.rule,
      subject: finding!.subject,
      verdict: 'confirmed',
      text: '',
      given_by: 'b',
    });
    expect((await send(body.toString(), ours())).headers['location']).toBe(`/reports/${finding!.report_id}#findings`);
    expect(stored()).toEqual([
      { code: 'requests.received.total', rule: null },
      { code: null, rule: 'A1' },
    ]);
  });
});

describe('the JSON API', () => {
  const json = async (path: string): Promise<unknown> => JSON.parse((await get(path)).body);

  test('gives what the pages show, under the same filters', async () => {
    expect(await json('/api/coverage')).toMatchObject({ provinces: [{ code: '99', name: '示例省' }] });
    const blocked = await json('/api/coverage/99?status=blocked');
    expect(blocked).toMatchObject({
      count: 2,
      bodies: [{ name: '沙泉区人民政府' }, { name: '临澜县人民政府', organizationId: null }],
    });
    expect(await json('/api/reports/PLAIN/cells/requests.received.total')).toMatchObject({
      cell: { code: 'requests.received.total', status: 'verified' },
      codebook: { unit: '件' },
      sums: [{ identity: { rule: 'A1' }, outcome: { kind: 'holds' } }, { identity: { rule: 'A3' } }],
    });
    const { findings } = (await json('/api/findings?rule=A1&verdict=source')) as {
      findings: { rule: string; verdict: string }[];
    };
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.every(({ rule, verdict }) => rule === 'A1' && verdict === 'source')).toBe(true);
    expect(await json('/api/search?q=%E6%8F%90%E5%85%AC%E5%BC%80&year=1990')).toMatchObject({
      error: expect.stringContaining('year'),
    });
  });

  test('ranks bodies as SQL does', async () => {
    const { bodies, spread } = (await json('/api/compare?province=99&year=2023&indicator=received')) as {
      bodies: { name: string; rank: number; value: { value: number } }[];
      spread: { median: number; count: number };
    };
    const expected = served.rows<{ name: string; number: number }>(
      `SELECT name, requests_received_total AS number FROM panel WHERE level = 'county' AND fiscal_year = 2023 ORDER BY 2 DESC, division`,
    );
    expect(bodies.map(({ name, value }) => ({ name, number: value.value }))).toEqual(expected);
    expect(bodies.map(({ rank }) => rank)).toEqual(expected.map((_, index) => index + 1));
    expect(spread).toMatchObject({ count: 5, median: expected[2]!.number });
    const csv = (await get('/compare.csv?province=99&year=2023&indicator=received')).body.trim().split('\n');
    expect(csv).toHaveLength(6);
    expect(csv[1]).toMatch(new RegExp(`^1,\\d+,${expected[0]!.name}.*,${expected[0]!.number},verified,0$`));
  });

  test('errors are JSON too', async () => {
    expect((await get('/api/reports/99999')).status).toBe(404);
    expect(await json('/api/reports/99999')).toEqual({ error: 'There is nothing here' });
    expect((await get('/api/compare?indicator=nothing')).status).toBe(400);
  });
});

describe('pages join up', () => {
  test('no link of any page leads nowhere', async () => {
    const seen = new Set<string>(['/']);
    const queue = ['/'];
    const dead: string[] = [];
    for (let path = queue.shift(); path !== undefined && seen.size < 700; path = queue.shift()) {
      const answer = await get(path);
      if (answer.status >= 400) dead.push(`${path}: ${answer.status}`);
      if (!String(answer.headers['content-type']).startsWith('text/html')) continue;
      const page = load(answer.body);
      for (const node of page('a[href], iframe[src], image[href]').toArray()) {
        const address = (page(node).attr('href') ?? page(node).attr('src') ?? '').split('#')[0] ?? '';
        // One cell in ten of a report stands for the others.
        const passed = address.includes('/cells/') && seen.size % 10 !== 0;
        if (!address.startsWith('/') || passed || seen.has(address)) continue;
        seen.add(address);
        queue.push(address);
      }
    }
    expect(dead).toEqual([]);
    expect(seen.size).toBeGreaterThan(300);
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

  test('a cell of a picture stands in a box over the picture, as large as its pixels', async () => {
    const png = await sharp({ create: { width: 400, height: 300, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    const sha256 = await new Originals(join(served.data, 'originals')).put(png);
    const pictured = served.reportOf('赤松县鹿角镇人民政府', 2023);
    tamper(
      served.data,
      `INSERT INTO documents (sha256, media_type, bytes, first_seen_at) VALUES ('${sha256}', 'image/png', ${png.length}, '2024-01-01T00:00:00.000Z');
       UPDATE cells SET sha256 = '${sha256}', locator = '{"page":1,"box":[100,120,140,150]}' WHERE report_id = ${pictured} AND code = 'requests.granted.total'`,
    );
    const page = load((await get(`/reports/${pictured}/cells/requests.granted.total`)).body, { xml: true });
    expect(page('svg.page').attr('viewBox')).toBe('0 0 400 300');
    expect(page('svg.page .box').attr()).toMatchObject({ x: '99', y: '119', width: '42', height: '32' });
    const address = page('svg.page image').attr('href') ?? '';
    const drawn = await fetch(new URL(address, served.explorer.url));
    expect(drawn.headers.get('content-type')).toBe('image/png');
    expect(await sharp(Buffer.from(await drawn.arrayBuffer())).metadata()).toMatchObject({ width: 400, height: 300 });
    expect((await get(address.replace('/1.png', '/2.png'))).status).toBe(404);
  });

  test('what is written meanwhile shows, as text', async () => {
    expect((await get('/findings?rule=Z9')).body).toContain('There is no such finding');
    tamper(
      served.data,
      `INSERT INTO findings (portal_id, rule, subject, severity, verdict, codes_json, message) VALUES ('sample-linlan', 'Z9', 'x', 'notice', 'source', '[]', '<i>new</i>')`,
    );
    const page = load((await get('/findings?rule=Z9')).body);
    expect(page('.finding').text()).toContain('<i>new</i>');
  });

  test('an original that is gone is said to be, and the receipt stands', async () => {
    const moving = served.reportOf('赤松县人民政府', 2021);
    const [cell] = served.rows<CellRow>(
      `SELECT * FROM cells WHERE report_id = ${moving} AND code = 'requests.received.total'`,
    );
    const other = served.rows<CellRow>(
      `SELECT * FROM cells WHERE report_id = ${served.reportOf('赤松县人民政府', 2022)} AND code = 'requests.received.total'`,
    );
    tamper(
      served.data,
      `PRAGMA foreign_keys = OFF; UPDATE cells SET sha256 = '${'ab'.repeat(32)}' WHERE report_id = ${moving} AND code = '${cell!.code}'`,
    );
    const page = load((await get(`/reports/${moving}/cells/requests.received.total`)).body);
    expect(page('.original .notice').text()).toMatch(/cannot be read/);
    expect(page('.facts').text()).toContain(cell!.printed);
    tamper(
      served.data,
      `UPDATE cells SET sha256 = '${other[0]!.sha256}', printed = '98765' WHERE report_id = ${moving} AND code = '${cell!.code}'`,
    );
    const moved = load((await get(`/reports/${moving}/cells/requests.received.total`)).body);
    expect(moved('.original .notice').text()).toMatch(/cannot be shown/);
    expect(load((await get(`/reports/${moving}/cells/requests.received.total/original`)).body)('#place').length).toBe(
      0,
    );
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
