import { openCorpus } from '../../storage/corpus.ts';
import { provinceScope } from '../../storage/report-filter.ts';
import { searchSections } from '../../storage/section-search.ts';
import type { SearchAnswer, SectionHit } from '../../storage/section-search.ts';
import type { Command, SearchOptions } from './command.ts';

/** `nianbao search`: the passages of current reports that have the words. Reads the corpus only. */
export const runSearch: Command<SearchOptions> = (options, io, settings) =>
  new Promise((done) => {
    const corpus = openCorpus(settings.dataDirectory, { readOnly: true });
    try {
      const province = options.province === null ? null : provinceScope(corpus, options.province);
      const typed = options.words.map((word) => (/\s/u.test(word) ? `"${word}"` : word)).join(' ');
      const filter = { years: options.years, province, level: options.level };
      const answer = searchSections(corpus, typed, filter, { limit: options.limit });
      io.out(io.json ? JSON.stringify({ outcome: 'done', ...answer }) : describe(answer, io.colour));
    } finally {
      corpus.close();
    }
    done(0);
  });

function describe({ hits, next }: SearchAnswer, colour: boolean): string {
  if (hits.length === 0) return 'No section has these words.';
  const passages = hits.map((hit) => describeHit(hit, colour));
  return [...passages, ...(next === null ? [] : ['There are more; --limit shows them.'])].join('\n\n');
}

function describeHit(hit: SectionHit, colour: boolean): string {
  const mark = (text: string): string => (colour ? `\u001b[1m${text}\u001b[22m` : `【${text}】`);
  const passage = hit.snippet.map((part) => (part.hit ? mark(part.text) : part.text)).join('');
  return `${hit.name} ${hit.fiscalYear}, ${hit.heading}\n  ${passage}\n  ${hit.pageUrl}`;
}
