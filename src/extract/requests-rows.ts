import type { TemplateYear } from '../codebook/codebook.ts';
import { REQUEST_ROWS } from '../codebook/requests.ts';
import { parseFigure } from './figure.ts';
import { APPLICANT_LABELS, REQUEST_GROUPS, REQUEST_LABELS } from './label-match.ts';
import { commonSubsequence, foldLabel, likeness } from './label-text.ts';
import { REQUEST_GROUP_LABELS, REQUEST_LABEL_VARIANTS } from './label-variants.ts';
import type { TableLine, ValueToken } from './table-lines.ts';

/** A row of table 三 as found: the line its label stands in and the tokens that stand for its seven figures. */
export interface FoundRow {
  readonly stem: string;
  /** Why it is not certain that this is that row, or null. */
  readonly doubt: string | null;
  readonly labelLine: TableLine;
  readonly values: readonly ValueToken[];
  /** Known by likeness alone: its label is damaged or cut, and only the columns can confirm which row it is. */
  readonly likely: boolean;
  /** The line its figures stand on: the label's own, or one further down. */
  readonly valuesLine: TableLine;
}

export interface FoundRows {
  readonly rows: ReadonlyMap<string, FoundRow>;
  /** Lines before the first row: the head of the table. */
  readonly head: readonly TableLine[];
  /** Rows printed more than once with different figures. */
  readonly contradictory: readonly string[];
  /** Lines with figures that no row of the form could be found for. */
  readonly unplaced: readonly TableLine[];
  /** The form the labels follow, when they tell. */
  readonly template: TemplateYear | null;
}

const ORDER = new Map(REQUEST_ROWS.map((row, index) => [row.stem, index]));
const FULL_LABEL = new Map(REQUEST_ROWS.map((row) => [row.stem, foldLabel(row.label)]));
const GROUP_TEXTS = REQUEST_GROUP_LABELS.map(foldLabel);
/** The rows that only the form of 2021 has. */
const OF_2021 = ['other_uncorrected', 'other_unpaid', 'other_misc'];
/** Labels that head a group of rows, as against the table's columns. */
const ROW_GROUPS = ['本年度办理结果', '不予公开', '无法提供', '不予处理', '其他处理'];
/** Labels so short that they also head a column: a row only after the rows that come before it. */
const ONLY_AFTER: Readonly<Record<string, string>> = { other_misc: 'rejected_petition', outcome_total: 'received' };

/** All ways of writing a row's label, folded. */
function labelsOf(stem: string): readonly string[] {
  return [FULL_LABEL.get(stem) ?? '', ...(REQUEST_LABEL_VARIANTS[stem] ?? [])];
}

interface OpenRow {
  readonly stem: string;
  readonly labelLine: TableLine;
  readonly likely: boolean;
  values: readonly ValueToken[];
  valuesLine: TableLine;
  doubt: string | null;
}

interface UnlabelledRow {
  readonly after: string | undefined;
  readonly line: TableLine;
}

/**
 * Finds the rows of table 三 among its lines. Labels may be split over cells and lines, damaged or doubled; figures may stand on another line
 * than their label, and lines of noise may lie between. A row that lost its label is placed by order, in doubt.
 */
export function findRequestRows(lines: readonly TableLine[]): FoundRows {
  const rows = new Map<string, OpenRow>();
  const contradictory = new Set<string>();
  const unlabelled: UnlabelledRow[] = [];
  const head: TableLine[] = [];
  let current: OpenRow | undefined;
  let otherHeading: TableLine | undefined;
  let pending: TableLine | undefined;

  for (const line of lines) {
    const stem = stemOfLine(line, current?.stem, rows);
    const known = stem === undefined ? undefined : rows.get(stem);
    if (stem === undefined && isOtherHeading(line)) otherHeading = line;
    if (stem === undefined && headsUnfinishedLabel(line, current?.stem)) {
      pending = line;
    } else if (stem !== undefined && !known) {
      const previous = current?.stem;
      current = openRow(stem, line);
      if (pending && !holdsFigures(line)) fillFromAbove(current, pending);
      else if (pending) unlabelled.push({ after: previous, line: pending });
      pending = undefined;
      rows.set(stem, current);
    } else if (!current) {
      head.push(line);
      if (countOf(line.values) >= 5 && !numbersColumns(line)) unlabelled.push({ after: undefined, line });
    } else if (known && known !== current) repeat(known, line);
    else continueRow(current, line, stem !== undefined);
  }

  partOtherFromGroup();
  if (otherHeading && templateOf(rows) === null) rows.set('other', openRow('other', otherHeading));
  const unplaced = placeUnlabelled(unlabelled, rows);
  return { rows, head, contradictory: [...contradictory], unplaced, template: templateOf(rows) };

  /** 「（六）其他处理」 beside the rows of its group in 2021: figures behind it are those of a row that lost its own label. */
  function partOtherFromGroup(): void {
    const other = rows.get('other');
    if (!other || !OF_2021.some((stem) => rows.has(stem))) return;
    rows.delete('other');
    if (holdsFigures(other.valuesLine)) unlabelled.push({ after: 'rejected_reconfirmation', line: other.valuesLine });
  }

  /** The table, or a part of it, printed a second time: the same figures add nothing, others are a contradiction. */
  function repeat(row: OpenRow, line: TableLine): void {
    if (!row.values.some(isFigure)) {
      if (holdsFigures(line)) fill(row, line);
    } else if (holdsFigures(line) && textOf(line.values) !== textOf(row.values)) contradictory.add(row.stem);
  }

  /** A further line of the row above: the rest of its label, the line its figures stand on, or noise. */
  function continueRow(row: OpenRow, line: TableLine, belongs: boolean): void {
    const waiting = !row.values.some(isFigure) && (row.values.length < 5 || (belongs && line.geometry !== 'spans'));
    const rest = line.geometry === 'lines' && !belongs ? filledOf(line.values) : [];
    if (rest.length > 0 && filledOf(row.values).length + rest.length === 7)
      row.values = [...filledOf(row.values), ...rest];
    else if (waiting && (holdsFigures(line) || (line.labels.length === 0 && line.values.length >= 7))) fill(row, line);
    else if (countOf(line.values) < 5 || numbersColumns(line)) return;
    else if (belongs && line.labels.length > 0) repeat(row, line);
    else unlabelled.push({ after: row.stem, line });
  }
}

/**
 * 「（六）其他处理1. 7 0 0 …」, 「三、本年度办理结 9 0 0 …」: figures behind a group's label, or a piece of one. The label of their row
 * follows on the next lines.
 */
function headsUnfinishedLabel(line: TableLine, current: string | undefined): boolean {
  if (countOf(line.values) < 5 || line.labels.length === 0) return false;
  if (current !== undefined && continues(line.labels.map((label) => label.folded).join(''), current)) return false;
  const isUnfinished = UNFINISHED.test(line.labels.at(-1)?.text ?? '');
  return line.labels.every((label) => {
    const folded = foldLabel(label.text.replace(UNFINISHED, ''));
    const row = REQUEST_LABELS.exact(folded);
    if (row !== undefined) return row === 'other' && isUnfinished;
    return folded.length >= 2 && ROW_GROUPS.some((group) => group.includes(folded));
  });
}

const UNFINISHED = /\s*1\s*[.．、]\s*$/u;

function openRow(stem: string, line: TableLine): OpenRow {
  return {
    stem,
    labelLine: line,
    values: line.values,
    valuesLine: line,
    doubt: null,
    likely: !namesRow(line, stem) || namesAnotherRow(line, stem),
  };
}

/** Figures on the line of a group's label: most likely those of the row whose label comes next. */
function fillFromAbove(row: OpenRow, line: TableLine): void {
  fill(row, line);
  row.doubt = 'its figures stand on the line above its label';
}

/** Does the line hold the row's label as known, its beginning, or enough of it to be no other? */
function namesRow(line: TableLine, stem: string): boolean {
  const labels = labelsOf(stem);
  return tailsOf(line).some((tail) =>
    labels.some(
      (label) =>
        label === tail ||
        (tail.length >= 4 && label.startsWith(tail)) ||
        (tail.length >= 5 && likeness(tail, label) >= 0.8),
    ),
  );
}

/** Two rows run together where a source has no grid: which of them the figures belong to, only the columns can tell. */
function namesAnotherRow(line: TableLine, stem: string): boolean {
  return line.labels.some(({ folded }) => {
    const named = REQUEST_LABELS.exact(folded);
    return named !== undefined && named !== stem && named !== 'other' && named !== 'other_misc';
  });
}

/** 「（六）其他处理」 without places for figures: the head of a group, or in the form of 2019 a row that lost its empty cells. */
function isOtherHeading(line: TableLine): boolean {
  return line.labels.some(({ folded }) => REQUEST_LABELS.exact(folded) === 'other');
}

function fill(row: OpenRow, line: TableLine): void {
  row.values = line.values;
  row.valuesLine = line;
}

/** 「栏次 1 2 3 4 5 6 7」. */
function numbersColumns(line: TableLine): boolean {
  const figures = line.values.filter(isFigure).map((token) => token.text.trim());
  const first = Number(figures[0]);
  return first <= 2 && figures.length >= 6 && figures.every((text, index) => Number(text) === first + index);
}

function filledOf(values: readonly ValueToken[]): readonly ValueToken[] {
  return values.filter((token) => token.text !== '');
}

function isFigure(token: ValueToken): boolean {
  return token.text !== '' && parseFigure(token.text).kind === 'number';
}

function countOf(values: readonly ValueToken[]): number {
  return values.filter(isFigure).length;
}

function holdsFigures(line: TableLine): boolean {
  return line.values.some(isFigure);
}

function textOf(values: readonly ValueToken[]): string {
  return filledOf(values)
    .map((token) => token.text)
    .join(' ');
}

/** The row a line belongs to: by its last label, by its last labels together, by what continues the row above, by likeness. */
function stemOfLine(
  line: TableLine,
  current: string | undefined,
  rows: ReadonlyMap<string, OpenRow>,
): string | undefined {
  const { labels } = line;
  if (labels.length === 0) return current;
  if (isHead(line) || headsUnfinishedLabel(line, current)) return undefined;
  const tails = tailsOf(line);
  for (const tail of tails) {
    const named = REQUEST_LABELS.exact(tail);
    const stem = named === 'other_misc' ? otherByItem(line, rows) : named;
    if (stem !== undefined) {
      if (stem === 'other' && !hasPlaces(line)) return undefined;
      const needed = ONLY_AFTER[stem];
      if (needed === undefined) return stem;
      if (rows.has(needed) && (hasPlaces(line) || ITEM.test(labels.at(-1)?.text ?? ''))) return stem;
      continue;
    }
    if (REQUEST_GROUPS.exact(tail) !== undefined && !holdsFigures(line)) return undefined;
  }
  const own = labels.filter((label) => !isPieceOfGroup(label.folded));
  const joined = own.map((label) => label.folded).join('');
  const text = labels.at(-1)?.text ?? '';
  if (joined === '') {
    if (!holdsFigures(line)) return current;
    return ITEM.test(text) ? likestStem(tails, text, current) : undefined;
  }
  for (const tail of tails) {
    if (tail.length < 6) continue;
    const begun = REQUEST_ROWS.filter((row) => FULL_LABEL.get(row.stem)?.startsWith(tail));
    if (begun.length === 1) return begun[0]?.stem;
  }
  if (current !== undefined && continues(joined, current)) return current;
  return likestStem(tails, text, current);
}

/** 「3.其他」 is the last row of its group in 2021; 「（六）其他」 is 2019's 其他处理, shortened. */
function otherByItem(line: TableLine, rows: ReadonlyMap<string, OpenRow>): string {
  const item = itemOf(line.labels.at(-1)?.text ?? '');
  if (item === '3.') return 'other_misc';
  const in2021 = rows.has('other_uncorrected') || rows.has('other_unpaid');
  return item === '（六）' || (!in2021 && hasPlaces(line)) ? 'other' : 'other_misc';
}

/** A label with places for figures, if only empty ones, is a row; without, 「（六）其他处理」 heads the group of 2021 and 「其他」 a column. */
function hasPlaces(line: TableLine): boolean {
  return holdsFigures(line) || line.values.reduce((sum, token) => sum + token.columnSpan, 0) >= 7;
}

/** The item number a label begins with: 「（六）」, 「4.」, 「一、」. */
const ITEM = /^\s*(?:[（(]\s*([一二三四五六七])\s*[）)]|(\d)\s*[.．、]|([一二三四])\s*、)/u;

function itemOf(text: string): string | undefined {
  const [, bracketed, digit, numeral] = ITEM.exec(text.normalize('NFKC')) ?? [];
  return bracketed ? `（${bracketed}）` : digit ? `${digit}.` : numeral ? `${numeral}、` : undefined;
}

/** 「自然人 法人或其他组织」, printed again after a page break: a line that names applicants and holds no figures. */
function isHead(line: TableLine): boolean {
  if (holdsFigures(line)) return false;
  return line.labels.some(({ folded }) => {
    const applicant = APPLICANT_LABELS.exact(folded);
    return applicant !== undefined && applicant !== 'other' && applicant !== 'total';
  });
}

/** Several items in one cell: no row of its own, whatever its last item says. */
const ITEM_WITHIN = /(?<![\d.])\d\s*[.．、](?!\d)/gu;

/** 「三、本年度办理结果 （一）予以公开」 in one cell: the last item is the row's own label. */
const LAST_ITEM = /(?<=.)(?:[（(][一二三四五六七][）)]|\d\s*[.．、])[^\d（(]*$/u;

/** The folded label of a line's last item, of its last cell, of its last two cells together, and so on. */
function tailsOf(line: TableLine): string[] {
  const text = line.labels.at(-1)?.text ?? '';
  if ((text.match(ITEM_WITHIN) ?? []).length > 1) return [];
  const last = LAST_ITEM.exec(text)?.[0];
  const tails: string[] = last === undefined ? [] : [foldLabel(last)];
  let tail = '';
  for (const label of [...line.labels].reverse()) {
    tail = label.folded + tail;
    tails.push(tail);
    if (tails.length === 5) break;
  }
  return tails;
}

/** 「他处理」, 「年度办」: a group's label that was cut, standing beside whichever row lay next to it. */
function isPieceOfGroup(folded: string): boolean {
  return folded.length <= 6 && GROUP_TEXTS.some((group) => group.includes(folded));
}

function continues(folded: string, stem: string): boolean {
  const full = FULL_LABEL.get(stem) ?? '';
  return folded.length >= 2 && commonSubsequence(folded, full) / folded.length >= 0.85 && !full.startsWith(folded);
}

/** A label cut after a few characters is as good as whole where its item number stands before it. */
function likenessToLabel(text: string, label: string): number {
  return text.length >= 2 && label.startsWith(text) ? 1 : likeness(text, label);
}

/** Among rows that have not been passed, the likest; a row further up only when it is much like it. */
function likestStem(tails: readonly string[], text: string, current: string | undefined): string | undefined {
  const from = current === undefined ? -1 : (ORDER.get(current) ?? -1);
  const item = itemOf(text);
  const [tail = ''] = tails;
  const sameItem = REQUEST_ROWS.filter(
    (row) => item !== undefined && row.label.startsWith(item) && (ORDER.get(row.stem) ?? 0) > from,
  );
  const alike = sameItem
    .map(({ stem }) => ({ stem, likeness: Math.max(...labelsOf(stem).map((label) => likenessToLabel(tail, label))) }))
    .sort((a, b) => b.likeness - a.likeness);
  const [first, second] = alike;
  const clear = first && (first.likeness === 1 || first.likeness - (second?.likeness ?? 0) >= 0.08);
  if (first && clear && first.likeness >= 0.5) return first.stem;
  let best: { name: string; likeness: number } | undefined;
  for (const tail of tails) {
    const ahead = REQUEST_LABELS.likest(tail, (stem) => (ORDER.get(stem) ?? 0) >= from);
    const found = ahead ?? REQUEST_LABELS.likest(tail);
    if (found && (ahead !== undefined || found.likeness >= 0.8) && (!best || found.likeness > best.likeness))
      best = found;
  }
  return best?.name;
}

/**
 * Rows that lost their label take the places that the labelled rows around them leave, when as many are missing there as there
 * are rows; else they stay unplaced.
 */
function placeUnlabelled(unlabelled: readonly UnlabelledRow[], rows: Map<string, OpenRow>): TableLine[] {
  const template = templateOf(rows);
  const sequence = REQUEST_ROWS.filter((row) => row.template === 'both' || row.template === (template ?? '2021'));
  const unplaced: TableLine[] = [];
  const byAnchor = new Map<string | undefined, TableLine[]>();
  for (const { after, line } of unlabelled) {
    const lines = byAnchor.get(after);
    if (lines) lines.push(line);
    else byAnchor.set(after, [line]);
  }
  for (const [after, lines] of byAnchor) {
    const start = sequence.findIndex((row) => row.stem === after) + 1;
    const gap: string[] = [];
    for (const row of sequence.slice(start)) {
      if (rows.has(row.stem)) break;
      gap.push(row.stem);
    }
    if (gap.length !== lines.length) {
      for (const line of lines) unplaced.push(line);
      continue;
    }
    for (const [index, line] of lines.entries()) {
      const stem = gap[index];
      if (stem === undefined) continue;
      const doubt = 'the label of this row is lost; its order gives the place';
      rows.set(stem, { ...openRow(stem, line), doubt });
    }
  }
  return unplaced;
}

function templateOf(rows: ReadonlyMap<string, OpenRow>): TemplateYear | null {
  if (OF_2021.some((stem) => rows.has(stem))) return '2021';
  return rows.has('other') ? '2019' : null;
}
