import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { chromium } from 'playwright';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { findBrowser as search } from '../../setup/find-browser.mjs';
import { browserArguments, findBrowser } from '../../src/crawl/browser-path.ts';
import { UsageError } from '../../src/errors.ts';
import { testNeeding } from '../requirements.ts';

describe('the order in which a browser is looked for', () => {
  let home: string;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'nianbao-browser-'));
  });
  afterEach(() => {
    rmSync(home, { recursive: true });
    vi.unstubAllEnvs();
  });

  function program(...parts: string[]): string {
    const path = join(home, ...parts);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '#!/bin/sh\n');
    chmodSync(path, 0o755);
    return path;
  }

  test('CHROMIUM_PATH, then the config, then Playwright, then PATH by name', () => {
    const named = program('opt', 'named');
    const configured = program('opt', 'configured');
    const downloaded = program('cache', 'chromium-1300', 'chrome-linux64', 'chrome');
    program('cache', 'chromium-1290', 'chrome-linux64', 'chrome');
    const distribution = program('bin', 'chromium-browser');
    program('bin', 'google-chrome');
    const environment = { PATH: join(home, 'bin'), PLAYWRIGHT_BROWSERS_PATH: join(home, 'cache') };

    const found = [
      search({ configured, home, environment: { ...environment, CHROMIUM_PATH: named } }),
      search({ configured, home, environment }),
      search({ home, environment }),
      search({ home, environment: { ...environment, PLAYWRIGHT_BROWSERS_PATH: join(home, 'none') } }),
    ];

    expect(found).toEqual([named, configured, downloaded, distribution].map((path) => ({ kind: 'found', path })));
  });

  test('a file that may not be run is no browser', () => {
    chmodSync(program('bin', 'chromium'), 0o644);

    expect(search({ home, environment: { PATH: join(home, 'bin') } })).toEqual({ kind: 'missing', named: null });
  });

  test('a path set on purpose that holds nothing is an error, even where another browser is there', () => {
    vi.stubEnv('CHROMIUM_PATH', '');
    vi.stubEnv('PATH', dirname(program('bin', 'chromium')));

    const find = (): string => findBrowser({ browserPath: '/nowhere/chromium' });

    expect(find).toThrow(UsageError);
    expect(find).toThrow(/the config file names \/nowhere\/chromium/);
  });

  test('without any browser the error says what to run', () => {
    vi.stubEnv('CHROMIUM_PATH', '');
    vi.stubEnv('PATH', home);
    vi.stubEnv('PLAYWRIGHT_BROWSERS_PATH', home);

    expect(() => findBrowser({ browserPath: null })).toThrow(/npm run -s setup/);
  });
});

testNeeding('browser', 'the browser that was found opens a page and reads its title', async () => {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end('<title>…</title><script>document.title = "年报" + (20 + 3)</script>');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;

  const browser = await chromium.launch({
    executablePath: findBrowser({ browserPath: null }),
    args: [...browserArguments()],
  });
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${port}/`);

  expect(await page.title()).toBe('年报23');
});
