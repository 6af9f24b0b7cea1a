import type { TemplateYear } from '../codebook/codebook.ts';
import { DISPUTE_BLOCKS, DISPUTE_RESULTS } from '../codebook/disputes.ts';
import { APPLICANTS, REQUEST_ROWS } from '../codebook/requests.ts';

/**
 * A sum that the form itself demands: what stands left adds up to what stands right
 * (the note in the head of table 三: 第一项加第二项之和，等于第三项加第四项之和).
 */
export interface Identity {
  readonly rule: 'A1' | 'A2' | 'A3' | 'B1';
  /** A1: the row (`granted`); A2, A3: the applicant (`natural_person`); B1: the block (`reconsideration`). */
  readonly subject: string;
  readonly left: readonly string[];
  readonly right: readonly string[];
}

const PARTS = APPLICANTS.filter((applicant) => applicant.id !== 'total');

function requestIdentities(template: TemplateYear): Identity[] {
  const rows = REQUEST_ROWS.filter((row) => row.template === 'both' || row.template === template);
  const outcomes = rows.filter((row) => row.role === 'outcome');
  return [
    ...rows.map((row): Identity => ({
      rule: 'A1',
      subject: row.stem,
      left: PARTS.map((applicant) => `requests.${row.stem}.${applicant.id}`),
      right: [`requests.${row.stem}.total`],
    })),
    ...APPLICANTS.map(({ id }): Identity => ({
      rule: 'A2',
      subject: id,
      left: outcomes.map((row) => `requests.${row.stem}.${id}`),
      right: [`requests.outcome_total.${id}`],
    })),
    ...APPLICANTS.map(({ id }): Identity => ({
      rule: 'A3',
      subject: id,
      left: [`requests.received.${id}`, `requests.carried_in.${id}`],
      right: [`requests.outcome_total.${id}`, `requests.carried_out.${id}`],
    })),
  ];
}

const DISPUTE_IDENTITIES: readonly Identity[] = DISPUTE_BLOCKS.map((block) => ({
  rule: 'B1',
  subject: block.id,
  left: DISPUTE_RESULTS.filter((result) => result.id !== 'total').map((result) => `disputes.${block.id}.${result.id}`),
  right: [`disputes.${block.id}.total`],
}));

const IDENTITIES: Readonly<Record<TemplateYear, readonly Identity[]>> = {
  '2021': [...requestIdentities('2021'), ...DISPUTE_IDENTITIES],
  '2019': [...requestIdentities('2019'), ...DISPUTE_IDENTITIES],
};

/** The identities A1, A2, A3 and B1 of a report whose table 三 follows the given template. */
export function identitiesOf(template: TemplateYear): readonly Identity[] {
  return IDENTITIES[template];
}

/** What an identity can say of a cell: a number, nothing printed, or nothing that can be relied on. */
export type IdentityTerm = number | 'blank' | 'unknown' | 'absent';

export type IdentityOutcome =
  | { readonly kind: 'holds'; readonly left: number; readonly right: number }
  | { readonly kind: 'fails'; readonly left: number; readonly right: number }
  /** A side is wholly blank, or a cell is in doubt: nothing can be said. */
  | { readonly kind: 'untested' };

const UNTESTED: IdentityOutcome = { kind: 'untested' };

/**
 * Tests an identity. A blank counts 0 when both sides have a printed number; where a side is wholly blank nothing is
 * tested. A cell in doubt leaves it untested, and so does a missing row unless the sums agree without it.
 */
export function testIdentity(identity: Identity, term: (code: string) => IdentityTerm): IdentityOutcome {
  let missing = false;
  const sums: number[] = [];
  for (const side of [identity.left, identity.right]) {
    let sum = 0;
    let printed = false;
    for (const code of side) {
      const value = term(code);
      if (value === 'unknown') return UNTESTED;
      if (value === 'absent') missing = true;
      else if (value !== 'blank') {
        sum += value;
        printed = true;
      }
    }
    if (!printed) return UNTESTED;
    sums.push(sum);
  }
  const [left = 0, right = 0] = sums;
  if (left === right) return { kind: 'holds', left, right };
  return missing ? UNTESTED : { kind: 'fails', left, right };
}
