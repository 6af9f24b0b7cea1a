/** The languages of the explorer; labels of the forms stay as they are printed. */
export type Language = 'en' | 'zh';

/** What every page is written with: the reader's language, and where it stands. */
export interface View {
  readonly language: Language;
  /** A text in the reader's language. Both stand side by side where they are used, so that neither can be forgotten. */
  readonly say: (english: string, chinese: string) => string;
  /** Path and query of this very page in the other language. */
  readonly otherLanguage: string;
  /** Path of this page, for the menu. */
  readonly path: string;
}

/** A view of `url` in a language. */
export function viewOf(language: Language, url: URL): View {
  const query = new URLSearchParams(url.search);
  query.set('lang', language === 'en' ? 'zh' : 'en');
  return {
    language,
    say: (english, chinese) => (language === 'zh' ? chinese : english),
    otherLanguage: `${url.pathname}?${query.toString()}`,
    path: url.pathname,
  };
}

/** The language asked for in the address, else the one chosen before, else the browser's first that there is. */
export function chooseLanguage(asked: {
  readonly parameter: string | undefined;
  readonly cookie: string | undefined;
  readonly accepted: string | undefined;
}): Language {
  for (const choice of [asked.parameter, asked.cookie]) if (choice === 'en' || choice === 'zh') return choice;
  for (const range of (asked.accepted ?? '').split(',')) {
    const tag = range.trim().slice(0, 2).toLowerCase();
    if (tag === 'zh' || tag === 'en') return tag;
  }
  return 'en';
}

/** An address with a query; parameters that are null or empty are left out. */
export function addressOf(path: string, query: Readonly<Record<string, string | number | null>> = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== null && value !== '') parameters.set(name, String(value));
  const text = parameters.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** A time of the corpus to the minute, as 2024-03-01 08:00 UTC. */
export function minuteOf(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')} UTC`;
}
