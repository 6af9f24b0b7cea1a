import { provinceFile } from '../crawlers/province-files.ts';
import { UsageError } from '../src/errors.ts';
import { divisionByCode, shortProvinceName } from '../src/identity/index.ts';
import type { OrganizationLevel } from '../src/identity/organization.ts';
import type { Corpus } from './corpus.ts';
import { explainingFailures } from './database.ts';

/** A province as bodies belong to it: by their division, or by the portal they were met on. */
export interface ProvinceScope {
  /** First two digits of its GB/T 2260 code; null for one that is not in it. */
  readonly prefix: string | null;
  /** Name as portals have it, or the start of it. */
  readonly name: string;
}

/** Which reports are meant; null is all. */
export interface ReportFilter {
  /** Fiscal years, both ends included. */
  readonly years: { readonly from: number; readonly to: number } | null;
  readonly province: ProvinceScope | null;
  readonly level: OrganizationLevel | null;
}

export const EVERY_REPORT: ReportFilter = { years: null, province: null, level: null };

/** The condition of a `ReportFilter` on reports `r` and organizations `o`; `filterValues` has what it names. */
export const REPORT_FILTER = `(@from IS NULL OR r.fiscal_year BETWEEN @from AND @to) AND (@level IS NULL OR o.level = @level)
  AND (@province IS NULL OR substr(o.division, 1, 2) = @prefix
    OR o.portal_id IN (SELECT id FROM portals WHERE substr(province, 1, length(@province)) = @province))`;

/** The named values of `REPORT_FILTER`. */
export function filterValues(filter: ReportFilter): Record<string, string | number | null> {
  return {
    from: filter.years?.from ?? null,
    to: filter.years?.to ?? null,
    level: filter.level,
    province: filter.province?.name ?? null,
    prefix: filter.province?.prefix ?? null,
  };
}

/**
 * The province meant by its name (宁夏 or 宁夏回族自治区), by the name of its file of portals (`ningxia`) or by the first two digits of its
 * code. Throws `UsageError` where neither GB/T 2260 nor a portal of the corpus knows it.
 */
export function provinceScope(corpus: Corpus, wanted: string): ProvinceScope {
  const provinces = explainingFailures(corpus.file, () =>
    corpus.db.prepare<[], string>('SELECT DISTINCT province FROM portals WHERE province IS NOT NULL').pluck().all(),
  );
  const name = shortProvinceName(wanted);
  for (const prefix of PROVINCE_PREFIXES) {
    const official = divisionByCode(`${prefix}0000`)?.name ?? '';
    const isMeant = wanted === prefix || provinceFile(prefix) === `${wanted.toLowerCase()}.json`;
    if (official !== '' && (isMeant || shortProvinceName(official) === name)) {
      return { prefix, name: shortProvinceName(official) };
    }
  }
  if (provinces.some((province) => province.startsWith(name))) return { prefix: null, name };
  throw new UsageError(`${wanted} is no province of GB/T 2260 and none of a portal of this corpus.`);
}

const PROVINCE_PREFIXES = Array.from({ length: 90 }, (_, index) => String(index + 10)).filter(
  (prefix) => provinceFile(prefix) !== undefined,
);
