import { readFileSync } from 'node:fs';
import type { Browser, CDPSession } from 'playwright';

/** Resident memory of the browser's processes together, beyond which it is killed. Pages they share count for each. */
const MOST_BYTES = 1.5 * 1024 ** 3;
const LOOK_EVERY_MS = 500;

/** Looks at the memory of a browser while it runs, and kills it where it grows beyond its ceiling: a page can take all there is. */
export class BrowserWatch {
  readonly #session: CDPSession;
  readonly #timer: NodeJS.Timeout;
  #browserPid: number | null = null;
  #looking = false;
  #killed: string | null = null;

  private constructor(session: CDPSession) {
    this.#session = session;
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  static async begin(browser: Browser): Promise<BrowserWatch> {
    const watch = new BrowserWatch(await browser.newBrowserCDPSession());
    await watch.#look();
    return watch;
  }

  /** Why the browser was killed; null where it was not. */
  get killed(): string | null {
    return this.#killed;
  }

  /** Kills the browser at once; its pages end with an error. */
  kill(reason: string): void {
    this.#killed ??= reason;
    this.stop();
    if (this.#browserPid === null) return;
    try {
      process.kill(this.#browserPid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      const { processInfo } = await this.#session.send('SystemInfo.getProcessInfo');
      this.#browserPid = processInfo.find(({ type }) => type === 'browser')?.id ?? this.#browserPid;
      const bytes = processInfo.reduce((sum, { id }) => sum + residentBytes(id), 0);
      if (bytes > MOST_BYTES) this.kill(`it took ${Math.round(bytes / 1024 ** 2)} MB of memory`);
    } catch {
      // The browser is gone; whoever waits for its pages is told by them.
      this.stop();
    } finally {
      this.#looking = false;
    }
  }
}

/** 0 where the system does not tell: then only the ceiling of the page's own scripts holds. */
function residentBytes(pid: number): number {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}
