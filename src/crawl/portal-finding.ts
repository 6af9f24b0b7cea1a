import type { Finding, Severity } from '../extract/report.ts';

/** What can be said about a portal as a whole, with how much it matters. */
const SEVERITIES = {
  'portal.unreachable': 'error',
  'portal.blocked': 'error',
  'portal.closed': 'error',
  'portal.robots': 'warning',
  'portal.ceiling': 'warning',
  'portal.no_reports': 'error',
  'portal.empty_column': 'warning',
  'portal.list_cut_short': 'warning',
  'portal.fewer_reports': 'warning',
  'portal.overdue': 'warning',
  'portal.page': 'error',
  'portal.browser': 'error',
  'portal.page_gone': 'warning',
  'portal.document': 'error',
} as const satisfies Record<string, Severity>;

export type PortalRule = keyof typeof SEVERITIES;

/** What was to be expected and what there was, where a finding compares two numbers. */
export interface Compared {
  readonly expected: number;
  readonly actual: number;
}

/**
 * Something a reader of the corpus must know about a portal: that it could not be reached, that a column lists nothing.
 * @param subject the address it is about, or the portal's id
 */
export function portalFinding(rule: PortalRule, subject: string, message: string, compared?: Compared): Finding {
  return {
    rule,
    subject,
    severity: SEVERITIES[rule],
    verdict: 'undetermined',
    codes: [],
    expected: compared === undefined ? null : String(compared.expected),
    actual: compared === undefined ? null : String(compared.actual),
    message,
  };
}
