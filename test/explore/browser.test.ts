import axe from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, vi } from 'vitest';
import { browserArguments } from '../../src/crawl/browser-path.ts';
import { findBrowser } from '../../setup/find-browser.mjs';
import { openPdf } from '../../src/read/pdf-library.ts';
import { testNeeding } from '../requirements.ts';
import { serveSample, type ServedCorpus } from './served-corpus.ts';
import { addMoreReports } from './more-reports.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

let served: ServedCorpus;
let browser: Browser | undefined;
/** Whatever a page did that it should not: words on the console, errors, requests to elsewhere. */
const complaints: string[] = [];

beforeAll(async () => {
  const found = findBrowser();
  if (found.kind !== 'found') return;
  served = await serveSample(addMoreReports);
  browser = await chromium.launch({ executablePath: found.path, args: [...browserArguments()] });
});
afterAll(async () => {
  if (browser === undefined) return;
  await browser.close();
  await served.stop();
});

async function open(options: { readonly javaScriptEnabled?: boolean; readonly width?: number } = {}): Promise<Page> {
  const { javaScriptEnabled = true, width = 1300 } = options;
  const context = await browser!.newContext({ javaScriptEnabled, viewport: { width, height: 900 }, locale: 'en-GB' });
  const page = await context.newPage();
  page.on('console', (message) => complaints.push(`${page.url()}: ${message.type()} ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on('requestfailed', (request) => {
    // What the next page cuts short has not failed.
    if (request.failure()?.errorText === 'net::ERR_ABORTED') return;
    complaints.push(`${page.url()}: ${request.url()} failed`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(served.explorer.url)) complaints.push(`${page.url()}: asked for ${request.url()}`);
  });
  return page;
}

const plain = (): number => served.reportOf('赤松县人民政府', 2023);
const at = (path: string): string => new URL(path, served.explorer.url).href;

/** Every view, by what it is. */
function views(): Readonly<Record<string, string>> {
  const [revised] = served.rows<{ a: number; b: number }>(
    `SELECT a.id AS a, b.id AS b FROM reports a JOIN reports b ON a.organization_id = b.organization_id AND a.fiscal_year = b.fiscal_year AND a.revision < b.revision`,
  );
  const idOf = (type: string): number =>
    served.rows<{ id: number }>(
      `SELECT report_id AS id FROM cells c JOIN documents d ON d.sha256 = c.sha256 WHERE d.media_type = '${type}' LIMIT 1`,
    )[0]!.id;
  const [conflict] = served.rows<{ id: number; code: string }>(
    `SELECT report_id AS id, code FROM cells WHERE status = 'conflicting' LIMIT 1`,
  );
  const cell = 'cells/requests.received.total';
  return {
    provinces: '/',
    coverage: '/coverage/99',
    'why there is none': '/evidence/sample-linlan/2023',
    fetch: '/fetches/1',
    'report 2021': `/reports/${conflict!.id}`,
    'report 2019': `/reports/${served.rows<{ id: number }>('SELECT id FROM reports WHERE fiscal_year = 2019')[0]!.id}`,
    'receipt, web page': `/reports/${plain()}/${cell}`,
    'receipt, conflicting': `/reports/${conflict!.id}/cells/${conflict!.code}`,
    'receipt, PDF': `/reports/${idOf('application/pdf')}/${cell}`,
    'receipt, text': `/reports/${idOf('text/plain')}/${cell}`,
    'receipt, Word': `/reports/${idOf('application/vnd.openxmlformats-officedocument.wordprocessingml.document')}/${cell}`,
    revisions: `/reports/${revised!.a}/beside/${revised!.b}`,
    organization: `/organizations/${served.rows<{ id: number }>("SELECT id FROM organizations WHERE name = '云岭县人民政府'")[0]!.id}`,
    organizations: '/organizations?name=%E4%BA%91%E5%B2%AD',
    compare: '/compare?year=2023&indicator=granted_share',
    findings: '/findings',
    search: '/search?q=%E5%85%AC%E5%BC%80',
    runs: '/runs',
    statuses: '/statuses',
    api: '/api',
    'not there': '/nothing',
  };
}

describe('the explorer in a browser', () => {
  testNeeding('browser', 'the judge of accessibility sees a fault where there is one', async () => {
    const page = await open();
    await page.goto(at('/'));
    await page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<input>')");
    expect((await faultsOf(page)).map((fault) => fault.split(' ')[0])).toEqual(['label']);
    await page.context().close();
  });

  testNeeding(
    'browser',
    'every view loads in both languages, is fit for everyone, and asks nothing of anyone else',
    async () => {
      const page = await open();
      const violations: string[] = [];
      for (const [name, path] of Object.entries(views())) {
        for (const lang of ['en', 'zh']) {
          const response = await page.goto(at(`${path}${path.includes('?') ? '&' : '?'}lang=${lang}`));
          expect([name, response?.status()]).toEqual([name, name === 'not there' ? 404 : 200]);
          expect(await page.locator('html').getAttribute('lang')).toBe(lang === 'zh' ? 'zh-Hans' : 'en');
          expect(await page.locator('h1').count(), name).toBe(1);
          // Both languages have the same markup: axe takes its time, and judges one of them.
          const found = lang === 'en' ? await faultsOf(page) : [];
          violations.push(...found.map((fault) => `${name} ${lang}: ${fault}`));
        }
      }
      expect(violations).toEqual([]);
      // A page that is not there is told on the console by the browser itself.
      expect(complaints.filter((complaint) => !complaint.includes('status of 404'))).toEqual([]);
      await page.context().close();
    },
  );

  testNeeding(
    'browser',
    'the outlined cell of a web page is in sight, and holds the number of the receipt',
    async () => {
      for (const javaScriptEnabled of [true, false]) {
        const page = await open({ javaScriptEnabled });
        for (const code of [
          'requests.received.total',
          'requests.outcome_total.natural_person',
          'proactive.fees.amount',
          'disputes.litigation_after_review.total',
        ]) {
          await page.goto(at(`/reports/${plain()}/cells/${code}`));
          const frame = page.locator('iframe.frame');
          const place = page.frameLocator('iframe.frame').locator('#place');
          await place.waitFor();
          const printed = await page.locator('.printed q').textContent();
          expect(await place.textContent()).toBe(printed);
          if (!javaScriptEnabled) await page.locator('.to-place').click();
          // The frame scrolls once its text is laid out.
          await vi.waitFor(async () => {
            const [outer, inner] = [await frame.boundingBox(), await place.boundingBox()];
            expect(inner!.y).toBeGreaterThanOrEqual(outer!.y);
            expect(inner!.y + inner!.height).toBeLessThanOrEqual(outer!.y + outer!.height);
          });
        }
        await page.context().close();
      }
    },
  );

  testNeeding('browser', 'the box on a PDF page stands over the digits of the receipt', async () => {
    const page = await open();
    const cells = served.rows<{ report_id: number; code: string; printed: string; sha256: string }>(
      `SELECT c.* FROM cells c JOIN documents d ON d.sha256 = c.sha256 WHERE d.media_type = 'application/pdf' AND c.printed <> '0' ORDER BY c.code LIMIT 6`,
    );
    for (const { report_id, code, printed, sha256 } of cells) {
      await page.goto(at(`/reports/${report_id}/cells/${code}`));
      const drawing = page.locator('svg.page');
      const [sheet, box] = [await drawing.boundingBox(), await drawing.locator('.box').boundingBox()];
      const number = Number(/pages\/(\d+)\.png/.exec((await drawing.locator('image').getAttribute('href')) ?? '')?.[1]);
      expect(await textWithin(await bytesOf(sha256), number, relative(sheet!, box!))).toBe(printed);
      const enlarged = await page.locator('svg.piece .box').boundingBox();
      expect(enlarged!.height).toBeGreaterThan(box!.height);
    }
    await page.context().close();
  });

  testNeeding(
    'browser',
    'by keyboard: the first stop skips to the content, and arrows go from figure to figure',
    async () => {
      const page = await open();
      await page.goto(at(`/reports/${plain()}`));
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.className')).toBe('skip');
      await page.keyboard.press('Enter');
      expect(await page.evaluate('document.activeElement.id')).toBe('main');
      await page.locator('a[href$="/requests.received.natural_person"]').focus();
      await page.keyboard.press('ArrowRight');
      expect(await page.evaluate('document.activeElement.getAttribute("href")')).toMatch(
        /requests\.received\.business$/,
      );
      await page.keyboard.press('ArrowDown');
      expect(await page.evaluate('document.activeElement.getAttribute("href")')).toMatch(
        /requests\.carried_in\.business$/,
      );
      await page.keyboard.press('Enter');
      await page.waitForURL(/carried_in\.business$/);
      await page.context().close();
    },
  );

  testNeeding(
    'browser',
    'a verdict is given on a page, without a script, and stands there with who and when',
    async () => {
      const page = await open({ javaScriptEnabled: false });
      await page.goto(at(`/reports/${plain()}/cells/requests.granted.total?lang=en`));
      await page.locator('.verdict-form summary').click();
      await page.locator('.verdict-form select').selectOption('source_error');
      await page.locator('.verdict-form textarea').fill('the clerk <b>added</b> one too many');
      await page.locator('.verdict-form input[name=given_by]').fill('李梅 <li@example.org>');
      await page.locator('.verdict-form button').click();
      await page.waitForURL(/cells\/requests\.granted\.total$/);
      const given = (await page.locator('.verdict-given').textContent()) ?? '';
      expect(given).toMatch(
        /error of the source\s+— 李梅 <li@example\.org>,\s+\d{4}-\d\d-\d\d \d\d:\d\d UTC\s*the clerk <b>added<\/b> one too many/,
      );
      expect(await page.locator('.verdict-form input[name=given_by]').inputValue()).toBe('李梅 <li@example.org>');
      expect(served.rows('SELECT code, verdict, given_by FROM verdicts')).toEqual([
        { code: 'requests.granted.total', verdict: 'source_error', given_by: '李梅 <li@example.org>' },
      ]);
      await page.context().close();
    },
  );

  testNeeding('browser', 'on a narrow screen and in print nothing is lost', async () => {
    const page = await open({ width: 390 });
    for (const [name, path] of Object.entries(views())) {
      await page.goto(at(path));
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect([name, overflow]).toEqual([name, 0]);
    }
    await page.emulateMedia({ media: 'print' });
    await page.goto(at(`/reports/${plain()}`));
    expect(await page.locator('nav[aria-label]').first().isVisible()).toBe(false);
    expect(await page.locator('table.form').first().isVisible()).toBe(true);
    await page.context().close();
  });
});

/** What of axe's answer is used. */
interface Judgement {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  // Frames hold documents of others, without scripts: axe cannot look into them and is not to.
  const result = await page.evaluate<Judgement>(
    `axe.run({ exclude: ['iframe'] }, { runOnly: ${JSON.stringify(RULES)}, resultTypes: ['violations'] })`,
  );
  return result.violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html.slice(0, 160) ?? ''}`);
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A box within a sheet, in shares of its width and height. */
function relative(sheet: Box, box: Box): Box {
  return {
    x: (box.x - sheet.x) / sheet.width,
    y: (box.y - sheet.y) / sheet.height,
    width: box.width / sheet.width,
    height: box.height / sheet.height,
  };
}

async function bytesOf(sha256: string): Promise<Uint8Array> {
  const answer = await fetch(at(`/documents/${sha256}`));
  return new Uint8Array(await answer.arrayBuffer());
}

/** What a PDF page prints within a box given in shares of the page. */
async function textWithin(bytes: Uint8Array, number: number, box: Box): Promise<string> {
  const pdf = await openPdf(bytes);
  if ('failure' in pdf) throw new Error(pdf.failure);
  const page = pdf.readPage(number - 1)!;
  pdf.close();
  const inside = page.characters.filter(({ left, right, top, bottom }) => {
    const [x, y] = [(left + right) / 2 / page.width, (top + bottom) / 2 / page.height];
    return x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height;
  });
  return inside
    .map(({ text }) => text)
    .join('')
    .trim();
}
