import type { ExportManifest } from '../export/export-manifest.ts';
import { CELL_STATUSES } from '../extract/report.ts';
import { ORGANIZATION_LEVELS } from '../identity/organization.ts';
import type { Corpus } from '../../storage/corpus.ts';
import type { ExportFilter } from '../../storage/export-rows.ts';
import { provinceScope } from '../../storage/report-filter.ts';
import type { YearRange } from './command.ts';

/** The filter of an export as it was asked for: words and numbers, nothing looked up yet. */
export interface FilterWords {
  readonly years: YearRange | null;
  readonly province: string | null;
  readonly level: ExportFilter['level'];
  readonly statuses: ExportFilter['statuses'];
  readonly asOf: string | null;
}

/** The words of a filter as a manifest keeps them. */
export function manifestWords({ years, province, level, statuses, asOf }: FilterWords): ExportManifest['filters'] {
  return {
    years: years === null ? null : years.from === years.to ? `${years.from}` : `${years.from}-${years.to}`,
    province,
    level,
    status: statuses === null ? null : statuses.join(','),
    as_of: asOf,
  };
}

/** The filter that a manifest keeps, for this corpus. Throws `UsageError` for a province that the corpus does not know. */
export function filterOf(corpus: Corpus, words: ExportManifest['filters']): ExportFilter {
  const [from, to] = words.years?.split('-').map(Number) ?? [];
  return {
    years: from === undefined ? null : { from, to: to ?? from },
    province: words.province === null ? null : provinceScope(corpus, words.province),
    level: ORGANIZATION_LEVELS.find((level) => level === words.level) ?? null,
    statuses:
      words.status === null ? null : CELL_STATUSES.filter((status) => words.status?.split(',').includes(status)),
    asOf: words.as_of,
  };
}
