import { z } from 'zod';
import type { CoverageQuery } from './coverage-page.ts';

/** The address asks for something that cannot be: the answer is 400 with these words. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';
}

/** A parameter left empty by a form means that nothing was chosen. */
const chosen = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' || value === undefined ? null : value), schema.nullable());

export const level = chosen(z.enum(['province', 'prefecture', 'county', 'department', 'township', 'other']));
export const coverageStatus = chosen(
  z.enum(['found', 'not_published', 'withdrawn', 'blocked', 'unreachable', 'unreadable', 'unknown']),
);
export const division = chosen(z.string().regex(/^\d{6}$/, 'six digits'));
export const pageNumber = z.coerce.number().int().min(1).max(1_000_000).default(1);

/** Reads the parameters of an address; throws `BadRequest` naming the first that is wrong. Parameters not asked for are passed over. */
export function readQuery<Shape extends z.ZodRawShape>(
  shape: Shape,
  query: Readonly<Record<string, string>>,
): z.output<z.ZodObject<Shape>> {
  const result = z.object(shape).safeParse(query);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new BadRequest(`${issue?.path.join('.') ?? 'The address'}: ${issue?.message ?? 'is not understood'}`);
}

/** What `/coverage/…` is asked for. */
export function coverageQuery(query: Readonly<Record<string, string>>): CoverageQuery {
  return readQuery({ division, level, status: coverageStatus, page: pageNumber }, query);
}

/** A number in a path, such as the id of a report; undefined where there can be nothing of that name. */
export function idOf(text: string): number | undefined {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}
