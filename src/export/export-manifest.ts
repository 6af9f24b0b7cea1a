import { z } from 'zod';
import { UsageError } from '../errors.ts';
import { EXPORT_FORMATS } from './export-formats.ts';
import { TABLE_NAMES } from './export-tables.ts';

const count = z.number().int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const counts = z.record(z.string(), count);

const manifestSchema = z.strictObject({
  format: z.enum(EXPORT_FORMATS),
  software: z.string(),
  encoding: z.string(),
  filters: z.strictObject({
    years: z.string().nullable(),
    province: z.string().nullable(),
    level: z.string().nullable(),
    status: z.string().nullable(),
    as_of: z.string().nullable(),
  }),
  corpus: z.strictObject({ last_run: z.string().nullable(), extractor_versions: z.array(z.string()) }),
  reports: counts,
  coverage: counts,
  cells: counts,
  tables: z.array(z.strictObject({ name: z.enum(TABLE_NAMES), file: z.string(), rows: count, digest: sha256 })),
  files: z.array(z.strictObject({ name: z.string(), rows: count.nullable(), bytes: count, sha256 })),
});

/** `manifest.json` of an export: what it holds, with the hash of every file and a digest of every table. */
export type ExportManifest = Readonly<z.output<typeof manifestSchema>>;

/** Reads a manifest. Throws `UsageError`, naming `file` and the first thing that is wrong. */
export function parseManifest(text: string, file: string): ExportManifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} is not JSON: it is damaged, or no manifest of an export.`, { cause: error });
  }
  const parsed = manifestSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageError(
    `${file} is no manifest that this nianbao knows: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}.`,
  );
}

/** A manifest as it is written. */
export function manifestText(manifest: ExportManifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
