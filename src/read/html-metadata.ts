import type { Attributes } from '../original/markup-scanner.ts';
import { foldMarkupText } from './fold-text.ts';

/** Files a `meta` tag (`ArticleTitle`, `PubDate`, `SiteName`, `ColumnName`, …) under its name in lower case; the first with words wins. */
export function noteMeta(metadata: Map<string, string>, attributes: Attributes): void {
  const name = (attributes.get('name') ?? attributes.get('property') ?? '').trim().toLowerCase();
  const content = foldMarkupText(attributes.get('content') ?? '');
  if (name !== '' && content !== '' && !metadata.has(name)) metadata.set(name, content);
}

/** Files the page's title under `title`; the first with words wins. */
export function noteTitle(metadata: Map<string, string>, title: string): void {
  const words = foldMarkupText(title);
  if (words !== '' && !metadata.has('title')) metadata.set('title', words);
}
