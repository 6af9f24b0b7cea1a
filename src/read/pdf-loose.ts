import type { Block, Locator } from './document.ts';
import { alignedTable } from './pdf-aligned.ts';
import type { PdfBox, PdfLine } from './pdf-lines.ts';
import { paragraphsOf } from './pdf-paragraphs.ts';
import { alignedRegion, type SheetLine, type SheetRule } from './pdf-regions.ts';
import type { PdfRule } from './pdf-rules.ts';
import type { PageContent, PageTable } from './table-stitching.ts';

/** Lines of a page that stand in no grid, without another table between them. */
export interface LooseRun {
  readonly kind: 'loose';
  readonly lines: readonly PdfLine[];
  /** Rules among the lines that belong to no grid. */
  readonly rules: readonly PdfRule[];
  readonly locatorOf: (box: PdfBox) => Locator;
}

/** A page, or a column of one, in reading order. */
export type PageItems = readonly (PageTable | LooseRun)[];

/** Between the last line of a page and the first of the next, in heights of a line. */
const OVERLEAF = 0.3;

/**
 * Makes tables and paragraphs of what stands in no grid. Lines that follow one another over the end of a page are looked at together, for
 * only the whole of a table tells its columns and which of its rows a line belongs to; such a table stands on the page where it begins.
 *
 * @param pages from first to last; null for one that is not read from its text
 */
export function withLooseTables(pages: readonly (PageItems | null)[]): (PageContent | null)[] {
  const blocks = new Map<LooseRun, readonly Block[]>();
  for (const chain of chainsOf(pages)) {
    const made = blocksOfChain(chain);
    chain.forEach((run, index) => blocks.set(run, made[index] ?? []));
  }
  return pages.map(
    (items) =>
      items?.flatMap((item): PageContent => (item.kind === 'loose' ? (blocks.get(item) ?? []) : [item])) ?? null,
  );
}

/** The tables and paragraphs of lines that stand alone. */
export function looseBlocks(run: LooseRun): readonly Block[] {
  return blocksOfChain([run])[0] ?? [];
}

/** Runs that end a page together with the one that begins the next. */
function chainsOf(pages: readonly (PageItems | null)[]): LooseRun[][] {
  const chains: LooseRun[][] = [];
  let open: LooseRun[] | null = null;
  for (const items of pages) {
    if (items?.length === 0) continue;
    let chain: LooseRun[] | null = open;
    for (const item of items ?? []) {
      if (item.kind !== 'loose') {
        chain = null;
        continue;
      }
      if (chain) chain.push(item);
      else chains.push((chain = [item]));
      open = chain;
    }
    open = items?.at(-1)?.kind === 'loose' ? open : null;
  }
  return chains;
}

function blocksOfChain(chain: readonly LooseRun[]): Block[][] {
  const { lines, rules } = joined(chain);
  const blocks = chain.map((): Block[] => []);
  let running: PdfLine[] = [];
  let sheet = 0;
  const flush = (): void => {
    const run = chain[sheet];
    if (run && running.length > 0)
      blocks[sheet]?.push(...paragraphsOf(running, run.locatorOf).map(({ block }) => block));
    running = [];
  };
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index];
    if (!line) break;
    if (line.sheet !== sheet) flush();
    sheet = line.sheet;
    const region = alignedRegion(lines, index, rules);
    if (!region) {
      running.push(line.printed);
      continue;
    }
    flush();
    blocks[sheet]?.push(alignedTable(region, (on, box) => (chain[on] ?? { locatorOf: lost }).locatorOf(box)));
    index += region.lines.length - 1;
  }
  flush();
  return blocks;
}

function lost(): never {
  throw new RangeError('a line stands on no page');
}

/** All lines as though they stood on one long page. */
function joined(chain: readonly LooseRun[]): {
  readonly lines: readonly SheetLine[];
  readonly rules: readonly SheetRule[];
} {
  const lines: SheetLine[] = [];
  const rules: SheetRule[] = [];
  for (const [sheet, run] of chain.entries()) {
    const above = lines.at(-1);
    const [first] = run.lines;
    const shift = above && first ? above.bottom + first.size * OVERLEAF - first.top : 0;
    lines.push(...run.lines.map((line) => ({ ...moved(line, shift), sheet, shift, printed: line })));
    rules.push(...run.rules.map((rule) => (rule.direction === 'horizontal' ? { ...rule, at: rule.at + shift } : rule)));
  }
  return { lines, rules };
}

function moved(line: PdfLine, by: number): PdfLine {
  if (by === 0) return line;
  const down = <T extends PdfBox>(box: T): T => ({ ...box, top: box.top + by, bottom: box.bottom + by });
  const segments = line.segments.map((segment) => ({ ...down(segment), words: segment.words.map(down) }));
  return { ...down(line), segments };
}
