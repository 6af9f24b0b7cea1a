import { chromium } from 'playwright';
import type { Browser, BrowserContext, Page } from 'playwright';
import PQueue from 'p-queue';
import { UsageError } from '../errors.ts';
import { browserArguments, findBrowser } from './browser-path.ts';
import { BrowserWatch } from './browser-watch.ts';
import { PAGE_RESTRAINTS, renderIn } from './page-rendering.ts';
import type { Rendering, RenderingTask } from './page-rendering.ts';

/** Pages under way at once in the one browser of a run. */
const PAGES_AT_ONCE = 2;
/** A context, and the whole browser, is thrown away after so many pages: both grow with each. */
const PAGES_PER_CONTEXT = 20;
const PAGES_PER_BROWSER = 400;
const LAUNCH_MS = 30_000;
const CLOSE_MS = 5_000;

/**
 * The browser reaches nothing by itself: whatever it asks for is answered by the crawl. Should a request get past that, it ends at a
 * proxy that is not there.
 */
const ARGUMENTS = [
  '--proxy-server=http://127.0.0.1:1',
  '--proxy-bypass-list=<-loopback>',
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--dns-prefetch-disable',
  '--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,SpeculationRulesPrefetchProxy,PrivateStateTokens,OptimizationHints,MediaRouter',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--no-pings',
  '--no-first-run',
  '--js-flags=--max-old-space-size=512',
];

interface RunningBrowser {
  readonly browser: Browser;
  readonly watch: BrowserWatch;
  readonly contexts: Map<string, { readonly context: BrowserContext; pages: number }>;
  pages: number;
}

/** Why no page can be rendered on this machine. */
export interface NoBrowser {
  readonly kind: 'no_browser';
  /** What to install or set. */
  readonly advice: string;
}

/** The one browser of a run, started when first needed: a context for each portal, pages and contexts thrown away before they grow. */
export class RenderingBrowser {
  readonly #browserPath: string | null;
  readonly #userAgent: string;
  readonly #queue = new PQueue({ concurrency: PAGES_AT_ONCE });
  #running: Promise<RunningBrowser> | undefined;
  #closed = false;

  /** @param browserPath the configured one, or null to look in the usual places */
  constructor(browserPath: string | null, userAgent: string) {
    this.#browserPath = browserPath;
    this.#userAgent = userAgent;
  }

  /**
   * Runs the scripts of a page. What page or browser do wrong comes back as a rendering that failed; throws what `task.answer` throws, and
   * the signal's reason.
   */
  render(portalId: string, task: RenderingTask): Promise<Rendering | NoBrowser> {
    return this.#queue.add(async () => {
      task.signal.throwIfAborted();
      let path: string;
      try {
        path = findBrowser({ browserPath: this.#browserPath });
      } catch (error) {
        if (error instanceof UsageError) return { kind: 'no_browser', advice: error.message };
        throw error;
      }
      try {
        const running = await this.#start(path);
        return await this.#renderIn(running, portalId, task);
      } catch (error) {
        if (!isOfBrowser(error)) throw error;
        return { kind: 'failed', outcome: 'error', detail: firstLine(error), passing: true };
      }
    });
  }

  /** Ends the browser, whatever it is at. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#end();
  }

  async #renderIn(running: RunningBrowser, portalId: string, task: RenderingTask): Promise<Rendering> {
    let page: Page;
    try {
      page = await (await this.#contextFor(running, portalId)).newPage();
    } catch (error) {
      await this.#end(running);
      throw error;
    }
    running.pages++;
    const rendering = await renderIn(page, running.watch, task).finally(async () => {
      // A page that is stuck cannot be closed; its browser is.
      const closed = await within(CLOSE_MS, page.close());
      if (!closed || running.watch.killed || running.pages >= PAGES_PER_BROWSER) await this.#end(running);
    });
    return rendering;
  }

  async #contextFor({ browser, contexts }: RunningBrowser, portalId: string): Promise<BrowserContext> {
    const known = contexts.get(portalId);
    if (known !== undefined && known.pages++ < PAGES_PER_CONTEXT) return known.context;
    // Its last page may be under way still, and takes it along when it is done.
    if (known?.context.pages().length === 0) await within(CLOSE_MS, known.context.close());
    const context = await browser.newContext({
      userAgent: this.#userAgent,
      serviceWorkers: 'block',
      acceptDownloads: false,
      bypassCSP: true,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
    });
    await context.addInitScript(PAGE_RESTRAINTS);
    // Pages answer their own requests; those of windows that they open go nowhere.
    await context.route('**/*', (route) => route.abort());
    contexts.set(portalId, { context, pages: 1 });
    return context;
  }

  #start(executablePath: string): Promise<RunningBrowser> {
    if (this.#closed) return Promise.reject(new TypeError('Expected the browser not to be closed yet'));
    this.#running ??= launch(executablePath).catch((error: unknown) => {
      this.#running = undefined;
      throw error;
    });
    return this.#running;
  }

  /** Ends the browser under way, or this one if it still is. */
  async #end(only?: RunningBrowser): Promise<void> {
    const running = await this.#running?.catch(() => undefined);
    if (running === undefined) return;
    if (only !== undefined && only !== running) return;
    this.#running = undefined;
    if (!(await within(CLOSE_MS, running.browser.close()))) running.watch.kill('it did not close');
    running.watch.stop();
  }
}

async function launch(executablePath: string): Promise<RunningBrowser> {
  const browser = await chromium.launch({
    executablePath,
    args: [...browserArguments(), ...ARGUMENTS],
    timeout: LAUNCH_MS,
    // Signals are the command's to handle; it closes the browser.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  return { browser, watch: await BrowserWatch.begin(browser), contexts: new Map(), pages: 0 };
}

/** Did it come to an end, well or not, in time? */
async function within(milliseconds: number, ending: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  const done = ending.then(
    () => true,
    () => true,
  );
  try {
    return await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Playwright's own errors: of a browser that does not start, a page that crashed, a target that is gone. */
function isOfBrowser(error: unknown): error is Error {
  return (
    error instanceof Error &&
    /^(?:browserType|browser|browserContext|page|frame|cdpSession|route)\.\w+:/i.test(error.message)
  );
}

function firstLine(error: Error): string {
  return error.message.split('\n', 1)[0] ?? error.message;
}
