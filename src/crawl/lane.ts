import type { Portal } from '../../crawlers/crawler.ts';
import type { FrontierItem, ItemProgress, KeptItem, StoredVisit } from '../../storage/frontier-items.ts';
import type { KeptRevisit } from '../../storage/revisits.ts';
import { serverKey } from './address.ts';
import { ContentSource } from './content-source.ts';
import type { ObtainedContent } from './content-source.ts';
import type { CrawlWorld } from './crawl-world.ts';
import { Cookies } from './cookies.ts';
import { Connections } from './exchange.ts';
import { OriginGuard } from './guard.ts';
import { PlainTwins } from './plain-twin.ts';
import { ItemFinder, withoutFurtherPages } from './item-finder.ts';
import { JobLine } from './job-line.ts';
import { ListRows } from './list-rows.ts';
import { fileLists } from './list-check.ts';
import { Ledger } from './ledger.ts';
import { PageReader, declaresColumns } from './page-reader.ts';
import { PortalHealth } from './portal-health.ts';
import { PortalRenderer } from './portal-renderer.ts';
import type { StopReason } from './portal-health.ts';
import { backOffMs, heldUntil, retriesAfter } from './retry.ts';
import { RevisitBook } from './revisit-book.ts';
import { RobotsBook } from './robots-book.ts';
import { RequestsSpentError } from './visit.ts';
import type { Visit } from './visit.ts';
import { VisitQueue } from './visit-queue.ts';
import type { QueuedItem } from './visit-queue.ts';

/** Visits whose writing or extraction may lag behind the fetching. */
const MOST_UNFINISHED = 6;

/** The writing of what a visit gave, under way; wrapped, so that awaiting the visit does not await it too. */
interface Aftermath {
  readonly written: Promise<void>;
}

/**
 * The crawl of one portal. One page after another: the next is chosen when the leads of the last are known, while its bytes
 * are still being written. The order of visits thus follows from the pages alone, and a resumed run keeps to it.
 */
export class Lane {
  readonly portal: Portal;
  readonly #world: CrawlWorld;
  readonly #queue = new VisitQueue();
  readonly #finder: ItemFinder;
  readonly #ledger: Ledger;
  readonly #jobs: JobLine;
  readonly #health: PortalHealth;
  readonly #connections: Connections;
  readonly #pages: PageReader;
  readonly #source: ContentSource;
  readonly #rows = new ListRows();
  readonly #revisits: RevisitBook;
  #soughtKnown = false;
  #requests = 0;
  #taken = 0;
  #busy = false;
  #unfinished = 0;
  #finishing = false;
  #finished = false;
  #wakeTimer: NodeJS.Timeout | undefined;

  constructor(world: CrawlWorld, portal: Portal) {
    this.portal = portal;
    this.#world = world;
    this.#finder = new ItemFinder(world.years);
    this.#ledger = new Ledger(world, portal.id);
    this.#revisits = new RevisitBook(world, portal.id);
    this.#jobs = new JobLine(world, portal, this.#revisits);
    this.#health = new PortalHealth(portal);
    const guard = new OriginGuard(portal, world.resolve);
    this.#connections = new Connections(guard, world.limits, world.userAgent, portal.tls);
    const gate = {
      guard,
      connections: this.#connections,
      twins: new PlainTwins(guard),
      cookies: new Cookies(null),
      politeness: world.politeness,
      home: portal.home,
      redirects: world.limits.redirects,
      signal: world.signal,
      spendRequest: () => {
        if (this.#requests >= world.limits.requestsPerPortal) throw new RequestsSpentError(portal.id);
        this.#requests++;
      },
    };
    const robots = new RobotsBook(world, portal.id, this.#ledger, gate, () => this.#requests);
    this.#pages = new PageReader(world, portal, this.#health);
    const ruled = { ...gate, rulesOf: (origin: string) => robots.rulesOf(origin) };
    const renderer = new PortalRenderer(world, portal.id, this.#ledger, ruled, () => this.#requests);
    this.#source = new ContentSource(world, portal.id, ruled, renderer);
  }

  /** Nothing is left to do, or the portal was given up. */
  get finished(): boolean {
    return this.#finished;
  }

  /** Why the portal was given up; null where it was not. */
  get stopped(): StopReason | null {
    return this.#health.stopped;
  }

  /** Takes up the portal where the run left it, or begins. */
  async begin(): Promise<void> {
    const { frontier, corpus, runId } = this.#world;
    const progress = frontier.enter(runId, this.portal.id);
    if (progress.state !== 'open') {
      await this.#close();
      return;
    }
    this.#requests = progress.requests;
    const family = this.portal.family ?? progress.family;
    if (family !== null) this.#pages.useFamily(family);
    if (progress.items.length === 0) {
      corpus.transaction(() => {
        corpus.clearPortalFindings(this.portal.id);
      });
      const found = this.#finder.start(this.portal, this.#pages.knowsFamily);
      await this.#ledger.writeFound(found, this.#requests);
      this.#enqueue(found);
    } else {
      this.#restore(progress.items);
    }
    await this.#jobs.run();
    await this.#finishIfDone();
  }

  /** May the lane begin another visit now? */
  isReady(): boolean {
    if (this.#finished || this.#busy || this.#unfinished >= MOST_UNFINISHED) return false;
    if (this.#health.stopped !== null || this.#world.signal.aborted) return false;
    const now = Date.now();
    if (this.#queue.hasReady(now)) return true;
    this.#wakeWhenDue(now);
    return false;
  }

  /** Takes the next item; to be followed by `work` on it. Null where `isReady` is false. */
  take(): QueuedItem | null {
    if (!this.isReady()) return null;
    const next = this.#queue.take(Date.now());
    if (next === null) return null;
    this.#busy = true;
    this.#unfinished++;
    return next;
  }

  /**
   * Visits an item, and resolves when what it gave is written and handed over. The lane is ready for the next as soon as its
   * leads are known. Rejects only where the run must end.
   */
  async work(entry: QueuedItem): Promise<void> {
    const taken = this.#taken++;
    // Once this visit has let go of the lane, another may hold it, and is not this one's to end.
    let holds = true;
    const release = (): void => {
      if (holds) this.#release();
      holds = false;
    };
    try {
      const { written } = await this.#visitAndRead(entry, taken);
      release();
      await written;
      await this.#jobs.run();
    } catch (error) {
      if (error instanceof RequestsSpentError) this.#health.spent(this.#requests);
      else if (!this.#world.signal.aborted || error !== this.#world.signal.reason) throw error;
      this.#queue.add(entry);
    } finally {
      release();
      this.#unfinished--;
    }
    await this.#finishIfDone();
    this.#world.visited();
    this.#world.wake();
  }

  async #close(): Promise<void> {
    this.#finished = true;
    clearTimeout(this.#wakeTimer);
    await this.#connections.close();
  }

  /** Waits for what is being written and closes the connections; the run's list keeps what is left. */
  async leave(): Promise<void> {
    await this.#ledger.settled().catch(() => undefined);
    if (!this.#finished) await this.#close();
  }

  #release(): void {
    this.#busy = false;
    this.#world.wake();
  }

  #restore(items: readonly KeptItem[]): void {
    for (const { item, progress, visit: stored } of items) {
      this.#finder.remember(item);
      if (progress.taken !== null) this.#taken = Math.max(this.#taken, progress.taken + 1);
      if (stored !== null) this.#source.remember(item, stored.finalUrl, Promise.resolve(stored));
      if (progress.state === 'pending') {
        const notBefore = heldUntil(this.#world.retryPolicy, progress.notBefore);
        this.#queue.add({ item, attempts: progress.attempts, notBefore });
      }
      if (item.kind === 'report') this.#health.sawReport();
    }
    this.#jobs.restore(items);
  }

  #enqueue(found: readonly FrontierItem[]): void {
    for (const item of found) {
      this.#queue.add({ item, attempts: 0, notBefore: 0 });
      if (item.kind === 'report') this.#health.sawReport();
    }
  }

  async #visitAndRead(entry: QueuedItem, taken: number): Promise<Aftermath> {
    const { item } = entry;
    const got = await this.#source.obtain(item);
    if ('notDue' in got) return this.#notDue(entry, taken, got.notDue);
    if ('advice' in got) return this.#unrendered(entry, taken, got.advice);
    if (got.original === null && got.visit !== null) return this.#failed(entry, taken, got.visit, got);
    if (got.original === null) throw new TypeError(`Expected ${item.url} to have been visited or stored`);
    this.#health.answered();
    const compared = await this.#revisits.compare(item, got, got.original, this.#pages);
    const { leads, list, attachments, findings, byScript } = this.#pages.read(item, got.original);
    // The first page of a list is visited by other names too, and is no repetition of itself.
    const isRepetition = list !== null && this.#rows.repeats(this.#finder.listPage(list, item)) && item.list !== null;
    const found = [
      ...(byScript ? this.#finder.rendered(item) : []),
      ...this.#finder.fromLeads(isRepetition ? withoutFurtherPages(leads) : leads, item),
      ...this.#finder.attachments(item, attachments),
      ...(item.step === 'home' && declaresColumns(this.portal) ? this.#finder.columns(this.portal) : []),
    ];
    this.#enqueue(found);
    const progress: ItemProgress = {
      state: item.kind === 'report' ? 'stored' : 'done',
      attempts: entry.attempts + 1,
      notBefore: null,
      taken,
      verdict: item.kind === 'report' ? null : (compared.records.at(-1)?.outcome ?? 'ok'),
    };
    const writing = this.#ledger.write({
      records: compared.records,
      originals: compared.fresh,
      revisit: compared.revisit,
      visited: { seq: item.seq, progress, reused: got.reused },
      found,
      list: list === null ? null : this.#finder.listPage(list, item),
      findings: got.incomplete ? [...findings, this.#health.incomplete(item, got.incomplete)] : findings,
      requests: this.#requests,
    });
    if (got.reused === null) this.#source.remember(item, got.original.finalUrl, writing);
    return { written: this.#afterWriting(item, entry.attempts + 1, taken, found, writing) };
  }

  async #afterWriting(
    item: FrontierItem,
    attempts: number,
    taken: number,
    found: readonly FrontierItem[],
    writing: Promise<StoredVisit | null>,
  ): Promise<void> {
    const stored = await writing;
    if (stored === null) throw new TypeError(`Expected ${item.url} to be stored`);
    if (item.kind === 'attachment') {
      this.#jobs.extend(item, found);
      this.#jobs.settle(item, stored);
    }
    if (item.kind !== 'report') return;
    const attachments = found.filter((other) => other.parent === item.seq);
    this.#jobs.add(item, taken, attempts, stored, attachments);
  }

  /** Deals with a visit that gave nothing: again later, or never. */
  #failed(
    entry: QueuedItem,
    taken: number,
    failure: Visit,
    { records, fresh }: Pick<ObtainedContent, 'records' | 'fresh'>,
  ): Aftermath {
    const { item } = entry;
    const { retryPolicy, politeness } = this.#world;
    const attempts = entry.attempts + 1;
    const wait = failure.retryAfterMs ?? backOffMs(retryPolicy, attempts);
    const tooLong = wait > retryPolicy.longestWaitSeconds * 1000;
    if (failure.retryAfterMs !== null && !tooLong) politeness.pause(serverKey(new URL(failure.finalUrl)), wait);
    const again = failure.passing && attempts <= retriesAfter(retryPolicy, failure.outcome) && !tooLong;
    const notBefore = again ? Date.now() + wait : 0;
    const findings = again ? [] : this.#health.failed(item, failure, tooLong);
    const progress: ItemProgress = {
      state: again ? 'pending' : item.kind === 'report' ? 'failed' : 'done',
      attempts,
      notBefore: again ? new Date(notBefore).toISOString() : null,
      taken,
      verdict: again ? null : failure.outcome,
    };
    const writing = this.#ledger.write({
      records,
      originals: fresh,
      revisit: again ? null : this.#revisits.afterFailure(item, failure.outcome),
      visited: { seq: item.seq, progress, reused: null },
      found: [],
      findings,
      requests: this.#requests,
    });
    if (again) this.#queue.add({ item, attempts, notBefore });
    return { written: this.#afterFailure(item, attempts, taken, failure, again, writing) };
  }

  /** Passes over what gave nothing at its last visit, until the next is due. */
  #notDue({ item, attempts }: QueuedItem, taken: number, before: KeptRevisit): Aftermath {
    const progress: ItemProgress = { state: 'done', attempts, notBefore: null, taken, verdict: 'not_due' };
    const visited = { seq: item.seq, progress, reused: null };
    const findings = this.#revisits.stillFailing(item, before);
    const asked = { records: [], originals: [], found: [], requests: this.#requests };
    const written = this.#ledger.write({ ...asked, visited, findings });
    if (item.kind === 'attachment') this.#jobs.settle(item, { url: item.url, outcome: before.outcome, detail: null });
    return { written: written.then(() => undefined) };
  }

  /** Deals with a page that only a browser could fill, where there is none. */
  #unrendered(entry: QueuedItem, taken: number, advice: string): Aftermath {
    const { item, attempts } = entry;
    const progress: ItemProgress = { state: 'done', attempts, notBefore: null, taken, verdict: 'not_rendered' };
    const visited = { seq: item.seq, progress, reused: null };
    const findings = [this.#health.unrendered(item, advice)];
    const asked = { records: [], originals: [], found: [], requests: this.#requests };
    const writing = this.#ledger.write({ ...asked, visited, findings });
    const failure = { outcome: 'error', finalUrl: item.url, detail: advice } as const;
    return { written: this.#afterFailure(item, attempts, taken, failure, false, writing) };
  }

  async #afterFailure(
    item: FrontierItem,
    attempts: number,
    taken: number,
    failure: Pick<Visit, 'outcome' | 'detail'>,
    again: boolean,
    writing: Promise<unknown>,
  ): Promise<void> {
    await writing;
    if (again) return;
    const { outcome, detail } = failure;
    if (item.kind === 'attachment') this.#jobs.settle(item, { url: item.url, outcome, detail });
    if (item.kind === 'report') this.#jobs.fail(item, taken, attempts, outcome, detail);
  }

  async #finishIfDone(): Promise<void> {
    if (this.#finishing || this.#busy || this.#unfinished > 0 || this.#world.signal.aborted) return;
    const { stopped } = this.#health;
    if (stopped === null && (this.#queue.size > 0 || !this.#jobs.isEmpty)) return;
    this.#finishing = true;
    this.#finishing = stopped !== null || !(await this.#seekKnown());
    if (!this.#finishing) return;
    if (stopped !== null) await this.#giveUp(stopped);
    await this.#ledger.settled();
    const { corpus, frontier, runId } = this.#world;
    corpus.transaction(() => {
      for (const finding of this.#health.closing()) corpus.recordPortalFinding({ portalId: this.portal.id, finding });
      fileLists(this.#world, this.portal.id, stopped?.message ?? null);
      frontier.leave(runId, this.portal.id, stopped === null ? 'done' : 'stopped', stopped?.message ?? null);
    });
    await this.#close();
    this.#world.note(`${this.portal.name}: ${stopped === null ? 'done' : stopped.message}, ${this.#requests} requests`);
  }

  /** Puts the reports that no list shows any more on the list of this run, once; returns whether there are any. */
  async #seekKnown(): Promise<boolean> {
    if (this.#soughtKnown) return false;
    this.#soughtKnown = true;
    const found = this.#finder.known(this.#revisits.dueReports());
    if (found.length === 0) return false;
    await this.#ledger.writeFound(found, this.#requests);
    for (const item of found) this.#queue.add({ item, attempts: 0, notBefore: 0 });
    this.#world.wake();
    return true;
  }

  /** Closes what is left of a portal that is given up; the reports among it are told as failed, where the portal is at fault. */
  async #giveUp(reason: StopReason): Promise<void> {
    const { frontier, runId } = this.#world;
    const left = this.#queue.drain().sort((a, b) => a.item.seq - b.item.seq);
    const ends = left.map(({ item, attempts }) => {
      const taken = this.#taken++;
      const told = item.kind === 'report' && reason.leadOutcome !== null;
      const progress: ItemProgress = {
        state: told ? 'failed' : 'done',
        attempts,
        notBefore: null,
        taken,
        verdict: told ? reason.leadOutcome : 'not_visited',
      };
      return { item, seq: item.seq, attempts, taken, told, progress };
    });
    frontier.advanceAll(runId, this.portal.id, ends);
    for (const { item, attempts, taken, told } of ends) {
      if (item.kind === 'attachment')
        this.#jobs.settle(item, { url: item.url, outcome: 'error', detail: reason.message });
      if (told && reason.leadOutcome !== null) {
        this.#jobs.add(item, taken, attempts, { outcome: reason.leadOutcome, detail: reason.message }, []);
      }
    }
    await this.#jobs.run();
  }

  #wakeWhenDue(now: number): void {
    const due = this.#queue.nextDue();
    if (due === null || this.#wakeTimer !== undefined) return;
    const wake = (): void => {
      this.#wakeTimer = undefined;
      this.#world.wake();
    };
    this.#wakeTimer = setTimeout(wake, Math.max(1, due - now));
  }
}
