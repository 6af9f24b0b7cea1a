import type { Settings } from '../config.ts';
import type { ExportFormat } from '../export/export-formats.ts';
import type { CellStatus } from '../extract/report.ts';
import type { OrganizationLevel } from '../identity/organization.ts';

/** 0 done · 1 failed · 2 wrong usage or config · 3 done, but some portals or documents failed. */
export type ExitCode = 0 | 1 | 2 | 3;

/** All that a command sees of the terminal. Tests pass their own and compare what was written. */
export interface CommandIo {
  /** Results, to stdout; a line break is added. With `json`, called once, with the summary. */
  readonly out: (text: string) => void;
  /** Progress and warnings, to stderr; a line break is added. */
  readonly note: (text: string) => void;
  /** One passing line on stderr that the next one replaces; nothing at all where stderr is no terminal. */
  readonly progress: (text: string) => void;
  /** `--json`: print one machine-readable summary with `out`, and nothing else. */
  readonly json: boolean;
  /** Standard error is a terminal. */
  readonly interactive: boolean;
  /** Standard output is a terminal that takes colour; where false, no ANSI sequence may be written. */
  readonly colour: boolean;
  /** Columns of the terminal, or 100 where there is none. */
  readonly width: number;
  /** Aborted by Ctrl-C or SIGTERM: store what is in hand, then return or throw the signal's reason. */
  readonly signal: AbortSignal;
}

/**
 * A command is a function of its options, the terminal and the settings. It returns the exit code 0 or 3, and throws
 * one of the classes of `errors.ts` for the others: `UsageError` ends in 2, everything else in 1.
 */
export type Command<Options> = (options: Options, io: CommandIo, settings: Settings) => Promise<ExitCode>;

/** Fiscal years, both ends included. */
export interface YearRange {
  readonly from: number;
  readonly to: number;
}

/** `nianbao harvest`. Delay, ceilings and browser come with the settings, where the flags have been laid over. */
export interface HarvestOptions {
  /** Ids or names of portals; empty means those of the settings, or what `province` and `portalsFile` name. */
  readonly portals: readonly string[];
  readonly province: string | null;
  /** Path of a JSON array of portals. */
  readonly portalsFile: string | null;
  readonly years: YearRange | null;
  /** What is visited of that which was visited before. */
  readonly revisit: 'all' | 'due';
  /** File to write numbers of the run into for Prometheus. */
  readonly metrics: string | null;
  /** Command line that gets the run report as JSON on standard input. */
  readonly notifyCommand: string | null;
}

/** `nianbao schedule`: `nightly` with these options at each time. */
export interface ScheduleOptions extends HarvestOptions {
  /** Cron expression; null takes that of the settings. */
  readonly cron: string | null;
  /** IANA name of the time zone the expression is meant in. */
  readonly timezone: string;
}

/** `nianbao ingest`. */
export interface IngestOptions {
  /** Files and folders; at least one. */
  readonly paths: readonly string[];
  /** Where the one file came from. */
  readonly url: string | null;
  readonly organization: string | null;
  readonly year: number | null;
}

/** `nianbao extract`. */
export interface ExtractOptions {
  /** Every kept original, not only those read by an older version. */
  readonly all: boolean;
  /** Tell what would change, and store nothing. */
  readonly dryRun: boolean;
}

/** `nianbao diff`. */
export interface DiffOptions {
  /** Full name of a body, or a part of it that only one has. */
  readonly organization: string;
  readonly year: number;
}

/** `nianbao inspect`. */
export interface InspectOptions {
  /** A URL or a path. */
  readonly target: string;
  /** Path of a PNG to draw the pages into, with the boxes of the cells over them. */
  readonly image: string | null;
}

/** `nianbao probe`. */
export interface ProbeOptions {
  /** The home page of a portal. */
  readonly url: string;
  /** Add the row to the file of its province, or to `portalsFile`. */
  readonly write: boolean;
  readonly portalsFile: string | null;
}

/** `nianbao discover`. */
export interface DiscoverOptions {
  /** A page of a provincial or prefectural portal that lists the portals below it. */
  readonly url: string;
  /** Code of the province or prefecture; told by the page where null. */
  readonly division: string | null;
  /** File that the rows are added to. */
  readonly portalsFile: string | null;
}

/** `nianbao new`. */
export interface NewOptions {
  /** What is to be made: `family`. */
  readonly what: string;
  readonly name: string;
  /** Home page of a portal of the family. */
  readonly from: string;
  /** Checkout that the files are written into; this one where null. */
  readonly folder: string | null;
}

/** `nianbao status`. */
export interface StatusOptions {
  readonly province: string | null;
}

/** `nianbao search`. */
export interface SearchOptions {
  /** All of them must stand in one section; one with spaces is a phrase. */
  readonly words: readonly string[];
  readonly years: YearRange | null;
  readonly province: string | null;
  readonly level: OrganizationLevel | null;
  /** Most sections shown. */
  readonly limit: number;
}

/** `nianbao verdicts`. */
export interface VerdictsOptions {
  readonly action: 'import' | 'export';
  /** CSV file to read or to write. */
  readonly file: string;
}

/** `nianbao export`. */
export interface ExportOptions {
  readonly format: ExportFormat;
  /** Folder, or file where its ending says so. */
  readonly out: string;
  readonly years: YearRange | null;
  readonly province: string | null;
  readonly level: OrganizationLevel | null;
  readonly statuses: readonly CellStatus[] | null;
  /** YYYY-MM-DD. */
  readonly asOf: string | null;
  /** A byte order mark before CSV. */
  readonly bom: boolean;
  /** SQLite without how the reports were come by. */
  readonly withoutFetches: boolean;
}

/** `nianbao serve`. */
export interface ServeOptions {
  readonly host: string;
  /** 0 takes any port that is free. */
  readonly port: number;
}

/** `nianbao verify`. */
export interface VerifyOptions {
  /** Folder of an export. */
  readonly folder: string;
  /** Data directory to hold it against; null for the export by itself. */
  readonly data: string | null;
  /** How many reports are read again from their originals; null for all. */
  readonly sample: number | null;
}

/** `nianbao sample`. */
export interface SampleOptions {
  /** Leave the sample portals running until Ctrl-C, to try commands and browsers on them. */
  readonly serve: boolean;
}
