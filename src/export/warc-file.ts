import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { WARCRecord, WARCSerializer } from 'warcio';
import type { ArchivedOriginal } from '../../storage/archived-originals.ts';
import type { Originals } from '../../storage/originals.ts';

const WARC_VERSION = 'WARC/1.1' as const;

/** Headers of the wire: the kept bytes are no longer packed as these say. */
const OF_THE_WIRE = new Set(['content-encoding', 'transfer-encoding', 'content-length']);

/**
 * Originals as a WARC, each record packed by itself (.warc.gz): what was fetched as the answer it came with, what was found in an archive or a folder
 * as a resource. Headers of the wire are kept as `X-Archive-Orig-…`. The same originals give the same bytes. Throws `StopRun` for an original that is missing or
 * damaged.
 */
export async function* warcChunks(
  found: readonly ArchivedOriginal[],
  originals: Originals,
  software: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const info = WARCRecord.createWARCInfo(
    {
      filename: 'originals.warc.gz',
      warcVersion: WARC_VERSION,
      date: found[0]?.at ?? '2008-01-01T00:00:00.000Z',
      warcHeaders: { 'WARC-Record-ID': recordId(['warcinfo', software]) },
    },
    { software, format: 'WARC File Format 1.1' },
  );
  yield await packed(info);
  for (const original of found) {
    const bytes = await originals.get(original.sha256);
    yield await packed(recordOf(original, bytes));
  }

  async function packed(record: WARCRecord): Promise<Uint8Array> {
    return gzipSync(await WARCSerializer.serialize(record));
  }
}

function recordOf(original: ArchivedOriginal, bytes: Uint8Array): WARCRecord {
  const { url, sha256, mediaType, at, answer } = original;
  const common = {
    url: asUri(url),
    date: at,
    warcVersion: WARC_VERSION,
    warcHeaders: {
      'WARC-Record-ID': recordId([url, sha256, at]),
      ...(answer === null ? { 'Content-Type': mediaType } : {}),
    },
  };
  const content = [bytes];
  if (answer === null) return WARCRecord.create({ ...common, type: 'resource' }, asynchronous(content));
  const httpHeaders = Object.fromEntries([
    ...Object.entries(answer.headers).map(([name, value]): [string, string] => [
      OF_THE_WIRE.has(name) ? `x-archive-orig-${name}` : name,
      value,
    ]),
    ['content-length', String(bytes.length)],
  ]);
  const statusline = `HTTP/1.1 ${answer.status}${answer.status === 200 ? ' OK' : ''}`;
  return WARCRecord.create({ ...common, type: 'response', httpHeaders, statusline }, asynchronous(content));
}

async function* asynchronous(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array, void, undefined> {
  await Promise.resolve();
  yield* chunks;
}

/** An address without what no URI may hold. */
function asUri(url: string): string {
  return URL.canParse(url) ? new URL(url).href : encodeURI(url);
}

/** The same for the same parts: a UUID made of their hash. */
function recordId(parts: readonly string[]): string {
  const hash = createHash('sha256').update(parts.join('\n')).digest('hex');
  const uuid = [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ];
  return `<urn:uuid:${uuid.join('-')}>`;
}
