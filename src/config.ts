import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { UsageError } from './errors.ts';
import { findJsonError } from './json-error.ts';

/** Folder of the project: where `package.json`, `config.json` and the default data directory are. */
export const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)));

const ceilingsSchema = z
  .strictObject({
    bytes: z
      .int()
      .positive()
      .default(64 * 1024 * 1024)
      .describe('Largest response that is kept, in bytes; a larger one is recorded as too_large.'),
    seconds: z.number().positive().default(60).describe('Longest wait for one response, in seconds.'),
    redirects: z.int().min(0).default(5).describe('Redirects followed for one address.'),
    requests: z.int().positive().default(5000).describe('Requests to one portal in one run.'),
  })
  .describe('Where a crawl stops.');

/** What may stand in `config.json`; every key is optional. `config.schema.json` is generated from this. */
const configSchema = z
  .strictObject({
    $schema: z.string().optional().describe('Lets an editor find config.schema.json.'),
    data: z
      .string()
      .min(1)
      .default('data')
      .describe('Data directory: corpus.sqlite and originals. Relative to the folder of the config file.'),
    delay: z
      .number()
      .min(0)
      .default(1)
      .describe('Seconds between the end of a response and the next request to the same host.'),
    ceilings: ceilingsSchema.prefault({}),
    contact: z
      .string()
      .regex(/^[\x21-\x7e][\x20-\x7e]*$/, 'expected printable ASCII, such as an e-mail address or a URL')
      .nullable()
      .default(null)
      .describe(
        'E-mail address or URL sent in the User-Agent, so that a portal knows where to write; null sends none.',
      ),
    browser: z
      .string()
      .min(1)
      .nullable()
      .default(null)
      .describe(
        'Path of a Chromium or Chrome, relative to the folder of the config file; null looks in the usual places.',
      ),
    schedule: z
      .string()
      .min(1)
      .default('0 2 * * *')
      .describe('When `nianbao schedule` starts a night, as a cron expression.'),
    portals: z
      .array(z.string().min(1))
      .default([])
      .describe('Ids of the portals that a plain `nianbao harvest` takes; empty: it must be told which.'),
  })
  .describe('Settings of nianbao. Flags of the command line beat this file, which beats the defaults.');

/** What a command works with: defaults, then the config file, then flags. */
export interface Settings {
  /** Absolute path of the data directory. */
  readonly dataDirectory: string;
  /** Seconds. */
  readonly delaySeconds: number;
  readonly ceilings: {
    readonly bytes: number;
    readonly seconds: number;
    readonly redirects: number;
    readonly requestsPerPortal: number;
  };
  /** Goes into the User-Agent, or null. */
  readonly contact: string | null;
  readonly browserPath: string | null;
  /** Cron expression of the nightly run. */
  readonly schedule: string;
  /** Ids of the portals to harvest when none are named. */
  readonly portals: readonly string[];
  /** Version of this program, as stored in `runs.software_version`. */
  readonly softwareVersion: string;
}

/** Flags that beat the config file; undefined where the flag was not given. */
export interface SettingFlags {
  /** Relative to the working directory. */
  readonly data?: string | undefined;
  readonly delaySeconds?: number | undefined;
  readonly requestsPerPortal?: number | undefined;
}

/**
 * Reads the settings of a run.
 * @param configPath the file named by `--config`, which must then exist; undefined takes the project's `config.json`, if there is one
 * @throws UsageError naming the file and the place or key, where the file is missing, malformed or holds something unknown
 */
export function readSettings(configPath: string | undefined, flags: SettingFlags = {}): Settings {
  const path = configPath === undefined ? join(projectRoot, 'config.json') : resolve(configPath);
  const config = parseConfig(readConfigText(path, configPath !== undefined), path);
  return {
    dataDirectory: flags.data === undefined ? from(dirname(path), config.data) : resolve(flags.data),
    delaySeconds: flags.delaySeconds ?? config.delay,
    ceilings: {
      bytes: config.ceilings.bytes,
      seconds: config.ceilings.seconds,
      redirects: config.ceilings.redirects,
      requestsPerPortal: flags.requestsPerPortal ?? config.ceilings.requests,
    },
    contact: config.contact,
    browserPath: config.browser === null ? null : from(dirname(path), config.browser),
    schedule: config.schedule,
    portals: config.portals,
    softwareVersion: readVersion(),
  };
}

/** Text of `config.schema.json`, by which editors check and complete `config.json`. */
export function configJsonSchema(): string {
  return `${JSON.stringify({ title: 'config.json of nianbao', ...z.toJSONSchema(configSchema, { io: 'input' }) }, null, 2)}\n`;
}

/** Version of this program as `package.json` states it. */
export function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
  return z.object({ version: z.string() }).parse(manifest).version;
}

function readConfigText(path: string, required: boolean): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (missing && !required) return '{}';
    const reason = missing ? 'there is no such file' : String(error instanceof Error ? error.message : error);
    throw new UsageError(`Cannot read the config file ${path}: ${reason}.`, { cause: error });
  }
}

function parseConfig(text: string, path: string): z.output<typeof configSchema> {
  const json = text.replace(/^\uFEFF/, '');
  const mistake = findJsonError(json);
  if (mistake) {
    const { line, column, expected } = mistake;
    throw new UsageError(`${path} is not valid JSON: line ${line}, column ${column}: expected ${expected}.`);
  }
  const parsed = configSchema.safeParse(JSON.parse(json));
  if (!parsed.success) {
    const complaints = parsed.error.issues.map(describeIssue);
    throw new UsageError(`${path}: ${complaints.join('; ')}.`);
  }
  return parsed.data;
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const place = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => `"${place === '' ? key : `${place}.${key}`}"`).join(', ');
    return `unknown key${issue.keys.length > 1 ? 's' : ''} ${keys}; docs/commands.md lists the known ones`;
  }
  return place === '' ? issue.message : `"${place}": ${issue.message}`;
}

function from(folder: string, path: string): string {
  return isAbsolute(path) ? path : join(folder, path);
}
