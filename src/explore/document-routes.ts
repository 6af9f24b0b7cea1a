import type { Hono } from 'hono';
import { parseSha256, type Sha256 } from '../original/sha256.ts';
import { documentEvidence } from '../../storage/evidence.ts';
import { notFound } from './answers.ts';
import { downloadHeaders } from './downloads.ts';
import { NOTHING_POLICY } from './guard.ts';
import { FRAME_POLICY, framedDocument } from './original-frame.ts';
import { idOf } from './queries.ts';
import { frameOf, pagePicture } from './shown-original.ts';
import { reportOf, type World } from './world.ts';

/** The addresses of originals: their bytes, their pages as pictures, and themselves in a frame. */
export function addDocuments(app: Hono, world: World): void {
  const { corpus } = world;
  app.get('/reports/:id/cells/:code/original', async (context) => {
    const report = reportOf(world, context.req.param('id'));
    const frame = report === undefined ? undefined : await frameOf(world, report, context.req.param('code'));
    if (report === undefined || frame === undefined) return notFound(context);
    context.header('content-security-policy', FRAME_POLICY);
    context.header('x-frame-options', 'SAMEORIGIN');
    return context.html(framedDocument(frame, report.title));
  });
  app.get('/documents/:sha256', async (context) => {
    const sha256 = hashOf(context.req.param('sha256'));
    const document = sha256 === undefined ? undefined : documentEvidence(corpus, sha256);
    if (sha256 === undefined || document === undefined) return notFound(context);
    const bytes = await world.originals.get(sha256);
    return context.body(new Uint8Array(bytes), 200, downloadHeaders(document));
  });
  app.get('/documents/:sha256/pages/:file', async (context) => {
    const sha256 = hashOf(context.req.param('sha256'));
    const number = idOf(/^(\d+)\.png$/.exec(context.req.param('file'))?.[1] ?? '');
    if (sha256 === undefined || number === undefined) return notFound(context);
    const { png } = await pagePicture(world, sha256, number);
    return context.body(new Uint8Array(png), 200, {
      'content-type': 'image/png',
      'content-security-policy': NOTHING_POLICY,
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, max-age=31536000, immutable',
    });
  });
}

function hashOf(text: string): Sha256 | undefined {
  return /^[0-9a-f]{64}$/.test(text) ? parseSha256(text) : undefined;
}
