import { CODEBOOK } from '../codebook/codebook.ts';
import { panelColumn } from '../../storage/derived-schema.ts';
import type { ExportTable } from './export-tables.ts';
import type { ExportColumn } from './table-columns.ts';
import type { WrittenFile } from './whole-file.ts';

/** A table as it was written. */
export interface PackagedTable {
  readonly table: ExportTable;
  readonly file: WrittenFile;
}

const UNITS = new Map(CODEBOOK.map(({ code, unit }) => [panelColumn(code), unit]));

/** The descriptor of a Frictionless Data Package (version 2) over CSV files: schemas, keys, missing values. */
export function dataPackage(tables: readonly PackagedTable[], softwareVersion: string): string {
  const present = new Set(tables.map(({ table }) => table.name));
  const descriptor = {
    $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
    name: 'nianbao',
    title: 'Annual reports on government information disclosure (政府信息公开工作年度报告)',
    description: `Figures of the statutory tables, each with its status and its place in the source. Made with nianbao ${softwareVersion}.`,
    version: softwareVersion,
    licenses: [{ name: 'CC-BY-4.0', path: 'https://creativecommons.org/licenses/by/4.0/', title: 'CC BY 4.0' }],
    resources: tables.map(({ table, file }) => ({
      name: table.name,
      type: 'table',
      path: file.name,
      title: table.english,
      description: table.chinese,
      format: 'csv',
      mediatype: 'text/csv',
      encoding: 'utf-8',
      bytes: file.bytes,
      hash: `sha256:${file.sha256}`,
      dialect: { delimiter: ',', quoteChar: '"', doubleQuote: true, lineTerminator: '\n', header: true },
      schema: {
        fields: table.columns.map((column) => field(column)),
        missingValues: [''],
        ...(table.primaryKey.length === 0 ? {} : { primaryKey: table.primaryKey }),
        foreignKeys: table.foreignKeys
          .filter(({ table: other }) => present.has(other))
          .map(({ fields, table: other, reference }) => ({
            fields,
            reference: { resource: other, fields: reference },
          })),
      },
    })),
  };
  return `${JSON.stringify(descriptor, null, 2)}\n`;
}

const FIELD_TYPES = { text: 'string', integer: 'integer', number: 'number' } as const;

function field({ name, type, english, chinese }: ExportColumn): object {
  const unit = UNITS.get(name);
  return {
    name,
    type: FIELD_TYPES[type],
    title: chinese,
    description: english,
    ...(unit === undefined ? {} : { unit }),
  };
}
