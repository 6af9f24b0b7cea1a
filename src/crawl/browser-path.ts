import { findBrowser as search } from '../../setup/find-browser.mjs';
import { UsageError } from '../errors.ts';

/**
 * Path of the Chromium to use: CHROMIUM_PATH, the configured path, Playwright's own, then the programs on PATH.
 * @throws UsageError naming the path that was set on purpose and holds no program, or how to install a browser
 */
export function findBrowser(settings: { readonly browserPath: string | null }): string {
  const result = search({ configured: settings.browserPath });
  if (result.kind === 'found') return result.path;
  if (result.named === null) throw new UsageError('There is no Chromium on this machine; run: npm run -s setup');
  throw new UsageError(`${result.named.by} names ${result.named.path} as the browser, but no program is there.`);
}

/** Arguments that Chromium needs on this machine: its sandbox refuses to work for root. */
export function browserArguments(): readonly string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}
