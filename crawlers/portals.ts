import { readFileSync, readdirSync } from 'node:fs';

import { z } from 'zod';

import { UsageError } from '../src/errors.ts';
import { divisionByCode, shortProvinceName } from '../src/identity/index.ts';
import type { Portal } from './crawler.ts';

const address = z.url({
  protocol: /^https?$/,
  error: ({ input }) => (input === undefined ? 'is missing' : 'must be an http or https address'),
});

const portalSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[\w.-]+$/, 'may hold letters, digits, dots, dashes and underscores')
    .exactOptional(),
  name: z
    .string({ error: ({ input }) => (input === undefined ? 'is missing' : 'must be text') })
    .min(1, 'must not be empty'),
  division: z
    .string()
    .regex(/^\d{6}$/, 'must have six digits')
    .exactOptional(),
  province: z.string().min(2).exactOptional(),
  home: address,
  family: z.string().min(1).exactOptional(),
  columns: z.array(address).exactOptional(),
  hosts: z.array(z.string().regex(/^[^/\s]+$/, 'must be a host name')).exactOptional(),
  tls: z.literal('legacy', { error: 'must be "legacy", or be left out' }).exactOptional(),
  verified: z.boolean().exactOptional(),
  notes: z.string().exactOptional(),
});

/** Portals read from a file, and what a reader of it should know. */
export interface PortalList {
  readonly portals: readonly Portal[];
  /** One line each, such as a division code that GB/T 2260 does not have. */
  readonly warnings: readonly string[];
}

/**
 * Reads portals from a JSON array. A row without an id is named by its host.
 * @throws {UsageError} naming the file, the row (from 1) and the field that is wrong.
 */
export function readPortals(text: string, source: string): PortalList {
  const rows = parseRows(text, source);
  const warnings: string[] = [];
  const portals = rows.map((row, index): Portal => {
    const parsed = portalSchema.safeParse(row);
    if (!parsed.success) throw new UsageError(`${source}, row ${index + 1}: ${describe(parsed.error)}`);
    const { division } = parsed.data;
    if (division !== undefined && divisionByCode(division) === undefined) {
      warnings.push(`${source}, row ${index + 1}: division ${division} is not in GB/T 2260; it is used as given`);
    }
    return { ...parsed.data, id: parsed.data.id ?? idFrom(parsed.data.home) };
  });
  const twice = portals.find((portal, index) => portals.findIndex((other) => other.id === portal.id) !== index);
  if (twice !== undefined)
    throw new UsageError(`${source}: two portals have the id ${twice.id}; give each row an id of its own`);
  return { portals, warnings };
}

function parseRows(text: string, source: string): readonly unknown[] {
  let rows: unknown;
  try {
    rows = JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${source}: not valid JSON (${cause instanceof Error ? cause.message : String(cause)})`, {
      cause,
    });
  }
  if (!Array.isArray(rows)) throw new UsageError(`${source}: expected a JSON array of portals`);
  return rows;
}

function describe(error: z.ZodError): string {
  return error.issues
    .map((issue) => {
      if (issue.code === 'unrecognized_keys') return `unknown field ${issue.keys.join(', ')}`;
      return `${issue.path.join('.') || 'the row'}: ${issue.message}`;
    })
    .join('; ');
}

function idFrom(home: string): string {
  return new URL(home).host.replace(/^www\./, '').replace(/[^\w.-]/g, '-');
}

/** The portals that come with the program, from every file beside this one in `portals/`. */
export function builtInPortals(): readonly Portal[] {
  const folder = new URL('./portals/', import.meta.url);
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort();
  return files.flatMap(
    (name) => readPortals(readFileSync(new URL(name, folder), 'utf8'), `crawlers/portals/${name}`).portals,
  );
}

/**
 * The portals a user asked for, by id, by name (永宁县, or part of it), or by host.
 * @throws {UsageError} where a name fits none.
 */
export function selectPortals(portals: readonly Portal[], wanted: readonly string[]): readonly Portal[] {
  return wanted.flatMap((words) => {
    const found =
      portals.find((portal) => portal.id === words || portal.name === words) ??
      portals.find((portal) => new URL(portal.home).host.replace(/^www\./, '') === words.replace(/^www\./, '')) ??
      portals.find((portal) => portal.name.includes(words));
    if (found === undefined) {
      const shown = nearest(portals, words).map(({ name, id }) => `${name} (${id})`);
      const more = portals.length > shown.length ? ` (of ${portals.length}; docs/portals.md has them all)` : '';
      throw new UsageError(`No portal is called ${words}. Nearest: ${shown.join(', ')}${more}`);
    }
    return [found];
  });
}

/** As many as one reads through. */
const MOST_NEAREST = 5;

/** The portals whose name or id is most like these words, by the pairs of letters they share. */
function nearest(portals: readonly Portal[], words: string): readonly Portal[] {
  const likeness = ({ name, id }: Portal): number => Math.max(sharedPairs(name, words), sharedPairs(id, words));
  return [...portals].sort((one, other) => likeness(other) - likeness(one)).slice(0, MOST_NEAREST);
}

/** From 0 to 1; the first and the last letter count as pairs with nothing. */
function sharedPairs(one: string, other: string): number {
  const pairs = (text: string): Set<string> => {
    const letters = ['', ...text.toLowerCase(), ''];
    return new Set(letters.slice(1).map((letter, index) => `${letters[index] ?? ''} ${letter}`));
  };
  const [a, b] = [pairs(one), pairs(other)];
  return (2 * [...a].filter((pair) => b.has(pair)).length) / (a.size + b.size);
}

/**
 * The portals of a province, by its full or short name (宁夏回族自治区, 宁夏).
 * @throws {UsageError} where there is none.
 */
export function portalsOfProvince(portals: readonly Portal[], province: string): readonly Portal[] {
  const short = shortProvinceName(province);
  const found = portals.filter(
    (portal) => portal.province !== undefined && shortProvinceName(portal.province) === short,
  );
  if (found.length === 0) {
    const known = [...new Set(portals.map((portal) => portal.province).filter((name) => name !== undefined))];
    throw new UsageError(`No portal of the province ${province} is known. Known provinces: ${known.join(', ')}`);
  }
  return found;
}
