import type { Portal } from '../../crawlers/crawler.ts';
import type { ReportLead } from '../../storage/frontier-items.ts';
import type { FetchOutcome, LeadOutcome, SourceRole } from '../../storage/records.ts';
import type { Sha256 } from '../original/sha256.ts';

/** One kept original of a report. */
export interface JobSource {
  /** Final URL of the document itself. */
  readonly url: string;
  readonly sha256: Sha256;
  readonly role: SourceRole;
  /** Content-Type as the server stated it. */
  readonly contentType: string | null;
  /** Reads the bytes back from the store. */
  readonly bytes: () => Promise<Uint8Array>;
}

/** A report whose page and attachments are all kept: the page first, then its attachments in the order of the page. */
export interface ReportJob {
  readonly portal: Portal;
  readonly lead: ReportLead;
  readonly sources: readonly JobSource[];
  /** Attachments that could not be had. */
  readonly missing: readonly { readonly url: string; readonly outcome: FetchOutcome; readonly detail: string | null }[];
}

/**
 * What came of a report job.
 * - `recorded`: a report was read and filed, or was filed already just so.
 * - `not_a_report`: it turned out to be something else.
 * - `unreadable`: it may be a report, and no source could be read.
 * - `unreachable`: its page holds none, and an attachment that may could not be had.
 * - `gone`: a report stood here, and this is no report any more: a soft 404 that does not say so.
 * - `withdrawn`: that again, or the page itself is gone, in two runs in a row.
 */
export type ReportVerdict = 'recorded' | 'not_a_report' | 'unreadable' | 'unreachable' | 'gone' | 'withdrawn';

/** A report that a portal lists, and that could not be had. */
export interface FailedLead {
  readonly portal: Portal;
  readonly lead: ReportLead;
  readonly outcome: Extract<LeadOutcome, 'blocked' | 'unreachable' | 'gone'>;
  readonly detail: string;
  /** Addresses at which a report stood that two runs in a row have missed: it is withdrawn. Empty where that is not known. */
  readonly vanishedAt: readonly string[];
}
