import { isOneBody } from './bodies.ts';
import { readCutTitle } from './cut-title.ts';
import { HARMLESS_ENDING, REPORT_PHRASE, REPORT_PHRASE_CUT, REPORT_PHRASE_TURNED } from './report-phrase.ts';
import { BARE_TITLE, LOOK_ALIKE_RULES, POSSIBLE_RULES } from './title-rules.ts';
import { foldTitle } from './title-text.ts';
import { yearInTitle } from './years.ts';

/**
 * - `report`: the title says that this is a disclosure report.
 * - `look_alike`: sounds like one and is something else: never fetched.
 * - `possible`: only the document can tell (a bare 教育局2022年); worth fetching inside a column of annual reports.
 * - `unrelated`: anything else.
 */
export type TitleKind = 'report' | 'look_alike' | 'possible' | 'unrelated';

export interface TitleClass {
  readonly kind: TitleKind;
  /** Id of the rule that decided. */
  readonly reason: string;
  /** The reporting year the title states. */
  readonly year?: number;
}

/**
 * Sorts a title into report, look-alike, possible or unrelated. `context.column` is the name of the column it is listed
 * in: a bare title under 法治政府建设年度报告 is a look-alike.
 */
export function classifyTitle(title: string, context: { readonly column?: string | undefined } = {}): TitleClass {
  const folded = foldTitle(title);
  const year = yearInTitle(folded);
  const told = decide(folded, year, foldTitle(context.column ?? ''));
  return year === undefined ? told : { ...told, year };
}

/** News of a report and notices that may carry one: weighed before the phrase they contain. */
const ANNOUNCEMENTS: ReadonlySet<string> = new Set(['announced-report', 'report-made-public']);

function decide(title: string, year: number | undefined, column: string): TitleClass {
  const phrase = REPORT_PHRASE.exec(title);
  const outright = lookAlikeBeside(title, phrase?.[0]);
  if (outright !== undefined) return { kind: 'look_alike', reason: outright };
  const announced = POSSIBLE_RULES.find((rule) => ANNOUNCEMENTS.has(rule.id) && rule.pattern.test(title));
  if (announced !== undefined) return { kind: 'possible', reason: announced.id };
  if (phrase !== null) return judgePhrase(title, phrase, year);
  if (REPORT_PHRASE_TURNED.test(title)) return { kind: 'report', reason: 'phrase-turned-round' };
  if (year !== undefined && REPORT_PHRASE_CUT.test(title)) return { kind: 'report', reason: 'phrase-cut-off' };
  const bare = !title.includes('政府工作报告') && isBareTitle(title);
  if (bare) return inColumn({ kind: 'possible', reason: 'bare-body' }, column);
  const lookAlike = LOOK_ALIKE_RULES.find((rule) => rule.pattern.test(title));
  if (lookAlike !== undefined) return { kind: 'look_alike', reason: lookAlike.id };
  const possible = POSSIBLE_RULES.find((rule) => rule.pattern.test(title));
  if (possible !== undefined) return inColumn({ kind: 'possible', reason: possible.id }, column);
  if (REPORT_PHRASE_CUT.test(title)) return inColumn({ kind: 'possible', reason: 'phrase-cut-off' }, column);
  const cut = readCutTitle(title);
  if (cut !== undefined) return inColumn({ kind: 'possible', reason: `cut-${cut}` }, column);
  return { kind: 'unrelated', reason: 'no-rule' };
}

/** Id of the look-alike rule that holds although these words of a report stand in the title. */
function lookAlikeBeside(title: string, phrase: string | undefined): string | undefined {
  const governmental = phrase === undefined || phrase.startsWith('政');
  const rule = LOOK_ALIKE_RULES.find(
    ({ holds, pattern }) =>
      (holds === 'always' || (holds === 'unless-governmental' && !governmental)) && pattern.test(title),
  );
  return rule?.id;
}

function judgePhrase(title: string, phrase: RegExpExecArray, year: number | undefined): TitleClass {
  const ending = title.slice(phrase.index + phrase[0].length);
  if (!HARMLESS_ENDING.test(ending)) return { kind: 'possible', reason: 'phrase-and-more' };
  const yearly = /年度|年报/.test(phrase[0]) || title.includes('年度') || year !== undefined;
  return yearly ? { kind: 'report', reason: 'phrase' } : { kind: 'possible', reason: 'phrase-without-year' };
}

/** A column of look-alikes makes look-alikes of its bare titles. */
function inColumn(told: TitleClass, column: string): TitleClass {
  const phrase = REPORT_PHRASE.exec(column)?.[0];
  const outright = lookAlikeBeside(column, phrase);
  if (outright !== undefined) return { kind: 'look_alike', reason: outright };
  if (phrase !== undefined) return told;
  const rule = LOOK_ALIKE_RULES.find((candidate) => candidate.pattern.test(column));
  return rule === undefined ? told : { kind: 'look_alike', reason: rule.id };
}

function isBareTitle(title: string): boolean {
  const body = BARE_TITLE.exec(title)?.[1] ?? '';
  return body !== '' && isOneBody(body);
}
