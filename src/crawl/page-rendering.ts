import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page, Route } from 'playwright';
import type { FetchOutcome } from '../../storage/records.ts';
import type { BrowserWatch } from './browser-watch.ts';
import { turnList, UnansweringPageError } from './list-turning.ts';
import type { TurnedList, WantedPage } from './list-turning.ts';

/** What a page in the browser asks for. */
export interface BrowserRequest {
  readonly url: string;
  readonly method: string;
  /** Playwright's name of what it is for: `document`, `script`, `xhr`, `fetch`, `image`, … */
  readonly resourceType: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
}

/** What it is given. */
export interface BrowserAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A page to be rendered. */
export interface RenderingTask {
  readonly url: string;
  /** Addresses of scripts that the page as served names. */
  readonly servedScripts: readonly string[];
  /** The list that it shows is to be clicked through. */
  readonly turns: boolean;
  /** Answers each request of the page, its own address first; null refuses. What it throws ends the rendering, and is thrown on. */
  readonly answer: (request: BrowserRequest) => Promise<BrowserAnswer | null>;
  /** Largest page, in bytes. */
  readonly mostBytes: number;
  readonly signal: AbortSignal;
}

/** A page as its scripts left it, or why there is none. */
export type Rendering =
  | {
      readonly kind: 'rendered';
      readonly html: string;
      readonly finalUrl: string;
      /** Why its list may have more than was seen; null where there is no reason. */
      readonly shortened: string | null;
    }
  | {
      readonly kind: 'failed';
      readonly outcome: Extract<FetchOutcome, 'timeout' | 'too_large' | 'error'>;
      readonly detail: string;
      /** Whether the same may go better later. */
      readonly passing: boolean;
    };

/**
 * How long the page's own clock runs after it has come: its timers fire at once, and it stands still while an answer is awaited, so that a
 * polite wait between two requests looks like none.
 */
const CLOCK_MS = 8_000;
/** A page whose scripts work for longer, requests not counted, hangs. */
const MOST_WORK_MS = 15_000;
/** What a click sets off takes less. */
const CLICK_CLOCK_MS = 3_000;
const LOOK_EVERY_MS = 50;
const TAKE_MS = 5_000;

/** Ways to the network and out of the page that no list of reports needs. */
export const PAGE_RESTRAINTS = `
for (const name of ['WebSocket', 'WebSocketStream', 'EventSource', 'WebTransport', 'RTCPeerConnection', 'webkitRTCPeerConnection', 'Worker', 'SharedWorker'])
  try { delete window[name]; } catch {}
window.open = (url) => {
  if (typeof url === 'string' && url !== '') (window[Symbol.for('opened')] ??= []).push(url);
  return null;
};
window.print = window.alert = () => undefined;
window.confirm = () => false;
window.prompt = () => null;
navigator.sendBeacon = () => true;
`;

/** Run in the page: its markup, or null where that is too long. */
const TAKE = `({ served, most }) => {
  const copy = document.documentElement.cloneNode(true);
  for (const script of copy.querySelectorAll('script[src]')) if (!served.includes(script.getAttribute('src'))) script.remove();
  const html = '<!DOCTYPE html>\\n' + copy.outerHTML;
  return html.length > most ? null : html;
}`;

/** Run in the page: the addresses that it wanted to open in a window of their own since this was last asked. */
const TAKE_OPENED = `(window[Symbol.for('opened')] ?? []).splice(0)`;

/** Renders in a fresh page, which is the caller's to close. Throws what `task.answer` throws, the signal's reason, and Playwright's errors. */
export async function renderIn(page: Page, watch: BrowserWatch, task: RenderingTask): Promise<Rendering> {
  const requests = new PageRequests(task);
  page.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined));
  const state = { crashed: false };
  page.on('crash', () => {
    state.crashed = true;
  });
  page.on('popup', (popup) => void popup.close().catch(() => undefined));
  await page.routeWebSocket(/./, (socket) => void socket.close().catch(() => undefined));
  await page.route('**/*', (route) => requests.take(route));
  const session = await page.context().newCDPSession(page);
  const committed = page.goto(task.url, { waitUntil: 'commit', timeout: 0 }).then(() => 'committed' as const);
  committed.catch(() => undefined);
  try {
    const isGone = (): boolean => state.crashed || watch.killed !== null;
    if (!(await settled(committed, requests, isGone, task.signal))) return hangs('did not begin');
    await committed;
    const settle = (milliseconds: number): Promise<boolean> =>
      settled(
        runClock(session, milliseconds).then(() => requests.quiet()),
        requests,
        isGone,
        task.signal,
      );
    await settle(CLOCK_MS);
    const taken = await takePage(page, task);
    if (!task.turns || taken.kind !== 'rendered') return taken;
    requests.holdPage();
    const turned = await turnIn(page, requests, () => settle(CLICK_CLOCK_MS));
    requests.throwIfFailed();
    return withTurned(taken, turned);
  } catch (error) {
    requests.throwIfFailed();
    task.signal.throwIfAborted();
    if (watch.killed !== null) return failed(`The browser was ended: ${watch.killed}`);
    if (state.crashed) return failed('The page crashed: its scripts took more memory than they may');
    throw error;
  }
}

/** Clicks through the page's list; a page that does not bear it is left as it was. */
async function turnIn(page: Page, requests: PageRequests, settle: () => Promise<boolean>): Promise<TurnedList> {
  const opened = async (): Promise<WantedPage[]> => {
    const urls = await page.evaluate<string[]>(TAKE_OPENED);
    return urls.flatMap((url) =>
      URL.canParse(url, page.url()) ? [{ url: new URL(url, page.url()).href, method: 'GET', body: null }] : [],
    );
  };
  let wanted: WantedPage[] = [];
  try {
    return await turnList({
      page,
      settle: async () => {
        const isAlive = await settle();
        wanted = [...requests.takeHeld(), ...(isAlive ? await opened() : [])];
        return isAlive;
      },
      takeWanted: () => wanted,
    });
  } catch (error) {
    if (error instanceof UnansweringPageError) return { markup: '', isWhole: false };
    throw error;
  }
}

function withTurned(taken: Extract<Rendering, { kind: 'rendered' }>, { markup, isWhole }: TurnedList): Rendering {
  const end = taken.html.lastIndexOf('</body>');
  const at = end === -1 ? taken.html.length : end;
  const html = markup === '' ? taken.html : `${taken.html.slice(0, at)}${markup}\n${taken.html.slice(at)}`;
  return { ...taken, html, shortened: isWhole ? null : 'the list had more to click than the crawl clicks' };
}

/** Waits for something of the page, not counting the time that requests take; false where its scripts have worked for too long instead. */
async function settled(
  ending: Promise<unknown>,
  requests: PageRequests,
  isGone: () => boolean,
  signal: AbortSignal,
): Promise<boolean> {
  const state = { done: false };
  const watched = ending.finally(() => {
    state.done = true;
  });
  watched.catch(() => undefined);
  for (let worked = 0; worked < MOST_WORK_MS;) {
    await Promise.race([watched, sleep(LOOK_EVERY_MS)]);
    requests.throwIfFailed();
    signal.throwIfAborted();
    if (isGone()) throw new TypeError('The page is gone');
    if (state.done) return true;
    if (requests.underWay === 0) worked += LOOK_EVERY_MS;
  }
  return false;
}

/** Lets the page's clock run for so long; resolves when that is up. */
async function runClock(session: CDPSession, milliseconds: number): Promise<void> {
  const expired = new Promise<void>((resolve) => {
    session.once('Emulation.virtualTimeBudgetExpired', () => {
      resolve();
    });
  });
  await session.send('Emulation.setVirtualTimePolicy', {
    policy: 'pauseIfNetworkFetchesPending',
    budget: milliseconds,
    maxVirtualTimeTaskStarvationCount: 10_000,
  });
  await expired;
}

/** The page as it stands now. Scripts that it fetched on the way say nothing more, and their addresses differ from time to time. */
async function takePage(page: Page, task: RenderingTask): Promise<Rendering> {
  const asked = JSON.stringify({ served: task.servedScripts, most: task.mostBytes });
  const taken = page.evaluate<string | null>(`(${TAKE})(${asked})`);
  taken.catch(() => undefined);
  const html = await Promise.race([taken, sleep(TAKE_MS, undefined)]);
  if (html === undefined) return hangs('could not be taken');
  if (html === null || Buffer.byteLength(html) > task.mostBytes) {
    const detail = `The rendered page has more than ${task.mostBytes} bytes`;
    return { kind: 'failed', outcome: 'too_large', detail, passing: false };
  }
  return { kind: 'rendered', html, finalUrl: page.url(), shortened: null };
}

function failed(detail: string): Rendering {
  return { kind: 'failed', outcome: 'error', detail, passing: false };
}

function hangs(what: string): Rendering {
  const detail = `The page ${what}: its scripts worked for more than ${MOST_WORK_MS / 1000} s`;
  return { kind: 'failed', outcome: 'timeout', detail, passing: false };
}

/** Answers the requests of one page, and counts those under way. */
class PageRequests {
  readonly #task: RenderingTask;
  #failure: { readonly error: unknown } | undefined;
  #held: WantedPage[] | undefined;
  underWay = 0;

  constructor(task: RenderingTask) {
    this.#task = task;
  }

  /** Resolves when none is under way. */
  async quiet(): Promise<void> {
    while (this.underWay > 0 && this.#failure === undefined) await sleep(LOOK_EVERY_MS);
  }

  throwIfFailed(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** From now on the page stays where it is; where it wants to go is noted. */
  holdPage(): void {
    this.#held = [];
  }

  /** Where the page has wanted to go since this was last asked. */
  takeHeld(): WantedPage[] {
    return this.#held?.splice(0) ?? [];
  }

  async take(route: Route): Promise<void> {
    const request = route.request();
    if (this.#held !== undefined && request.isNavigationRequest() && request.frame().parentFrame() === null) {
      this.#held.push({ url: request.url(), method: request.method(), body: request.postData() });
      // A page that is answered with no content stays as it is.
      await route.fulfill({ status: 204 }).catch(() => undefined);
      return;
    }
    this.underWay++;
    try {
      const answer =
        this.#failure === undefined
          ? await this.#task.answer({
              url: request.url(),
              method: request.method(),
              resourceType: request.resourceType(),
              headers: request.headers(),
              body: request.postDataBuffer(),
            })
          : null;
      // The page may be gone by now; its answer then is of no use.
      if (answer === null) await route.abort('blockedbyclient').catch(() => undefined);
      else await route.fulfill({ ...answer }).catch(() => undefined);
    } catch (error) {
      this.#failure ??= { error };
      await route.abort().catch(() => undefined);
    } finally {
      this.underWay--;
    }
  }
}
