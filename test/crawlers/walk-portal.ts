import { FAMILIES, recogniseFamily } from '../../crawlers/index.ts';
import type { Crawler, Lead, Portal } from '../../crawlers/crawler.ts';
import type { ReportLead } from '../../crawlers/list-entries.ts';
import { parsePage } from '../../crawlers/parse-page.ts';

export interface Fetched {
  readonly url: string;
  readonly bytes: Uint8Array;
  readonly contentType: string | null;
}

/** Fetches one address; undefined where nothing is there. */
export type Fetch = (
  url: string,
  form: Readonly<Record<string, string>> | undefined,
  referer: string | undefined,
) => Promise<Fetched | undefined>;

export interface Walked {
  readonly family: string;
  readonly reports: readonly ReportLead[];
  /** Addresses fetched on the way, reports not among them. */
  readonly requests: readonly string[];
}

/** Walks a portal through its family's steps the way an engine does: best first, each address once for each step. */
export async function walkPortal(portal: Portal, fetch: Fetch): Promise<Walked> {
  const reports = new Map<string, ReportLead>();
  const requests: string[] = [];
  const seen = new Set<string>();
  const queue: Extract<Lead, { kind: 'follow' }>[] = [{ kind: 'follow', step: 'home', url: portal.home }];
  let family: Crawler | undefined = FAMILIES.find(({ family: name }) => name === portal.family);
  for (let next = takeBest(queue); next !== undefined; next = takeBest(queue)) {
    requests.push(next.url);
    const fetched = await fetch(next.url, next.form, next.referer);
    if (fetched === undefined) continue;
    const page = parsePage({ ...fetched, label: next.label ?? '' });
    family ??= recogniseFamily(page);
    const step = family.steps[next.step];
    if (step === undefined) throw new TypeError(`${family.family} has no step ${next.step}`);
    for (const lead of step(page, portal)) {
      if (lead.kind === 'report') {
        if (!reports.has(lead.url)) reports.set(lead.url, lead);
        continue;
      }
      if (lead.kind === 'list') continue;
      const key = `${lead.step} ${lead.url} ${JSON.stringify(lead.form ?? {})}`;
      if (!seen.has(key)) queue.push(lead);
      seen.add(key);
    }
  }
  return { family: family?.family ?? '', reports: [...reports.values()], requests };
}

function takeBest(queue: Extract<Lead, { kind: 'follow' }>[]): Extract<Lead, { kind: 'follow' }> | undefined {
  let best = 0;
  for (const [index, lead] of queue.entries()) if ((lead.priority ?? 0) > (queue[best]?.priority ?? 0)) best = index;
  return queue.splice(best, 1)[0];
}

/** Fetches over HTTP, following redirects. */
export const overHttp: Fetch = async (url, form, referer) => {
  const response = await fetch(url, {
    ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams({ ...form }) }),
    ...(referer === undefined ? {} : { headers: { referer } }),
  });
  if (!response.ok) return undefined;
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { url: response.url, bytes, contentType: response.headers.get('content-type') };
};
