import { setTimeout as sleep } from 'node:timers/promises';
import PQueue from 'p-queue';

interface Host {
  readonly queue: PQueue;
  /** When the last response ended, by `performance.now()`; minus infinity before the first. */
  lastEnd: number;
  /** Not to be asked before, by `performance.now()`: the host itself said so. */
  pausedUntil: number;
}

/**
 * One request at a time to each host, and a pause after each. The pause counts from the end of the previous response,
 * whoever asked for it.
 */
export class Politeness {
  readonly #hosts = new Map<string, Host>();
  readonly #delayMs: number;

  /** @param delaySeconds pause after each response, in seconds; 0 for none */
  constructor(delaySeconds: number) {
    this.#delayMs = delaySeconds * 1000;
  }

  /**
   * Waits for the host's turn and pause, then runs `request`.
   * @param crawlDelaySeconds what the host's robots.txt asks for; the longer of it and the own delay counts
   * @param signal ends the waiting, not a request under way; its reason is thrown
   */
  async take<Result>(
    host: string,
    crawlDelaySeconds: number,
    signal: AbortSignal,
    request: () => Promise<Result>,
  ): Promise<Result> {
    const state = this.#host(host);
    return state.queue.add(async () => {
      await this.#waitFor(state, Math.max(this.#delayMs, crawlDelaySeconds * 1000), signal);
      try {
        return await request();
      } finally {
        state.lastEnd = performance.now();
      }
    });
  }

  /** Asks nothing of the host for `milliseconds` from now. */
  pause(host: string, milliseconds: number): void {
    const state = this.#host(host);
    state.pausedUntil = Math.max(state.pausedUntil, performance.now() + milliseconds);
  }

  async #waitFor(host: Host, delayMs: number, signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const remaining = Math.max(host.lastEnd + delayMs, host.pausedUntil) - performance.now();
      if (remaining <= 0) return;
      // A timer may fire a little early, hence the loop; it also caps at what a timer can hold.
      await sleep(Math.min(Math.ceil(remaining), 0x7fffffff), undefined, { signal }).catch((error: unknown) => {
        signal.throwIfAborted();
        throw error;
      });
    }
  }

  #host(host: string): Host {
    let state = this.#hosts.get(host);
    if (state === undefined) {
      state = {
        queue: new PQueue({ concurrency: 1 }),
        lastEnd: Number.NEGATIVE_INFINITY,
        pausedUntil: Number.NEGATIVE_INFINITY,
      };
      this.#hosts.set(host, state);
    }
    return state;
  }
}
