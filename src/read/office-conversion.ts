import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Reading } from './document.ts';
import { readDocx } from './docx.ts';
import { MOST_OF_CONVERSION } from './limits.ts';

const PROGRAMS = ['soffice', 'libreoffice'];
/** Nobody listens there: what a document links to is not fetched. */
const DEAD_END = '127.0.0.1';
const DEAD_PORT = '9';

/** Runs a program and its parameters within a ceiling of memory, where the system knows one. */
const BOUNDED = `ulimit -v ${MOST_OF_CONVERSION.megabytes * 1000} 2>/dev/null; exec "$0" "$@"`;

/** A format that only an office program reads. */
export interface ForeignFormat {
  readonly mediaType: string;
  /** What to call it in a message: `RTF documents (.rtf)`. */
  readonly name: string;
  readonly extension: string;
}

/**
 * Reads a document by way of LibreOffice, where it is installed: converted to .docx in a process of its own with a fresh
 * profile, without macros, links and network, and killed when it takes too long. The reader is called `libreoffice`.
 *
 * @returns unreadable when LibreOffice is missing (the reason says what to install) or cannot convert the file
 */
export async function readConverted(bytes: Uint8Array, format: ForeignFormat, url: string): Promise<Reading> {
  const unreadable = (reason: string): Reading => ({ kind: 'unreadable', mediaType: format.mediaType, reason });
  const program = await findProgram();
  if (program === undefined) {
    return unreadable(
      `${format.name} are read by way of LibreOffice, which is not on PATH: install it (on Debian: apt-get install libreoffice-writer-nogui) and read the file again`,
    );
  }
  const converted = await inTurn(() => convert(program, bytes, format.extension));
  if (typeof converted === 'string') return unreadable(converted);
  const reading = readDocx(converted, { url });
  if (reading.kind === 'unreadable') return unreadable(reading.reason);
  return { kind: 'document', document: { ...reading.document, reader: 'libreoffice' } };
}

async function findProgram(): Promise<string | undefined> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    if (folder === '') continue;
    for (const program of PROGRAMS) {
      const path = join(folder, program);
      if (await isExecutable(path)) return path;
    }
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

let last: Promise<unknown> = Promise.resolve();

/** One conversion at a time: each takes some hundred megabytes. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const next = last.then(work);
  last = next.catch(() => undefined);
  return next;
}

/** @returns the converted file, or why there is none */
async function convert(program: string, bytes: Uint8Array, extension: string): Promise<Uint8Array | string> {
  const folder = await mkdtemp(join(tmpdir(), 'nianbao-office-'));
  try {
    const profile = join(folder, 'profile');
    await mkdir(join(profile, 'user'), { recursive: true });
    await writeFile(join(profile, 'user', 'registrymodifications.xcu'), PROFILE);
    const source = join(folder, `source.${extension}`);
    await writeFile(source, bytes);
    const failure = await run(program, [
      `-env:UserInstallation=${pathToFileURL(profile).href}`,
      '--headless',
      '--norestore',
      '--nologo',
      '--convert-to',
      'docx:MS Word 2007 XML',
      '--outdir',
      join(folder, 'converted'),
      source,
    ]);
    if (failure !== undefined) return failure;
    return await readFile(join(folder, 'converted', 'source.docx'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'LibreOffice could not convert it';
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** @returns why it failed, undefined when it did not */
function run(program: string, parameters: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    const proxy = `http://${DEAD_END}:${DEAD_PORT}`;
    const env = { ...process.env, http_proxy: proxy, https_proxy: proxy };
    // A group of its own: the program is a script that starts others, and all must end with it.
    const child = spawn('sh', ['-c', BOUNDED, program, ...parameters], { stdio: 'ignore', detached: true, env });
    let outcome: string | undefined;
    // It must not outlive this process either; other listeners may end the process at once.
    const endWithUs = (): void => endGroup(child.pid);
    process.prependListener('exit', endWithUs);
    const timer = setTimeout(() => {
      outcome = `LibreOffice took longer than ${MOST_OF_CONVERSION.seconds} s over it`;
      endGroup(child.pid);
    }, MOST_OF_CONVERSION.seconds * 1000);
    child.once('error', (error) => {
      clearTimeout(timer);
      process.off('exit', endWithUs);
      resolve(`LibreOffice could not be started: ${error.message}`);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      process.off('exit', endWithUs);
      endGroup(child.pid);
      resolve(outcome ?? (code === 0 ? undefined : `LibreOffice could not convert it (exit code ${code ?? 'none'})`));
    });
  });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    const gone = error instanceof Error && 'code' in error && error.code === 'ESRCH';
    if (!gone) throw error;
  }
}

function setting(path: string, name: string, value: string): string {
  return `<item oor:path="/org.openoffice.${path}"><prop oor:name="${name}" oor:op="fuse"><value>${value}</value></prop></item>`;
}

const SCRIPTING = 'Office.Common/Security/Scripting';
const INTERNET = 'Inet/Settings';
const PROFILE = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
${[
  setting(SCRIPTING, 'DisableMacrosExecution', 'true'),
  setting(SCRIPTING, 'MacroSecurityLevel', '3'),
  setting(SCRIPTING, 'BlockUntrustedRefererLinks', 'true'),
  setting(INTERNET, 'ooInetProxyType', '2'),
  setting(INTERNET, 'ooInetHTTPProxyName', DEAD_END),
  setting(INTERNET, 'ooInetHTTPProxyPort', DEAD_PORT),
  setting(INTERNET, 'ooInetHTTPSProxyName', DEAD_END),
  setting(INTERNET, 'ooInetHTTPSProxyPort', DEAD_PORT),
].join('\n')}
</oor:items>
`;
