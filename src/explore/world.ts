import type { Corpus } from '../../storage/corpus.ts';
import type { CoverageSquares } from '../../storage/coverage-squares.ts';
import type { Originals } from '../../storage/originals.ts';
import type { PagePictures } from './page-pictures.ts';

/** What the pages are made from. */
export interface World {
  /** Open for reading only. */
  readonly corpus: Corpus;
  readonly originals: Originals;
  readonly squares: CoverageSquares;
  readonly pictures: PagePictures;
  /** The host that the explorer listens on, as it was told. */
  readonly listening: string;
}
