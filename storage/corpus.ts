import { join } from 'node:path';
import type { Portal } from '../crawlers/crawler.ts';
import type { Organization } from '../src/identity/organization.ts';
import type { Sha256 } from '../src/original/sha256.ts';
import { explainingFailures, openDatabase } from './database.ts';
import type { Db } from './database.ts';
import { recordDocument, recordReading } from './documents.ts';
import type { DocumentRecord } from './documents.ts';
import { failedLeads, recordFailedLead } from './leads.ts';
import type { StoredLead } from './leads.ts';
import { storedOrganizations } from './organizations.ts';
import type { StoredOrganization } from './organizations.ts';
import { clearPortalFindings, recordPortalFinding } from './portal-findings.ts';
import { storedPortals, upsertPortal } from './portals.ts';
import type { StoredPortal } from './portals.ts';
import type { FailedLeadRecord, PortalFindingRecord, ReportRecord } from './records.ts';
import { readContent } from './report-content.ts';
import type { StoredContent } from './report-content.ts';
import { revisionsNamed, standingReport, storedReport, storedReports } from './report-rows.ts';
import type { StoredReport } from './report-rows.ts';
import { recordReport, recordVersions, replaceExtraction, withdrawReport } from './reports.ts';
import type { RecordedReport } from './reports.ts';
import { finishRun, lastRun, runStart, startRun } from './runs.ts';
import type { RunOutcome, RunStart, StoredRun } from './runs.ts';

export interface CorpusOptions {
  /** Never writes, and so never creates or migrates. */
  readonly readOnly?: boolean;
  /** The clock for every time that is stored; tests stop it. */
  readonly now?: () => Date;
}

/**
 * One open corpus. Every method is one transaction: it happens whole or not at all. A full or failing disk is `StopRun`,
 * a lock held by another process `RetryLater`.
 */
export interface Corpus {
  /** For the other modules of `storage/`; SQL stays in this room. */
  readonly db: Db;
  /** Absolute or as given: the directory with `corpus.sqlite` and `originals/`. */
  readonly dataDirectory: string;
  readonly file: string;
  /** Schema version before this opening migrated the file, or null. A command says so to the user. */
  readonly migratedFrom: number | null;
  /** UTC ISO-8601 by the corpus's clock. */
  timestamp(): string;
  /** Runs `work` in one transaction and says what a failure of SQLite means; may be nested. */
  transaction<Result>(work: () => Result): Result;

  upsertPortal(portal: Portal): void;
  storedPortals(): StoredPortal[];

  startRun(run: RunStart): number;
  finishRun(id: number, outcome: RunOutcome, summary: unknown): void;
  lastRun(command?: string): StoredRun | undefined;
  runStart(id: number): string;

  recordDocument(document: DocumentRecord): void;
  recordReading(
    sha256: Sha256,
    reading: {
      reader: string;
      readerVersion: string;
      pages?: number | undefined;
    },
  ): void;

  recordReport(record: ReportRecord): RecordedReport;
  recordVersions(reportId: number, record: ReportRecord): RecordedReport;
  replaceExtraction(reportId: number, record: ReportRecord): RecordedReport;
  withdrawReport(pageUrl: string): boolean;
  storedReports(): StoredReport[];
  storedReport(id: number): StoredReport | undefined;
  standingReport(organization: Organization, fiscalYear: number): StoredReport | undefined;
  revisionsNamed(name: string, fiscalYear: number): StoredReport[];
  contentOf(reportId: number): StoredContent;
  storedOrganizations(): StoredOrganization[];

  recordFailedLead(lead: FailedLeadRecord): void;
  failedLeads(): StoredLead[];
  recordPortalFinding(record: PortalFindingRecord): void;
  clearPortalFindings(portalId: string): void;

  close(): void;
}

/** The corpus file of a data directory. */
export function corpusFile(dataDirectory: string): string {
  return join(dataDirectory, 'corpus.sqlite');
}

/**
 * Opens the corpus of a data directory, creating or migrating it where that is allowed. Errors: see `openDatabase`.
 */
export function openCorpus(dataDirectory: string, options: CorpusOptions = {}): Corpus {
  const file = corpusFile(dataDirectory);
  const { db, migratedFrom } = openDatabase(file, {
    readOnly: options.readOnly ?? false,
  });
  const now = options.now ?? (() => new Date());
  const timestamp = (): string => now().toISOString();
  const transaction = <Result>(work: () => Result): Result =>
    explainingFailures(file, () => (db.inTransaction ? db.transaction(work)() : db.transaction(work).immediate()));
  const reading = <Result>(work: () => Result): Result => explainingFailures(file, work);

  return {
    db,
    dataDirectory,
    file,
    migratedFrom,
    timestamp,
    transaction,
    upsertPortal: (portal) => transaction(() => upsertPortal(db, portal)),
    storedPortals: () => reading(() => storedPortals(db)),
    startRun: (run) => transaction(() => startRun(db, run, timestamp())),
    finishRun: (id, outcome, summary) => transaction(() => finishRun(db, id, outcome, summary, timestamp())),
    lastRun: (command) => reading(() => lastRun(db, command)),
    runStart: (id) => reading(() => runStart(db, id)),
    recordDocument: (document) => transaction(() => recordDocument(db, document, timestamp())),
    recordReading: (sha256, reading) => transaction(() => recordReading(db, sha256, reading)),
    recordReport: (record) => transaction(() => recordReport(db, record, timestamp())),
    recordVersions: (reportId, record) => transaction(() => recordVersions(db, reportId, record, timestamp())),
    replaceExtraction: (reportId, record) => transaction(() => replaceExtraction(db, reportId, record, timestamp())),
    withdrawReport: (pageUrl) => transaction(() => withdrawReport(db, pageUrl, timestamp())),
    storedReports: () => reading(() => storedReports(db)),
    storedReport: (id) => reading(() => storedReport(db, id)),
    standingReport: (organization, fiscalYear) => reading(() => standingReport(db, organization, fiscalYear)),
    revisionsNamed: (name, fiscalYear) => reading(() => revisionsNamed(db, name, fiscalYear)),
    contentOf: (reportId) => reading(() => readContent(db, reportId)),
    storedOrganizations: () => reading(() => storedOrganizations(db)),
    recordFailedLead: (lead) => transaction(() => recordFailedLead(db, lead, timestamp())),
    failedLeads: () => reading(() => failedLeads(db)),
    recordPortalFinding: (record) => transaction(() => recordPortalFinding(db, record)),
    clearPortalFindings: (portalId) => transaction(() => clearPortalFindings(db, portalId)),
    close: () => {
      db.close();
    },
  };
}
