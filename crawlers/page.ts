/** A fetched page as a step sees it: decoded, with its links resolved. */
export interface Page {
  /** Final URL, after redirects. */
  readonly url: string;
  /** The words of the link that led here ('' for a home page). */
  readonly label: string;
  /** The encoding that it was decoded with, as `decodeText` names it. */
  readonly charset: string;
  /** Decoded text of the page, as served (scripts and inline XML included). */
  readonly html: string;
  readonly title: string;
  /** Meta tags by lower-case name. */
  readonly meta: ReadonlyMap<string, string>;
  readonly links: readonly PageLink[];
  /** False for a page as served, true for one whose scripts have been run in a browser. */
  readonly rendered: boolean;
}

export interface PageLink {
  /** Absolute, without fragment; only http and https. */
  readonly url: string;
  /** Visible text with white space folded; falls back to the title attribute, then an image's alt. */
  readonly text: string;
  /** The title attribute (portals put the untruncated headline here), or ''. */
  readonly title: string;
  /** The text right after the link up to the end of its row (`li`, `tr`, `p`, `dd`), where portals print dates. */
  readonly trailing: string;
  /** What was chosen in the page before it came up: a year, a kind of bodies, a body; absent where nothing was. */
  readonly listedUnder?: string;
}
