import { Request } from '@crawlee/basic';
import type { IRequestManager, RequestQueueOperationInfo } from '@crawlee/basic';
import type { Lane } from './lane.ts';
import type { QueuedItem } from './visit-queue.ts';

/** Lanes crawled side by side. Each asks one host at a time, so this is also the number of hosts. */
const MOST_LANES = 8;

/**
 * Crawlee's view of the lanes: where its requests come from. Addresses are never added through Crawlee, since the frontier
 * in the corpus is the only list; it asks for the next, and is told when there is one.
 */
export class LaneRequests implements IRequestManager {
  readonly #waiting: Lane[];
  readonly #active: Lane[] = [];
  readonly #work = new Map<string, { lane: Lane; entry: QueuedItem }>();
  readonly #begin: (lane: Lane) => Promise<void>;
  #beginning = 0;
  #ended = false;
  #count = 0;
  #handled = 0;
  #whenIdle: (() => void) | undefined;

  /** @param begin takes up a lane; must not reject */
  constructor(lanes: readonly Lane[], begin: (lane: Lane) => Promise<void>) {
    this.#waiting = [...lanes];
    this.#begin = begin;
  }

  /** Hands out nothing more. */
  end(): void {
    this.#ended = true;
  }

  /** Resolves when nothing that was handed out is under way; to be asked after `end`, or when the crawl is over. */
  idle(): Promise<void> {
    if (this.#work.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#whenIdle = resolve;
    });
  }

  /** The lane and item behind a request that was handed out. Throws `TypeError` for any other. */
  workOf(request: Request): { lane: Lane; entry: QueuedItem } {
    const work = this.#work.get(request.uniqueKey);
    if (work === undefined) throw new TypeError(`Expected ${request.url} to have been handed out`);
    return work;
  }

  isEmpty(): Promise<boolean> {
    this.#fill();
    return Promise.resolve(this.#ended || !this.#active.some((lane) => lane.isReady()));
  }

  isFinished(): Promise<boolean> {
    this.#fill();
    const idle = this.#work.size === 0 && this.#beginning === 0;
    return Promise.resolve(idle && (this.#ended || (this.#active.length === 0 && this.#waiting.length === 0)));
  }

  fetchNextRequest<Data extends object = Record<string, unknown>>(): Promise<Request<Data> | null> {
    if (this.#ended) return Promise.resolve(null);
    for (let turn = this.#active.length; turn > 0; turn--) {
      // Each lane has its turn, whatever another has to do.
      const lane = this.#active.shift();
      if (lane === undefined) break;
      this.#active.push(lane);
      const entry = lane.take();
      if (entry === null) continue;
      const uniqueKey = String(this.#count++);
      this.#work.set(uniqueKey, { lane, entry });
      return Promise.resolve(new Request<Data>({ url: entry.item.url, uniqueKey }));
    }
    return Promise.resolve(null);
  }

  markRequestHandled(request: Request): Promise<null> {
    this.#work.delete(request.uniqueKey);
    this.#handled++;
    if (this.#work.size === 0) this.#whenIdle?.();
    return Promise.resolve(null);
  }

  handledCount(): Promise<number> {
    return Promise.resolve(this.#handled);
  }

  getTotalCount(): number {
    return this.#count;
  }

  getPendingCount(): number {
    return this.#work.size;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Request> {
    for (let request = await this.fetchNextRequest(); request !== null; request = await this.fetchNextRequest())
      yield request;
  }

  reclaimRequest(): Promise<RequestQueueOperationInfo | null> {
    return Promise.reject(new TypeError('Retries are the business of the lanes'));
  }

  addRequest(): Promise<RequestQueueOperationInfo> {
    return Promise.reject(new TypeError('Addresses are added by the lanes'));
  }

  addRequestsBatched(): Promise<never> {
    return Promise.reject(new TypeError('Addresses are added by the lanes'));
  }

  #fill(): void {
    for (let place = this.#active.length - 1; place >= 0; place--) {
      if (this.#active[place]?.finished === true) this.#active.splice(place, 1);
    }
    while (!this.#ended && this.#active.length + this.#beginning < MOST_LANES) {
      const lane = this.#waiting.shift();
      if (lane === undefined) return;
      this.#beginning++;
      void this.#begin(lane).then(() => {
        this.#beginning--;
        this.#active.push(lane);
      });
    }
  }
}
