import type { Corpus } from '../../storage/corpus.ts';
import type { CorpusOverview } from '../../storage/corpus-overview.ts';
import type { Originals } from '../../storage/originals.ts';
import type { StoredReport } from '../../storage/report-rows.ts';
import type { Comparisons } from './comparison.ts';
import type { PagePictures } from './page-pictures.ts';
import { idOf } from './queries.ts';

/** What the pages are made from. */
export interface World {
  /** Open for reading only. */
  readonly corpus: Corpus;
  readonly originals: Originals;
  readonly overview: CorpusOverview;
  readonly pictures: PagePictures;
  readonly comparisons: Comparisons;
  /** The host that the explorer listens on, as it was told. */
  readonly listening: string;
  /** Must come with every form that changes something; null where nothing may be changed. */
  readonly formToken: string | null;
}

/** The report of an id as it stands in an address; undefined where there is none. */
export function reportOf({ corpus }: World, id: string): StoredReport | undefined {
  const number = idOf(id);
  return number === undefined ? undefined : corpus.storedReport(number);
}
