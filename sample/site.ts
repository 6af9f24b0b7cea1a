import type { PlannedReport } from './planned-reports.ts';

/** What a path of a sample portal answers with. */
export interface Resource {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface SiteRequest {
  readonly path: string;
  readonly query: URLSearchParams;
  /** Fields of a form that was posted; empty for GET. */
  readonly form: URLSearchParams;
}

/** One sample portal: pages by path, and what it computes. Addresses are paths, for every portal has an origin of its own. */
export interface Site {
  readonly county: PlannedReport['county'];
  /** By path, without query. */
  readonly resources: ReadonlyMap<string, Resource>;
  /** Asked before `resources`; undefined where the path is none of its own. */
  readonly answer?: (request: SiteRequest) => Resource | undefined;
  readonly validators: 'etag' | 'last-modified' | 'none';
  /** The path a list gives for each report. */
  readonly reportPaths: ReadonlyMap<PlannedReport, string>;
}

/** Collects the pages of a portal and fails where two claim the same path. */
export class SitePages {
  readonly resources = new Map<string, Resource>();
  private readonly encode: (text: string) => Uint8Array;
  private readonly contentType: string;

  constructor(contentType: string, encode: (text: string) => Uint8Array) {
    this.contentType = contentType;
    this.encode = encode;
  }

  page(path: string, html: string): void {
    this.put(path, { status: 200, headers: { 'content-type': this.contentType }, body: this.encode(html) });
  }

  file(path: string, contentType: string, body: Uint8Array): void {
    this.put(path, { status: 200, headers: { 'content-type': contentType }, body });
  }

  put(path: string, resource: Resource): void {
    if (this.resources.has(path)) throw new TypeError(`Two pages at ${path}`);
    this.resources.set(path, resource);
  }
}

/** Text as UTF-8. */
export function encodeUtf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
