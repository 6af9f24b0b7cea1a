import type { Portal } from '../../crawlers/crawler.ts';
import type { FrontierItem, KeptItem, StoredVisit } from '../../storage/frontier-items.ts';
import type { FetchOutcome } from '../../storage/records.ts';
import { RetryLater, StopRun } from '../errors.ts';
import type { CrawlWorld } from './crawl-world.ts';
import { failedLeadOutcome } from './portal-health.ts';
import { portalFinding } from './portal-finding.ts';
import { isRenderedAddress } from './portal-renderer.ts';
import type { RevisitBook } from './revisit-book.ts';
import type { FailedLead, JobSource, ReportJob } from './report-job.ts';

/** How an attachment ended: kept, or not. */
export type AttachmentEnd =
  StoredVisit | { readonly url: string; readonly outcome: FetchOutcome; readonly detail: string | null };

interface Job {
  readonly item: FrontierItem;
  readonly attempts: number;
  /** The report page, or why the report could not be had. */
  readonly page: StoredVisit | Pick<FailedLead, 'outcome' | 'detail'>;
  /** By seq, in the order of the page; null while it is still to be visited. */
  readonly attachments: Map<number, AttachmentEnd | null>;
}

/**
 * The reports of one portal, handed over in the order in which their pages were visited, each once its attachments are in.
 * What came of each is written before the next: a killed run hands over again only the one it was at.
 */
export class JobLine {
  readonly #world: CrawlWorld;
  readonly #portal: Portal;
  readonly #revisits: RevisitBook;
  readonly #jobs = new Map<number, Job>();
  /** Seqs of reports in the order their pages were visited. */
  readonly #order: { readonly taken: number; readonly seq: number }[] = [];
  #running: Promise<void> = Promise.resolve();

  constructor(world: CrawlWorld, portal: Portal, revisits: RevisitBook) {
    this.#world = world;
    this.#revisits = revisits;
    this.#portal = portal;
  }

  get isEmpty(): boolean {
    return this.#jobs.size === 0;
  }

  /** Takes in a report whose page is stored, or that failed. To be called in the order of `taken`. */
  add(
    item: FrontierItem,
    taken: number,
    attempts: number,
    page: Job['page'],
    attachments: readonly FrontierItem[],
  ): void {
    this.#jobs.set(item.seq, { item, attempts, page, attachments: new Map(attachments.map(({ seq }) => [seq, null])) });
    this.#order.push({ taken, seq: item.seq });
  }

  /** Takes in a report that could not be had. */
  fail(item: FrontierItem, taken: number, attempts: number, outcome: FetchOutcome, detail: string | null): void {
    this.add(item, taken, attempts, { outcome: failedLeadOutcome(outcome), detail: detail ?? outcome }, []);
  }

  /** Takes in the reports that an earlier part of the run has left in line, with what came of their attachments. */
  restore(items: readonly KeptItem[]): void {
    const waiting = items.filter(({ progress }) => progress.state === 'stored' || progress.state === 'failed');
    for (const { item, progress, visit } of waiting.sort((a, b) => (a.progress.taken ?? 0) - (b.progress.taken ?? 0))) {
      const { taken, attempts, verdict } = progress;
      const attachments = items.filter((other) => other.item.parent === item.seq);
      const page = visit ?? { outcome: failedLeadOutcome(verdict), detail: verdict ?? '' };
      this.add(
        item,
        taken ?? 0,
        attempts,
        page,
        attachments.map((kept) => kept.item),
      );
      for (const kept of attachments) {
        if (kept.progress.state !== 'done') continue;
        const { url } = kept.item;
        this.settle(kept.item, kept.visit ?? { url, outcome: 'error', detail: kept.progress.verdict });
      }
    }
  }

  /** Takes in what a rendered page of a report in line has led to. */
  extend({ parent }: FrontierItem, found: readonly FrontierItem[]): void {
    const job = parent === null ? undefined : this.#jobs.get(parent);
    for (const item of found) if (item.parent === parent) job?.attachments.set(item.seq, null);
  }

  /** Notes how an attachment of a report in line ended. */
  settle(attachment: FrontierItem, end: AttachmentEnd): void {
    if (attachment.parent !== null) this.#jobs.get(attachment.parent)?.attachments.set(attachment.seq, end);
  }

  /** Hands over every report at the head of the line that is complete; resolves when they are done with. */
  run(): Promise<void> {
    const run = this.#running.then(() => this.#runReady());
    this.#running = run.catch(() => undefined);
    return run;
  }

  async #runReady(): Promise<void> {
    for (;;) {
      const head = this.#order[0];
      const job = head === undefined ? undefined : this.#jobs.get(head.seq);
      if (head === undefined || job === undefined) return;
      const ends = [...job.attachments.values()];
      if (ends.includes(null)) return;
      const verdict = await this.#handOver(
        job,
        ends.filter((end) => end !== null),
      );
      const { frontier, runId } = this.#world;
      frontier.advance(runId, this.#portal.id, job.item.seq, {
        state: 'done',
        attempts: job.attempts,
        notBefore: null,
        taken: head.taken,
        verdict,
      });
      this.#order.shift();
      this.#jobs.delete(head.seq);
    }
  }

  async #handOver(job: Job, ends: readonly AttachmentEnd[]): Promise<string> {
    const { lead, url } = job.item;
    const isFresh = 'outcome' in job.page || [job.page, ...ends].some((end) => !('outcome' in end) && end.fresh);
    // All of it is as an earlier run has read it.
    if (!isFresh) return 'not_due';
    if (lead === null) throw new TypeError(`Expected the report ${url} to have a lead`);
    if ('outcome' in job.page) {
      const vanishedAt = job.page.outcome === 'gone' ? this.#revisits.vanishedAt(job.item) : [];
      await this.#world.onFailedLead({ portal: this.#portal, lead, ...job.page, vanishedAt });
      return vanishedAt.length > 0 ? 'withdrawn' : job.page.outcome;
    }
    const report: ReportJob = {
      portal: this.#portal,
      lead,
      sources: [
        this.#source(job.page, 'page'),
        ...ends.flatMap((end) => ('outcome' in end ? [] : [this.#source(end, roleOf(end))])),
      ],
      missing: ends.flatMap((end) => ('outcome' in end ? [end] : [])),
    };
    try {
      return await this.#world.onReport(report);
    } catch (error) {
      if (error instanceof StopRun || error instanceof RetryLater) throw error;
      // One document that the program trips over must not cost the others.
      const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      const finding = portalFinding('portal.document', url, `The report at ${url} could not be recorded. ${reason}`);
      this.#world.corpus.recordPortalFinding({ portalId: this.#portal.id, finding });
      this.#world.note(`${this.#portal.name}: ${finding.message}`);
      return 'failed';
    }
  }

  #source(visit: StoredVisit, role: JobSource['role']): JobSource {
    const { finalUrl, sha256, contentType } = visit;
    return { url: finalUrl, sha256, role, contentType, bytes: () => this.#world.originals.get(sha256) };
  }
}

/** Pictures beside a page may be pages of the report themselves; a server that says nothing of them is judged by the address. */
function roleOf({ contentType, finalUrl, url }: StoredVisit): JobSource['role'] {
  if (isRenderedAddress(url)) return 'page';
  const isPicture = /^image\//i.test(contentType ?? '') || /\.(?:jpe?g|png|gif|bmp|webp)(?:[?#]|$)/i.test(finalUrl);
  if (isPicture) return 'image';
  return /^(?:text\/html|application\/xhtml)/i.test(contentType ?? '') ? 'frame' : 'attachment';
}
