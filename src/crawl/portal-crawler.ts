import { BasicCrawler, Configuration, EventManager, Log, LogLevel } from '@crawlee/basic';
import type { BasicCrawlerOptions } from '@crawlee/basic';
import type { LaneRequests } from './lane-requests.ts';

/** Handlers under way at once: every lane's fetch, and what is still being written and extracted behind it. */
const CONCURRENCY = 64;

/** Delays, pauses and ceilings are kept by the lanes, so that Crawlee's own clock must not strike first. */
const HANDLER_SECONDS = 7 * 24 * 3600;

/** Crawlee's events come with a poll of the system's load each second; nothing here asks for it. */
class SilentEvents extends EventManager {
  override init(): Promise<void> {
    this.initialized = true;
    return Promise.resolve();
  }

  override close(): Promise<void> {
    this.initialized = false;
    return Promise.resolve();
  }
}

/** Crawlee's crawler, fed by lanes, without its disk storage, sessions, load polling and log. */
export class PortalCrawler extends BasicCrawler {
  readonly #requests: LaneRequests;
  readonly #fail: (error: unknown) => void;

  /** @param fail called when the run must end; no further request is handed out then */
  constructor(requests: LaneRequests, fail: (error: unknown) => void) {
    super(options(requests, fail), configuration());
    this.#requests = requests;
    this.#fail = fail;
    // The constructor's own option of this name is refused by its validation in this version.
    this.requestManager = requests;
  }

  /** Looks for a request at once rather than at the next tick of the pool's clock. */
  wake(): void {
    this.autoscaledPool?.notify().catch(this.#fail);
  }

  /** Ctrl-C is the command's to handle: it ends the lanes, and the pool then finds nothing more to do. */
  protected override async _pauseOnMigration(): Promise<void> {
    this.#requests.end();
    await Promise.resolve();
  }
}

function options(requests: LaneRequests, fail: (error: unknown) => void): BasicCrawlerOptions {
  return {
    requestHandler: async ({ request }) => {
      const { lane, entry } = requests.workOf(request);
      try {
        await lane.work(entry);
      } catch (error) {
        fail(error);
      }
    },
    useSessionPool: false,
    maxRequestRetries: 0,
    requestHandlerTimeoutSecs: HANDLER_SECONDS,
    // Equal bounds: what the lanes have ready is begun at once, whatever the load of the machine seems to be.
    minConcurrency: CONCURRENCY,
    maxConcurrency: CONCURRENCY,
    autoscaledPoolOptions: { loggingIntervalSecs: null },
    statusMessageLoggingInterval: HANDLER_SECONDS,
    statisticsOptions: { persistenceOptions: { enable: false }, logIntervalSecs: HANDLER_SECONDS },
    log: new Log({ level: LogLevel.OFF }),
  };
}

function configuration(): Configuration {
  const quiet = new Configuration({
    // Its in-memory storage then neither reads nor writes a file.
    persistStorage: false,
    purgeOnStart: false,
    // Only a load measure needs it, and none is taken; asking the system costs a process.
    memoryMbytes: 1024,
  });
  quiet.set('eventManager', new SilentEvents(quiet));
  return quiet;
}
