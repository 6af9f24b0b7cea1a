import type { Portal } from '../../crawlers/crawler.ts';
import type { FrontierItem } from '../../storage/frontier-items.ts';
import type { Finding } from '../extract/report.ts';
import { portalFinding } from './portal-finding.ts';
import type { PortalRule } from './portal-finding.ts';
import type { FailedLead } from './report-job.ts';
import type { Visit } from './visit.ts';

/** Challenge pages in a row after which a portal counts as blocked. */
const CHALLENGES_IN_A_ROW = 3;

/** Addresses in a row that failed at every try, after which a portal counts as down. */
const FAILURES_IN_A_ROW = 5;

/** Why a portal is given up before all is visited. */
export interface StopReason {
  readonly rule: PortalRule;
  readonly message: string;
  /** As what the reports that were not visited are told; null where that says nothing about them. */
  readonly leadOutcome: FailedLead['outcome'] | null;
}

/** How a report that could not be had is told, from the outcome of its fetch. */
export function failedLeadOutcome(outcome: string | null): FailedLead['outcome'] {
  if (outcome === 'gone') return 'gone';
  return outcome === 'blocked' || outcome === 'refused_by_robots' ? 'blocked' : 'unreachable';
}

/** Watches how a portal behaves, gives it up where going on is of no use, and says what a reader must know of it. */
export class PortalHealth {
  readonly #portal: Portal;
  #stopped: StopReason | null = null;
  #sawReport = false;
  #challenges = 0;
  #failures = 0;

  constructor(portal: Portal) {
    this.#portal = portal;
  }

  get stopped(): StopReason | null {
    return this.#stopped;
  }

  /** A page or file came as asked. */
  answered(): void {
    this.#challenges = 0;
    this.#failures = 0;
  }

  /** Something that may be a report was listed. */
  sawReport(): void {
    this.#sawReport = true;
  }

  /** The requests the portal may cost are used up. */
  spent(requests: number): void {
    this.#stop({
      rule: 'portal.ceiling',
      message: `stopped after ${requests} requests, the ceiling for one portal; pages are left that were not visited (raise --max-requests)`,
      leadOutcome: null,
    });
  }

  /**
   * An address failed for good. Returns what is to be found about it.
   * @param askedToWait the server asked for a longer wait than a run takes
   */
  failed(item: FrontierItem, visit: Visit, askedToWait: boolean): Finding[] {
    const { outcome } = visit;
    if (item.render !== null) return this.#notRendered(item, visit);
    const detail = visit.detail ?? outcome;
    if (outcome === 'not_allowed' || outcome === 'gone') {
      if (item.step === 'home')
        this.#stop({
          rule: 'portal.unreachable',
          message: `the home page ${item.url} could not be had: ${detail}`,
          leadOutcome: 'unreachable',
        });
      return item.step === 'column'
        ? [portalFinding('portal.page_gone', item.url, `The list ${item.url} could not be had: ${detail}`)]
        : [];
    }
    if (outcome === 'refused_by_robots') return this.#refused(item, visit, detail);
    this.#challenges = visit.challenged ? this.#challenges + 1 : 0;
    this.#failures = visit.passing ? this.#failures + 1 : 0;
    if (outcome === 'blocked' && (item.step === 'home' || this.#challenges >= CHALLENGES_IN_A_ROW)) {
      this.#stop({
        rule: 'portal.blocked',
        message: `blocked at ${visit.finalUrl}: ${detail}`,
        leadOutcome: 'blocked',
      });
    } else if (item.step === 'home' || askedToWait || this.#failures >= FAILURES_IN_A_ROW) {
      this.#stop({
        rule: 'portal.unreachable',
        message: `does not answer as it should; the last was ${visit.finalUrl}: ${detail}`,
        leadOutcome: 'unreachable',
      });
    }
    // What is wrong with the home page is wrong with the portal, and is said of that.
    if (item.kind !== 'follow' || item.step === 'home') return [];
    return [
      portalFinding(
        'portal.page',
        item.url,
        `The page ${item.url}, due to be searched for reports, could not be had: ${detail}`,
      ),
    ];
  }

  /** A page that only a browser could fill, where there is none: said once, whatever page it is. */
  unrendered(item: FrontierItem, advice: string): Finding {
    const { id, name } = this.#portal;
    const message = `${name}: pages such as ${item.url} are filled by scripts, and there is no browser to run them. ${advice}`;
    return portalFinding('portal.browser', id, message);
  }

  /** A page that was rendered without all that it asked for. */
  incomplete({ url }: FrontierItem, detail: string): Finding {
    return portalFinding('portal.page', url, `The page ${url} is filled by scripts, and may lack something: ${detail}`);
  }

  /** A column that lists nothing, as a finding. */
  emptyColumn(url: string): Finding {
    return portalFinding(
      'portal.empty_column',
      url,
      `The column ${url} lists nothing that could be a report or lead to one`,
    );
  }

  /** What is to be said when the portal is done with. */
  closing(): Finding[] {
    const { id, name, home } = this.#portal;
    const stopped = this.#stopped;
    if (stopped !== null) return [portalFinding(stopped.rule, id, `${name}: ${stopped.message}`)];
    if (this.#sawReport) return [];
    return [
      portalFinding(
        'portal.no_reports',
        id,
        `${name}: no annual report was found from ${home}; check the home page, or declare "columns"`,
      ),
    ];
  }

  /** The page as served came; what its scripts would add is missing. */
  #notRendered(item: FrontierItem, { detail, outcome }: Visit): Finding[] {
    const message = `The page ${item.url} is filled by scripts, and could not be rendered: ${detail ?? outcome}`;
    return [portalFinding('portal.page', item.url, message)];
  }

  #refused(item: FrontierItem, visit: Visit, detail: string): Finding[] {
    const { origin } = new URL(visit.finalUrl);
    if (item.step === 'home')
      this.#stop({ rule: 'portal.closed', message: `may not be asked for: ${detail}`, leadOutcome: 'blocked' });
    const message = `The robots.txt of ${origin} keeps out pages that were due; see the fetches with the outcome refused_by_robots`;
    return [portalFinding('portal.robots', origin, message)];
  }

  #stop(reason: StopReason): void {
    this.#stopped ??= reason;
  }
}
