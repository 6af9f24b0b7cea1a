/** Formats of `nianbao export`. */
export const EXPORT_FORMATS = ['csv', 'xlsx', 'parquet', 'dta', 'sqlite', 'datapackage', 'warc'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
