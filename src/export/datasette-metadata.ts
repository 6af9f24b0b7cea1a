import { CANNED_QUERIES } from '../../storage/canned-queries.ts';
import type { ExportTable } from './export-tables.ts';

/** `metadata.json` for Datasette: titles, the meaning of each column in both languages, where the numbers come from. */
export function datasetteMetadata(database: string, tables: readonly ExportTable[], softwareVersion: string): string {
  const metadata = {
    title: '政府信息公开工作年度报告 / Annual reports on government information disclosure',
    description: 'Each number has a status (panel_long.status) and a place in the source; blank is not zero.',
    license: 'CC BY 4.0',
    license_url: 'https://creativecommons.org/licenses/by/4.0/',
    source: `nianbao ${softwareVersion}`,
    databases: {
      [database]: {
        tables: Object.fromEntries(
          tables.map(({ name, english, chinese, columns }) => [
            name,
            {
              title: chinese,
              description: english,
              columns: Object.fromEntries(
                columns.map((column) => [column.name, `${column.chinese} / ${column.english}`]),
              ),
            },
          ]),
        ),
        queries: Object.fromEntries(
          CANNED_QUERIES.map(({ name, chinese, english, sql }) => [name, { title: `${chinese} / ${english}`, sql }]),
        ),
      },
    },
  };
  return `${JSON.stringify(metadata, null, 2)}\n`;
}
