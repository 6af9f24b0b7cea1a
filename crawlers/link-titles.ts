import { classifyTitle, dateIn, foldTitle } from '../src/identity/index.ts';
import { EMPTY_WORDS } from './link-words.ts';
import type { PageLink } from './page.ts';

/** What a list row says of the item it links to. */
export interface LinkTitle {
  readonly title: string;
  /** ISO date. */
  readonly publishedOn?: string;
}

const LABELLED_TITLE =
  /(?:文章)?标\s*题\s*[:：]\s*(.+?)\s*(?:(?:作\s*者|发表时间|发布时间|更新时间|添加时间|点击|来源)\s*[:：].*)?$/s;
const DATE_AT_START =
  /^[[(（【]?\s*(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?\s*[\])）】]?\s*(?=\S*[\u4e00-\u9fff])/;
const DATE_AT_END =
  /\s*[[(（【]?\s*(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\s*[\])）】]?$/;

/**
 * The title of what a link leads to: the text, or the title attribute where the list cuts the text short or where only
 * the attribute names a report; a date printed with it is taken off and kept.
 */
export function linkTitle(link: PageLink): LinkTitle {
  const text = cleaned(link.text);
  const attribute = cleaned(LABELLED_TITLE.exec(link.title)?.[1] ?? link.title);
  const title = chosen(text, attribute);
  const publishedOn = dateIn(link.trailing) ?? dateIn(dateBeside(link.text)) ?? dateIn(dateBeside(link.title));
  return publishedOn === undefined ? { title } : { title, publishedOn };
}

function chosen(text: string, attribute: string): string {
  if (attribute === '' || attribute === text) return text;
  if (EMPTY_WORDS.test(text.replace(/\s+/g, ''))) return attribute;
  const [foldedText, foldedAttribute] = [foldTitle(text), foldTitle(attribute)];
  const head = foldedText.replace(/(?:…|⋯|\.{2,})+$/, '');
  if (foldedAttribute.startsWith(head)) return attribute;
  const asReport = (title: string) => classifyTitle(title).kind === 'report';
  return asReport(attribute) && !asReport(text) && classifyTitle(text).kind !== 'look_alike' ? attribute : text;
}

function cleaned(text: string): string {
  return text
    .replace(DATE_AT_START, '')
    .replace(DATE_AT_END, '')
    .replace(/(?:\s*(?:NEW|new|HOT)!?)+$/, '')
    .trim();
}

function dateBeside(text: string): string {
  return DATE_AT_START.exec(text)?.[0] ?? DATE_AT_END.exec(text)?.[0] ?? '';
}
