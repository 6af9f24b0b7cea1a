import { classifyTitle } from '../identity/index.ts';
import type { Document } from '../read/document.ts';
import { toSimplified } from './script.ts';
import { readSectionHeading } from './section-headings.ts';

/** The words that name the document, and what they make of it. */
export interface FoundTitle extends JudgedTitle {
  /** What the page itself sets as its headline, report or not; '' where it sets none. */
  readonly headline: string;
}

interface JudgedTitle {
  readonly title: string;
  readonly kind: 'report' | 'look_alike' | 'possible' | 'unrelated';
  readonly year: number | undefined;
}

const LONGEST_TITLE = 80;
/** A headline that begins at the province fills a line by itself and goes on in the next. */
const LONGEST_LINE = 60;
/** Title tags carry the site's name behind the headline. */
const SITE_SUFFIX = /\s*[-_|—–]{1,2}\s*[^-_|—–]{2,30}$/u;

/**
 * Finds the title: what the page's own metadata call it, then its headings, then the lines above its first section, then what the list
 * called it. A title that names a report and states a year goes first; a headline that is a look-alike decides.
 */
export function findTitle(document: Document, opening: readonly string[], listedTitle: string | undefined): FoundTitle {
  const headline = document.metadata.get('articletitle') ?? '';
  const headings = document.blocks.flatMap((block) =>
    block.kind === 'heading' && block.level <= 3 && readSectionHeading(block.text) === undefined ? [block.text] : [],
  );
  const plain = document.metadata.get('title') ?? '';
  const candidates = [
    headline,
    ...headings.slice(0, 3),
    ...joinedLines(opening),
    plain.replace(SITE_SUFFIX, ''),
    plain,
    listedTitle ?? '',
  ]
    .map((text) => text.replace(/\s+/gu, ' ').trim())
    .map((text) => text.replace(/^【[^】]*】\s*(?=.)/u, ''))
    .filter((text) => text !== '' && text.length <= LONGEST_TITLE);
  const judged: JudgedTitle[] = [];
  for (const title of candidates) {
    const { kind, year } = classifyTitle(toSimplified(title));
    judged.push({ title, kind, year });
    const headlineDecides = judged.length === 1 && (headline !== '' || headings.length > 0);
    if (kind === 'look_alike' && headlineDecides) break;
    if (kind === 'report' && year !== undefined) break;
  }
  const last = judged.at(-1);
  const decided =
    (last?.kind === 'report' && last.year !== undefined) || (last?.kind === 'look_alike' && judged.length === 1);
  const found = decided ? last : undefined;
  const best: JudgedTitle = found ??
    judged.find(({ kind }) => kind === 'report') ??
    judged.find(({ kind }) => kind === 'look_alike') ??
    judged.find(({ kind }) => kind === 'possible') ?? {
      title: judged[0]?.title ?? '',
      kind: 'unrelated',
      year: undefined,
    };
  return { ...best, headline: headline || (headings[0] ?? '') };
}

/** A headline is often set in two or three lines: what ends in 报告 or 年报 is tried together with the lines above it. */
function joinedLines(opening: readonly string[]): string[] {
  const lines = opening.slice(-25);
  return lines.flatMap((line, index) => {
    const joined = [1, 2, 3].flatMap((count) => {
      const parts = lines.slice(index, index + count);
      const text = parts.join('');
      const whole =
        parts.length === count &&
        parts.every((part) => part.length <= LONGEST_LINE) &&
        /(?:报告|報告|年报|年報)[）)]?\s*$/u.test(text);
      const splits = parts.slice(0, -1).every((part) => !/(?:报告|年报|[：:])\s*$|[|｜>»]|首页/u.test(part));
      return whole && splits && text.length <= LONGEST_TITLE ? [text] : [];
    });
    return [...joined, line];
  });
}
