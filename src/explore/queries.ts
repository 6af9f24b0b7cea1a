import { z } from 'zod';
import type { OrganizationLevel } from '../identity/organization.ts';
import type { FindingFilter } from '../../storage/finding-search.ts';
import type { CompareQuery } from './compare-page.ts';
import type { CoverageQuery } from './coverage-page.ts';

/** The address asks for something that cannot be: the answer is 400 with these words. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';
}

/** What `/search` is asked for. */
export interface SearchQuery {
  /** The words; null where none are given. */
  readonly q: string | null;
  readonly province: string | null;
  readonly level: OrganizationLevel | null;
  readonly year: number | null;
  /** Where to go on, as the page before said. */
  readonly after: number | null;
}

/** A parameter left empty by a form means that nothing was chosen. */
const chosen = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' || value === undefined ? null : value), schema.nullable());

const LONGEST_WORDS = 200;
const level = chosen(z.enum(['province', 'prefecture', 'county', 'department', 'township', 'other']));
const coverageStatus = chosen(
  z.enum(['found', 'not_published', 'withdrawn', 'blocked', 'unreachable', 'unreadable', 'unknown']),
);
const division = chosen(z.string().regex(/^\d{6}$/, 'expected six digits'));
const provinceCode = z.string().regex(/^\d{2}$/, 'expected the first two digits of its code');
const province = chosen(provinceCode);
const year = chosen(z.coerce.number().int().min(2000).max(2100));
const pageNumber = z.coerce.number().int().min(1).max(1_000_000).default(1);
const place = chosen(z.coerce.number().int().min(0));
const words = chosen(z.string().max(LONGEST_WORDS));

type Query = Readonly<Record<string, string>>;

/** Reads the parameters of an address; throws `BadRequest` naming the first that is wrong. Parameters not asked for are passed over. */
function readQuery<Shape extends z.ZodRawShape>(shape: Shape, query: Query): z.output<z.ZodObject<Shape>> {
  const result = z.object(shape).safeParse(query);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new BadRequest(`${issue?.path.join('.') ?? 'The address'}: ${issue?.message ?? 'is not understood'}`);
}

/** What `/coverage/…` is asked for. */
export function coverageQuery(query: Query): CoverageQuery {
  return readQuery({ division, level, status: coverageStatus, page: pageNumber }, query);
}

/** What `/compare` is asked for. */
export function compareQuery(query: Query): CompareQuery {
  return readQuery(
    { indicator: words, province: chosen(z.union([z.literal('all'), provinceCode])), level, year },
    query,
  );
}

/** What `/findings` is asked for, and the finding to go on after. */
export function findingQuery(query: Query): { readonly filter: FindingFilter; readonly before: number | null } {
  const { before, ...filter } = readQuery(
    {
      rule: chosen(z.string().max(60)),
      severity: chosen(z.enum(['error', 'warning', 'notice'])),
      verdict: chosen(z.enum(['source', 'extraction', 'undetermined'])),
      province,
      year,
      before: place,
    },
    query,
  );
  return { filter, before };
}

/** What `/search` is asked for. */
export function searchQuery(query: Query): SearchQuery {
  return readQuery({ q: words, province, level, year, after: place }, query);
}

/** The words of `/organizations`. */
export function nameQuery(query: Query): string {
  return (readQuery({ name: words }, query).name ?? '').trim();
}

/** A number in a path, such as the id of a report; undefined where there can be nothing of that name. */
export function idOf(text: string): number | undefined {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}
