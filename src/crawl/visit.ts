import type { KnownOriginal } from '../../storage/fetches.ts';
import type { FetchOutcome } from '../../storage/records.ts';
import { hostKey, normaliseAddress, pageKey, serverKey } from './address.ts';
import { recogniseChallenge } from './challenge.ts';
import { Cookies } from './cookies.ts';
import type { Connections, Exchange } from './exchange.ts';
import type { OriginGuard } from './guard.ts';
import { recogniseMissingPage } from './missing-page.ts';
import type { PlainTwins } from './plain-twin.ts';
import type { Politeness } from './politeness.ts';
import { defaultRetryPolicy, readRetryAfter } from './retry.ts';
import type { RobotsRules } from './robots.ts';

/** An address to visit. */
export interface VisitTarget {
  readonly url: string;
  /** Sent as a form by POST where present. */
  readonly form: Readonly<Record<string, string>> | null;
  /** What it gave before; asks the server only for what has changed since. */
  readonly known: KnownOriginal | null;
  /** Sent by POST as it is, where present; its type is among the headers. */
  readonly payload?: Uint8Array;
  /** Further headers, by lower-case name. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Asks for the headers alone (HEAD): `ok` then comes without bytes, and nothing is known of what the page says. */
  readonly headersOnly?: boolean;
}

/** How a visit ended. */
export interface Visit {
  readonly outcome: FetchOutcome;
  /** Where the answer came from after redirects, or the address that was refused. */
  readonly finalUrl: string;
  /** UTC, ISO-8601. */
  readonly at: string;
  readonly status: number | null;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>> | null;
  /** Unpacked body, for `ok` only: `unchanged` means that what is known still holds. */
  readonly bytes: Uint8Array | null;
  readonly detail: string | null;
  /** Whether the same may go better later. */
  readonly passing: boolean;
  /** How long the server asks to wait, in milliseconds. */
  readonly retryAfterMs: number | null;
  /** The server stands a challenge before its pages. */
  readonly challenged: boolean;
}

/** The portal's requests are used up; nothing was asked. */
export class RequestsSpentError extends Error {
  override readonly name = 'RequestsSpentError';
}

/** What a visit goes through. */
export interface VisitGate {
  readonly guard: OriginGuard;
  readonly connections: Connections;
  readonly twins: PlainTwins;
  /** Cookies that the portal wants back before it gives a page. */
  readonly cookies: Cookies;
  readonly politeness: Politeness;
  /** The portal's home page: who is led there from another address asked for something that is not there. */
  readonly home: string;
  /** Redirects followed for one address. */
  readonly redirects: number;
  /** Called before each request; throws `RequestsSpentError` where no more may be made. */
  readonly spendRequest: () => void;
  /** Rules of an origin, or null to ask without (for robots.txt itself). */
  readonly rulesOf: ((origin: string) => Promise<RobotsRules>) | null;
  /** Ends waiting for the host's turn; its reason is thrown. */
  readonly signal: AbortSignal;
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Redirects after which a form is asked for again as it was; the others turn into a GET. */
const KEEPS_METHOD: ReadonlySet<number> = new Set([307, 308]);

/** Builds that know only GET answer a form so; where the address holds the same query it is asked again without. */
const REFUSES_FORMS: ReadonlySet<number> = new Set([404, 405, 501]);

/** A host that wants a longer rest is given up for this run, and keeps no one waiting. */
const LONGEST_PAUSE_MS = defaultRetryPolicy.longestWaitSeconds * 1000;

const BUSY: ReadonlySet<number> = new Set([429, 503]);
const GONE: ReadonlySet<number> = new Set([404, 410]);
const FORBIDDEN: ReadonlySet<number> = new Set([401, 403, 451]);
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);

/** How each failure of an exchange is recorded, and whether it may pass. */
const FAILURES: Readonly<
  Record<Extract<Exchange, { kind: 'failed' }>['reason'], { outcome: FetchOutcome; passing: boolean }>
> = {
  too_large: { outcome: 'too_large', passing: false },
  truncated: { outcome: 'truncated', passing: true },
  timeout: { outcome: 'timeout', passing: true },
  unreachable: { outcome: 'error', passing: true },
  not_allowed: { outcome: 'not_allowed', passing: false },
  undecodable: { outcome: 'error', passing: false },
};

/** How long a busy server asks to be left alone, in milliseconds; null where it does not. */
function waitAskedFor(answer: Extract<Exchange, { kind: 'answered' }>): number | null {
  return BUSY.has(answer.status) ? readRetryAfter(answer.headers['retry-after']) : null;
}

/**
 * Asks for one address and follows its redirects. Each hop passes the guard, robots.txt and the host's turn anew. What a
 * server does wrong comes back as an outcome; throws only `RequestsSpentError` and the signal's reason.
 */
export async function visit(target: VisitTarget, gate: VisitGate): Promise<Visit> {
  const cookies = new Cookies(gate.cookies);
  let url = gate.twins.insteadOf(new URL(target.url));
  let form = target.form;
  let payload = target.payload;
  /** The https address that could not be asked, while its http twin is. */
  let failedTwin: Visit | null = null;
  const asked = new Set<string>();
  for (let hop = 0; ; hop++) {
    const refusal = await refusalOf(url, gate);
    if (refusal !== null) return failedTwin ?? ended(url, refusal);
    asked.add(askOf(url.href, form));
    const host = hostKey(url);
    const crawlDelay = gate.rulesOf === null ? 0 : (await gate.rulesOf(url.origin)).crawlDelaySeconds;
    const headers = { ...target.headers, ...validatorsFor(url, form, target.known), ...cookies.headersFor(host) };
    const { headersOnly = false } = target;
    const request = { url, form, headers, headersOnly, ...(payload === undefined ? {} : { payload }) };
    const answer = await gate.politeness.take(serverKey(url), crawlDelay, gate.signal, async () => {
      gate.spendRequest();
      const exchanged = await gate.connections.exchange(request);
      // Before the host's turn ends: whoever waits for the next turn must find the pause.
      const wait = exchanged.kind === 'answered' ? waitAskedFor(exchanged) : null;
      if (wait !== null && wait <= LONGEST_PAUSE_MS) gate.politeness.pause(serverKey(url), wait);
      return exchanged;
    });
    if (answer.kind === 'failed') {
      const { reason, detail, status } = answer;
      const failure = ended(url, { ...FAILURES[reason], detail, status, headers: answer.headers });
      const twin = answer.unasked ? gate.twins.of(url) : null;
      if (twin === null || asked.has(askOf(twin.href, form))) return failedTwin ?? failure;
      failedTwin = failure;
      url = twin;
      continue;
    }
    if (form !== null && url.search !== '' && REFUSES_FORMS.has(answer.status)) {
      form = null;
      continue;
    }
    const location = REDIRECTS.has(answer.status) ? answer.headers['location'] : undefined;
    if (location === undefined) {
      if (failedTwin !== null) gate.twins.keep(new URL(failedTwin.finalUrl).origin);
      if (hop > 0 && isHome(url, gate.home) && !isHome(new URL(target.url), gate.home)) {
        const { status, headers } = answer;
        const detail = `Led to the home page ${url.href} instead: a soft 404`;
        return ended(url, { outcome: 'gone', detail, status, headers });
      }
      if (target.headersOnly === true && answer.status === 200) {
        const { status, headers: told } = answer;
        return ended(url, { outcome: 'ok', detail: null, status, headers: told });
      }
      return judge(url, answer, target.known);
    }
    const setCookie = answer.headers['set-cookie'];
    const freshCookie = cookies.take(host, setCookie);
    const wrong = (detail: string): Visit =>
      ended(url, { outcome: 'error', detail, status: answer.status, headers: answer.headers });
    const next = normaliseAddress(headerText(location), url.href);
    if (next === null) return wrong(`Redirects to ${location}, which is no address on the web`);
    // Over http it says to come back over https, which cannot be had.
    if (failedTwin !== null && new URL(next).origin === new URL(failedTwin.finalUrl).origin) return failedTwin;
    const nextForm = KEEPS_METHOD.has(answer.status) ? form : null;
    if (next === url.href && freshCookie) gate.cookies.take(host, setCookie);
    if (asked.has(askOf(next, nextForm)) && !freshCookie)
      return wrong(next === url.href ? 'Redirects to itself' : `Redirects in a circle, back to ${next}`);
    if (hop >= gate.redirects) return wrong(`More than ${gate.redirects} redirects; the last led to ${next}`);
    form = nextForm;
    if (!KEEPS_METHOD.has(answer.status)) payload = undefined;
    url = new URL(next);
  }
}

/** The home page by whatever address of its host. */
function isHome(url: URL, home: string): boolean {
  if (hostKey(url) !== hostKey(new URL(home))) return false;
  return pageKey(url.href) === pageKey(home) || (url.search === '' && /^\/(?:index\.\w+)?$/u.test(url.pathname));
}

/** What is asked, as the key to know it again by. */
function askOf(url: string, form: VisitTarget['form']): string {
  return `${form === null ? 'GET' : 'POST'} ${url}`;
}

interface Ending {
  readonly outcome: FetchOutcome;
  readonly detail: string | null;
  readonly status?: number | null;
  readonly headers?: Readonly<Record<string, string>> | null;
  readonly bytes?: Uint8Array;
  readonly passing?: boolean;
  readonly retryAfterMs?: number | null;
  readonly challenged?: boolean;
}

function ended(url: URL, ending: Ending): Visit {
  return {
    finalUrl: url.href,
    at: new Date().toISOString(),
    status: null,
    headers: null,
    bytes: null,
    passing: false,
    retryAfterMs: null,
    challenged: false,
    ...ending,
  };
}

async function refusalOf(url: URL, gate: VisitGate): Promise<Ending | null> {
  const refusal = await gate.guard.refusal(url);
  if (refusal !== null) return { outcome: 'not_allowed', detail: refusal };
  if (gate.rulesOf === null) return null;
  const rules = await gate.rulesOf(url.origin);
  if (rules.closed !== null) return rules.closed;
  return rules.allows(url) ? null : { outcome: 'refused_by_robots', detail: `${url.origin}/robots.txt disallows it` };
}

/** Validators belong to the address that gave them, which after redirects is not the one first asked. */
function validatorsFor(url: URL, form: VisitTarget['form'], known: KnownOriginal | null): Record<string, string> {
  if (known === null || form !== null || known.finalUrl !== url.href) return {};
  return {
    ...(known.etag === null ? {} : { 'if-none-match': known.etag }),
    // A server that knows both may heed the date, which stays the same more easily.
    ...(known.lastModified === null || known.etag !== null ? {} : { 'if-modified-since': known.lastModified }),
  };
}

function judge(url: URL, answer: Extract<Exchange, { kind: 'answered' }>, known: KnownOriginal | null): Visit {
  const { status, headers, bytes } = answer;
  const told = { status, headers };
  const challenge = recogniseChallenge(status, headers, bytes);
  if (challenge !== null) {
    return ended(url, {
      ...told,
      outcome: 'blocked',
      detail: `A challenge page (${challenge}) stands before it; it was not solved`,
      challenged: true,
    });
  }
  if (status === 304 && known !== null) return ended(url, { ...told, outcome: 'unchanged', detail: null });
  if (status >= 200 && status < 300) {
    if (bytes.byteLength === 0)
      return ended(url, { ...told, outcome: 'error', detail: `Answered ${status} with nothing in it` });
    const missing = recogniseMissingPage(headers['content-type'], bytes);
    if (missing !== null) {
      const detail = `Answered ${status} with a page that says 「${missing}」: a soft 404`;
      return ended(url, { ...told, outcome: 'gone', detail });
    }
    return ended(url, { ...told, outcome: 'ok', detail: null, bytes });
  }
  const detail = `Answered ${status}`;
  if (GONE.has(status)) return ended(url, { ...told, outcome: 'gone', detail });
  if (FORBIDDEN.has(status)) return ended(url, { ...told, outcome: 'blocked', detail });
  const passing = status >= 500 || PASSING.has(status);
  const retryAfterMs = passing ? readRetryAfter(headers['retry-after']) : null;
  return ended(url, { ...told, outcome: 'error', detail, passing, retryAfterMs });
}

/** Headers come as Latin-1; many servers write Chinese paths in UTF-8 into Location. */
function headerText(value: string): string {
  const bytes = Buffer.from(value, 'latin1');
  const text = bytes.toString('utf8');
  return text.includes('\uFFFD') || !/[\u0080-\uFFFF]/.test(value) ? value : text;
}
