import type { FetchRecord } from '../../storage/fetches.ts';
import { decodeText } from '../original/charset.ts';
import type { Sha256 } from '../original/sha256.ts';
import { sha256Of } from '../original/sha256.ts';
import { normaliseAddress } from './address.ts';
import { askAgain } from './asking-again.ts';
import { isCounter } from './page-counters.ts';
import type { CrawlWorld } from './crawl-world.ts';
import type { HeldOriginal, Ledger } from './ledger.ts';
import type { BrowserAnswer, BrowserRequest } from './page-rendering.ts';
import type { NoBrowser } from './rendering-browser.ts';
import type { Visit, VisitGate, VisitTarget } from './visit.ts';

/** A page that asks for more is no list of reports. */
const MOST_REQUESTS_A_PAGE = 120;

/** What a page needs to fill itself; pictures, fonts, sounds, beacons and prefetched pages are never asked for. */
const NEEDED: ReadonlySet<string> = new Set(['document', 'script', 'xhr', 'fetch']);

/** Headers of an answer that a page's scripts can depend on. */
const PASSED_ON = ['content-type', 'access-control-allow-origin', 'access-control-allow-credentials', 'link'] as const;
/** Headers of a request that an interface can depend on. */
const SENT_ON = ['accept', 'content-type', 'referer', 'x-requested-with', 'authorization', 'token'] as const;

/** Parameters against caches: two addresses that differ in them alone are one. */
const AGAINST_CACHES = /([?&])(?:_|_t|t|ts|rnd|rand|random|time|timestamp|nocache|v)=(?:\d{10,16}|0?\.\d+)(?=&|$)/gi;

/** How the address of a page as its scripts left it is written in `fetches`, to tell it from the page as served. */
export function renderedAddress(url: string): string {
  return `${url}#rendered`;
}

export function isRenderedAddress(url: string): boolean {
  return url.endsWith('#rendered');
}

/** What came of a page that was to be rendered. */
export type RenderedPage =
  | {
      readonly kind: 'rendered';
      readonly held: HeldOriginal;
      readonly record: FetchRecord;
      /** What the page asked for in vain; null where it had all that the server has. */
      readonly incomplete: string | null;
    }
  | { readonly kind: 'failed'; readonly visit: Visit; readonly record: FetchRecord }
  | NoBrowser;

/** An answer that this run has had already. */
interface KnownAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly finalUrl: string;
  readonly sha256: Sha256 | null;
}

/**
 * Renders pages of one portal. Each request that they make is one of the crawl's own: through guard, robots.txt and the host's turn, with a
 * row of its own, and once a run.
 */
export class PortalRenderer {
  readonly #world: CrawlWorld;
  readonly #portalId: string;
  readonly #ledger: Ledger;
  readonly #gate: VisitGate;
  readonly #requests: () => number;
  readonly #answers = new Map<string, Promise<KnownAnswer | null>>();

  /** @param requests requests made to the portal so far */
  constructor(world: CrawlWorld, portalId: string, ledger: Ledger, gate: VisitGate, requests: () => number) {
    this.#world = world;
    this.#portalId = portalId;
    this.#ledger = ledger;
    this.#gate = gate;
    this.#requests = requests;
  }

  /** Runs the scripts of a page that was served so, and clicks through its list where `turns` says so. Throws what `visit` throws. */
  async render(url: string, served: HeldOriginal, turns: boolean): Promise<RenderedPage> {
    const { text } = decodeText(served.bytes, served.contentType);
    const session = { asked: 0, incomplete: null as string | null };
    const rendering = await this.#world.browser.render(this.#portalId, {
      url: served.finalUrl,
      servedScripts: [...text.matchAll(/<script\b[^>]*\bsrc\s*=\s*["']?([^"'\s>]+)/gi)].map(([, source = '']) =>
        source.replaceAll('&amp;', '&'),
      ),
      answer: async (request) => {
        if (request.url === served.finalUrl && request.method === 'GET' && request.resourceType === 'document')
          return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: Buffer.from(text) };
        if (!NEEDED.has(request.resourceType)) return refusalOf(request);
        if (isCounter(request.url)) return null;
        if (++session.asked > MOST_REQUESTS_A_PAGE) {
          session.incomplete ??= `it asked for more than ${MOST_REQUESTS_A_PAGE} things`;
          return null;
        }
        const answer = await this.#answer(request);
        if (answer !== null && answer.status >= 500) session.incomplete = `${request.url} answered ${answer.status}`;
        return answer;
      },
      turns,
      mostBytes: this.#world.limits.bytes,
      signal: this.#world.signal,
    });
    if (rendering.kind === 'no_browser') return rendering;
    const at = new Date().toISOString();
    if (rendering.kind === 'failed') {
      const { outcome, detail, passing } = rendering;
      const failed = {
        outcome,
        finalUrl: served.finalUrl,
        at,
        status: null,
        headers: null,
        bytes: null,
        detail,
        passing,
      };
      return {
        kind: 'failed',
        visit: { ...failed, retryAfterMs: null, challenged: false },
        record: rowOf(url, failed),
      };
    }
    return this.#keep(url, served, rendering, at, session.incomplete ?? rendering.shortened);
  }

  #keep(
    url: string,
    served: HeldOriginal,
    { html, finalUrl }: { readonly html: string; readonly finalUrl: string },
    at: string,
    incomplete: string | null,
  ): RenderedPage {
    const bytes = Buffer.from(html);
    const contentType = 'text/html; charset=utf-8';
    const held: HeldOriginal = {
      sha256: sha256Of(bytes),
      bytes,
      mediaType: 'text/html',
      contentType,
      finalUrl: normaliseAddress(finalUrl) ?? served.finalUrl,
    };
    const known = this.#world.frontier.knownOriginal(this.#world.runId, this.#portalId, renderedAddress(url));
    const how = `What the scripts of the page made of it in a browser${incomplete === null ? '' : `; ${incomplete}`}`;
    const record: FetchRecord = {
      ...rowOf(url, {
        outcome: known?.sha256 === held.sha256 ? 'unchanged' : 'ok',
        finalUrl: held.finalUrl,
        at,
        detail: how,
      }),
      mediaType: 'text/html',
      documentType: 'text/html',
      headers: { 'content-type': contentType },
      sha256: held.sha256,
      bytes: bytes.byteLength,
    };
    return { kind: 'rendered', held, record, incomplete };
  }

  async #answer(request: BrowserRequest): Promise<BrowserAnswer | null> {
    const { method, body } = request;
    const url = normaliseAddress(request.url);
    if (url === null || (method !== 'GET' && method !== 'POST')) return null;
    const key = `${method} ${url.replace(AGAINST_CACHES, '$1')} ${body?.toString('base64') ?? ''}`;
    let known = this.#answers.get(key);
    if (known === undefined) {
      known = this.#stored(request, url) ?? this.#ask(request, url);
      this.#answers.set(key, known);
      known.catch(() => this.#answers.delete(key));
    }
    const answer = await known;
    if (answer === null) return null;
    if (request.resourceType === 'document' && answer.finalUrl !== url)
      return { status: 302, headers: { location: answer.finalUrl }, body: Buffer.alloc(0) };
    return this.#asGiven(answer);
  }

  /** The answer that the run has stored for this very address, whatever asked for it. */
  #stored({ method }: BrowserRequest, url: string): Promise<KnownAnswer> | undefined {
    const stored = method === 'GET' ? this.#world.frontier.storedVisit(this.#world.runId, this.#portalId, url) : null;
    if (stored === null) return undefined;
    const headers = stored.contentType === null ? {} : { 'content-type': stored.contentType };
    return Promise.resolve({ status: 200, headers, finalUrl: stored.finalUrl, sha256: stored.sha256 });
  }

  /** Asks, again after a while where that may help, and writes each answer down. Null where it may not be asked for. */
  async #ask({ method, headers, body }: BrowserRequest, url: string): Promise<KnownAnswer | null> {
    const { frontier, runId } = this.#world;
    const sent = SENT_ON.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]] as const]));
    const target: VisitTarget = {
      url,
      form: null,
      known: method === 'GET' ? frontier.knownOriginal(runId, this.#portalId, url) : null,
      headers: Object.fromEntries(sent),
      ...(method === 'POST' ? { payload: body ?? Buffer.alloc(0) } : {}),
    };
    const { answer, held } = await askAgain(
      {
        world: this.#world,
        portalId: this.#portalId,
        ledger: this.#ledger,
        gate: this.#gate,
        requests: this.#requests,
      },
      target,
    );
    const { status, finalUrl, passing } = answer;
    const given = answer.headers ?? {};
    if (held !== null) return { status: 200, headers: given, finalUrl, sha256: held.sha256 };
    // What may still pass is no answer of the page's own: its headers are not handed on.
    return status === null ? null : { status, headers: passing ? {} : given, finalUrl, sha256: null };
  }

  /** Text is given as UTF-8, whatever it came in, so that page and scripts are in one encoding. */
  async #asGiven({ status, headers, sha256 }: KnownAnswer): Promise<BrowserAnswer> {
    const given = Object.fromEntries(
      PASSED_ON.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])),
    );
    if (sha256 === null) return { status, headers: given, body: Buffer.alloc(0) };
    const bytes = await this.#world.originals.get(sha256);
    const type = headers['content-type'] ?? '';
    if (!/text|script|json|xml|html|^$/i.test(type)) return { status, headers: given, body: Buffer.from(bytes) };
    const bare = type.split(';', 1)[0]?.trim() ?? '';
    return {
      status,
      headers: { ...given, ...(bare === '' ? {} : { 'content-type': `${bare}; charset=utf-8` }) },
      body: Buffer.from(decodeText(bytes, type).text),
    };
  }
}

/** Styles come empty, for scripts may wait for them; all else that shows only to the eye is refused. */
function refusalOf({ resourceType }: BrowserRequest): BrowserAnswer | null {
  return resourceType === 'stylesheet'
    ? { status: 200, headers: { 'content-type': 'text/css' }, body: Buffer.alloc(0) }
    : null;
}

function rowOf(
  url: string,
  { outcome, finalUrl, at, detail }: Pick<Visit, 'outcome' | 'finalUrl' | 'at' | 'detail'>,
): FetchRecord {
  return {
    url: renderedAddress(url),
    finalUrl,
    fetchedAt: at,
    status: null,
    mediaType: null,
    documentType: null,
    etag: null,
    lastModified: null,
    sha256: null,
    bytes: null,
    headers: null,
    outcome,
    detail,
  };
}
