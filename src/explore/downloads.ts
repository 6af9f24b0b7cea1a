import type { DocumentEvidence } from '../../storage/evidence.ts';
import { NOTHING_POLICY } from './guard.ts';

/** Endings by which a computer knows what to open a download with. */
const ENDINGS: Readonly<Record<string, string>> = {
  'text/html': 'html',
  'text/plain': 'txt',
  'text/markdown': 'md',
  'application/pdf': 'pdf',
  'application/msword': 'doc',
  'application/rtf': 'rtf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.ms-excel': 'xls',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/zip': 'zip',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/tiff': 'tif',
};

/**
 * Headers for the bytes of an original: always a file to keep, never a page of ours. What is no plain media type goes as bytes without a
 * name.
 */
export function downloadHeaders({ sha256, mediaType }: DocumentEvidence): Readonly<Record<string, string>> {
  const plain = /^[a-z]+\/[a-z0-9.+-]+$/iu.test(mediaType) && !/html|xml|script/iu.test(mediaType);
  return {
    'content-type': plain ? mediaType : 'application/octet-stream',
    'content-disposition': `attachment; filename="${sha256.slice(0, 16)}.${ENDINGS[mediaType] ?? 'bin'}"`,
    'content-security-policy': NOTHING_POLICY,
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, max-age=31536000, immutable',
  };
}
