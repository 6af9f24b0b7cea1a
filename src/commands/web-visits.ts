import type { Settings } from '../config.ts';
import { userAgent } from '../crawl/user-agent.ts';
import type { VisitorManners } from '../crawl/visitor.ts';
import { UsageError } from '../errors.ts';
import type { CommandIo } from './command.ts';

/** With what manners a command asks for single addresses: those of the settings. */
export function mannersOf(settings: Settings, io: CommandIo): VisitorManners {
  return {
    userAgent: userAgent(settings.softwareVersion, settings.contact),
    limits: settings.ceilings,
    delaySeconds: settings.delaySeconds,
    signal: io.signal,
  };
}

/**
 * An address given on the command line, as the URL it is.
 *
 * @param what of what it must be the address: `a page`, `a home page`
 * @param option the option that gave it, for the message; '' where it is an argument
 * @throws UsageError where it is no http or https address
 */
export function webAddress(given: string, what: string, option = ''): string {
  if (/^https?:\/\//iu.test(given) && URL.canParse(given)) return new URL(given).href;
  const named = option === '' ? given : `${option} ${given}`;
  throw new UsageError(`${named} is not the address of ${what}. Give a URL that begins with http.`);
}
