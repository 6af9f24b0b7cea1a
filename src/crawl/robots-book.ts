import type { CrawlWorld } from './crawl-world.ts';
import { askAgain } from './asking-again.ts';
import type { Ledger } from './ledger.ts';
import { closedRules, openRules, readRobots } from './robots.ts';
import type { RobotsRules } from './robots.ts';
import type { Visit, VisitGate, VisitTarget } from './visit.ts';

/** So long a robots.txt is kept, as RFC 9309 (2.4) has it. */
const KEPT_MS = 24 * 3600 * 1000;
/** What was fetched later than this from now was fetched by a clock that was wrong. */
const CLOCK_MS = 5 * 60 * 1000;

/** The robots.txt of every origin a portal's crawl touches, each asked for once a run and kept like any other page. */
export class RobotsBook {
  readonly #world: CrawlWorld;
  readonly #portalId: string;
  readonly #ledger: Ledger;
  readonly #gate: VisitGate;
  readonly #requests: () => number;
  readonly #rules = new Map<string, Promise<RobotsRules>>();

  /**
   * @param gate what requests pass; robots.txt itself is asked for without rules
   * @param requests requests made to the portal so far
   */
  constructor(
    world: CrawlWorld,
    portalId: string,
    ledger: Ledger,
    gate: Omit<VisitGate, 'rulesOf'>,
    requests: () => number,
  ) {
    this.#world = world;
    this.#portalId = portalId;
    this.#ledger = ledger;
    this.#gate = { ...gate, rulesOf: null };
    this.#requests = requests;
  }

  /** Rules of an origin. Rejects only with what `visit` throws, and asks anew after that. */
  rulesOf(origin: string): Promise<RobotsRules> {
    let rules = this.#rules.get(origin);
    if (rules === undefined) {
      rules = this.#load(origin);
      rules.catch(() => this.#rules.delete(origin));
      this.#rules.set(origin, rules);
    }
    return rules;
  }

  async #load(origin: string): Promise<RobotsRules> {
    const { corpus, frontier, originals, runId } = this.#world;
    const url = `${origin}/robots.txt`;
    const stored = frontier.storedVisit(runId, this.#portalId, url);
    if (stored !== null) return readRobots(origin, await originals.get(stored.sha256));
    const now = Date.parse(corpus.timestamp());
    const [since, until] = [now - KEPT_MS, now + CLOCK_MS].map((time) => new Date(time).toISOString());
    const recent = frontier.recentAnswer(this.#portalId, url, since ?? '', until ?? '');
    if (recent !== null && recent.sha256 !== null) {
      const bytes = await originals.get(recent.sha256).catch(() => null);
      if (bytes !== null) return readRobots(origin, bytes);
    }
    if (recent !== null && isAbsent(recent.status)) return openRules;
    const answered = frontier.answerWithoutOriginal(runId, this.#portalId, url);
    if (answered !== null && isAbsent(answered.status)) return openRules;
    return this.#ask(origin, { url, form: null, known: frontier.knownOriginal(runId, this.#portalId, url) });
  }

  async #ask(origin: string, target: VisitTarget): Promise<RobotsRules> {
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
    return held === null ? rulesWithout(origin, answer) : readRobots(origin, held.bytes);
  }
}

/** What a server without a readable robots.txt allows. */
export function rulesWithout(origin: string, answer: Visit): RobotsRules {
  // A challenge stands before every page alike, and the pages themselves will say so. An address that leads off the portal,
  // or an empty file, is no robots.txt of this server.
  const emptyFile = answer.outcome === 'error' && answer.status !== null && answer.status < 300;
  if (answer.challenged || answer.outcome === 'not_allowed' || emptyFile || isAbsent(answer.status)) return openRules;
  return closedRules({
    // A server that gives no answer at all is down, whatever its rules may be.
    outcome: answer.status === null && answer.passing ? answer.outcome : 'refused_by_robots',
    detail: `${origin}/robots.txt could not be had (${answer.detail ?? answer.outcome}), so nothing may be asked for`,
  });
}

/** 4xx means that there are no rules, save where the server only asks for patience (RFC 9309, 2.3.1.3). */
function isAbsent(status: number | null): boolean {
  return status !== null && status >= 400 && status < 500 && status !== 429 && status !== 408;
}
