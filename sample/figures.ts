import { codesOf, type TableNumber, type TemplateYear } from '../src/codebook/codebook.ts';
import { DISPUTE_BLOCKS } from '../src/codebook/disputes.ts';
import { APPLICANTS, REQUEST_ROWS, type RequestRow } from '../src/codebook/requests.ts';
import type { Random } from './random.ts';

/** Figures by code of the codebook; null is a cell that the report leaves blank. */
export type Figures = ReadonlyMap<string, number | null>;

/** Which form each table follows: real reports mix them. */
export type Templates = Readonly<Record<TableNumber, TemplateYear>>;

export type BodyLevel = 'county' | 'department' | 'township';

/** How much a body of a level has to count; the ranges do not overlap where a county must exceed its children. */
interface Volume {
  readonly received: readonly [number, number];
  readonly decisions: readonly [number, number];
  readonly documents: readonly [number, number];
  readonly disputes: number;
}

const VOLUMES: Readonly<Record<BodyLevel, Volume>> = {
  county: { received: [30, 150], decisions: [3000, 20000], documents: [10, 40], disputes: 4 },
  department: { received: [0, 18], decisions: [0, 900], documents: [0, 8], disputes: 1 },
  township: { received: [0, 4], decisions: [0, 40], documents: [0, 3], disputes: 1 },
};

const INDIVIDUALS = APPLICANTS.slice(0, -1).map((applicant) => applicant.id);
const APPLICANT_WEIGHTS = [70, 14, 4, 3, 6, 3];
const OUTCOME_WEIGHTS = new Map([
  ['granted', 40],
  ['partly_granted', 12],
  ['unavailable_not_held', 24],
  ['unavailable_needs_creation', 4],
  ['denied_third_party', 4],
  ['rejected_petition', 4],
  ['rejected_duplicate', 3],
]);

/** The rows of table 三 in one form, in its order. */
export function requestRowsOf(template: TemplateYear): readonly RequestRow[] {
  return REQUEST_ROWS.filter((row) => row.template === template || row.template === 'both');
}

/** Every code of the three tables, in codebook order. */
export function codesOfTables(templates: Templates): readonly string[] {
  return (['二', '三', '四'] as const).flatMap((table) => codesOf(table, templates[table]));
}

/**
 * One year of one body. All identities within the report hold (A1-A4, B1, C1-C3), and with `previous`, the figures of the year
 * before, those between years too (F1-F3); no disputes stand beside requests that were all granted (D1).
 */
export function makeFigures(random: Random, level: BodyLevel, templates: Templates, previous?: Figures): Figures {
  const volume = VOLUMES[level];
  const figures = new Map<string, number | null>(codesOfTables(templates).map((code) => [code, 0]));
  fillRequests(figures, random, volume, templates['三'], previous);
  fillDisputes(figures, random, volume);
  if (templates['二'] === '2021') fillProactive2021(figures, random, volume, previous);
  else fillProactive2019(figures, random, volume, previous);
  return figures;
}

/** A figure as the identities count it: blank and missing are 0. */
export function countOf(figures: Figures, code: string): number {
  return figures.get(code) ?? 0;
}

function fillRequests(
  figures: Map<string, number | null>,
  random: Random,
  volume: Volume,
  template: TemplateYear,
  previous: Figures | undefined,
): void {
  const outcomes = requestRowsOf(template).filter((row) => row.role === 'outcome');
  const weights = outcomes.map((row) => OUTCOME_WEIGHTS.get(row.stem) ?? 1);
  const add = (stem: string, applicant: string, count: number): void => {
    for (const column of [applicant, 'total']) {
      const code = `requests.${stem}.${column}`;
      figures.set(code, countOf(figures, code) + count);
    }
  };
  for (const applicant of INDIVIDUALS) {
    const carriedIn = previous ? countOf(previous, `requests.carried_out.${applicant}`) : 0;
    add('carried_in', applicant, carriedIn);
    for (let request = 0; request < carriedIn; request++) decide(applicant, 0);
  }
  const received = random.integer(...volume.received);
  for (let request = 0; request < received; request++) {
    const applicant = INDIVIDUALS[weighted(random, APPLICANT_WEIGHTS)] ?? 'natural_person';
    add('received', applicant, 1);
    decide(applicant, 0.06);
  }

  function decide(applicant: string, carried: number): void {
    if (random.chance(carried)) {
      add('carried_out', applicant, 1);
      return;
    }
    add(outcomes[weighted(random, weights)]?.stem ?? 'granted', applicant, 1);
    add('outcome_total', applicant, 1);
  }
}

function fillDisputes(figures: Map<string, number | null>, random: Random, volume: Volume): void {
  const refused = countOf(figures, 'requests.outcome_total.total') - countOf(figures, 'requests.granted.total');
  if (refused === 0) return;
  for (const block of DISPUTE_BLOCKS) {
    let total = 0;
    for (const result of ['upheld', 'corrected', 'other', 'pending']) {
      const count = random.chance(0.4) ? random.integer(0, volume.disputes) : 0;
      const reviewed = countOf(figures, 'disputes.reconsideration.total');
      const kept = block.id === 'litigation_after_review' ? Math.min(count, reviewed - total) : count;
      figures.set(`disputes.${block.id}.${result}`, kept);
      total += kept;
    }
    figures.set(`disputes.${block.id}.total`, total);
  }
}

function fillProactive2021(
  figures: Map<string, number | null>,
  random: Random,
  volume: Volume,
  previous: Figures | undefined,
): void {
  const before = previous?.get('proactive.normative_documents.in_force');
  const held = before ?? random.integer(...volume.documents);
  const issued = random.integer(0, Math.ceil(volume.documents[1] / 6));
  const repealed = random.integer(0, Math.min(held, 4));
  figures.set('proactive.normative_documents.issued', issued);
  figures.set('proactive.normative_documents.repealed', repealed);
  figures.set('proactive.normative_documents.in_force', held + issued - repealed);
  fillDecisions(figures, random, volume, previous, ['licensing', 'penalties', 'coercion']);
  const fee = previous?.get('proactive.fees.amount') ?? random.integer(0, volume.decisions[1] * 3000) / 10000;
  figures.set('proactive.fees.amount', Math.round(fee * (0.8 + random.next() * 0.4) * 10000) / 10000);
}

function fillProactive2019(
  figures: Map<string, number | null>,
  random: Random,
  volume: Volume,
  previous: Figures | undefined,
): void {
  const made = random.integer(0, Math.ceil(volume.documents[1] / 6));
  const total = random.integer(...volume.documents) + made;
  figures.set('proactive.normative_documents.made', made);
  figures.set('proactive.normative_documents.published', random.integer(0, made));
  figures.set('proactive.normative_documents.total', total);
  for (const matter of ['licensing', 'other_services', 'penalties', 'coercion', 'fees']) {
    const items = `proactive.${matter}.items_last_year`;
    const change = `proactive.${matter}.items_change`;
    const before = previous?.has(items)
      ? countOf(previous, items) + countOf(previous, change)
      : random.integer(0, Math.ceil(volume.decisions[1] / 20));
    figures.set(items, before);
    figures.set(change, random.integer(-Math.min(before, 12), 20));
  }
  fillDecisions(figures, random, volume, previous, ['licensing', 'penalties', 'coercion', 'other_services']);
  const projects = random.integer(0, Math.ceil(volume.documents[1] / 2));
  figures.set('proactive.procurement.projects', projects);
  figures.set('proactive.procurement.amount', projects === 0 ? 0 : random.integer(100, 900_000) / 100);
}

function fillDecisions(
  figures: Map<string, number | null>,
  random: Random,
  volume: Volume,
  previous: Figures | undefined,
  matters: readonly string[],
): void {
  for (const [index, matter] of matters.entries()) {
    const code = `proactive.${matter}.decisions`;
    const [low, high] = volume.decisions;
    const before = previous?.get(code) ?? Math.round(random.integer(low, high) / 8 ** index);
    figures.set(code, Math.round(before * (0.8 + random.next() * 0.4)));
  }
}

function weighted(random: Random, weights: readonly number[]): number {
  let left = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [index, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return index;
  }
  return 0;
}
