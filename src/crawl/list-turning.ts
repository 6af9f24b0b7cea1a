import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright';
import { z } from 'zod';
import { CONTROLS, INSTALL_CONTROLS } from './page-controls.ts';

/** Clicks in one page: a list with more states than this is read from what they brought, and said to be incomplete. */
const MOST_CLICKS = 80;
/** Rows opened to see where they lead, for lists whose rows name no address. */
const MOST_ROWS = 60;
/** So many of them in a row that lead nowhere are no links. */
const DEAD_ROWS = 3;
const ANSWER_MS = 5_000;

const rowSchema = z.object({ url: z.string(), text: z.string(), title: z.string(), beside: z.string() });
const lookSchema = z.object({ rows: z.array(rowSchema), column: z.string() });
const openedSchema = z.object({ text: z.string(), beside: z.string() }).nullable();

type ListRow = z.output<typeof rowSchema>;

/** Where the page wanted to go when something in it was clicked. */
export interface WantedPage {
  readonly url: string;
  readonly method: string;
  /** Fields of a form that it would have sent; null where it sends none. */
  readonly body: string | null;
}

/** What clicking needs of the page it works in. */
export interface TurnablePage {
  readonly page: Page;
  /** Lets the page's scripts do what a click has set off. */
  readonly settle: () => Promise<boolean>;
  /** Where the page has wanted to go since this was last asked; it has stayed where it is. */
  readonly takeWanted: () => WantedPage[];
}

/** What clicking through a list has brought. */
export interface TurnedList {
  /** Markup with the rows that were not in the page before, each group under the control that brought it; '' where there are none. */
  readonly markup: string;
  /** Whether it was clicked to the end. */
  readonly isWhole: boolean;
}

/**
 * Clicks through the list that a rendered page shows: to the next page, for more rows, from year to year and from body to body, and opens
 * rows that name no address. The page stays on its address throughout.
 */
export async function turnList(turnable: TurnablePage): Promise<TurnedList> {
  const groups: string[] = [];
  await ask(turnable.page, INSTALL_CONTROLS, z.unknown());
  await ask(turnable.page, `${CONTROLS}.look()`, lookSchema);
  groups.push(...(await openRows(turnable)));
  for (let clicks = 0; clicks < MOST_CLICKS; clicks++) {
    const words = await ask(turnable.page, `${CONTROLS}.click()`, z.string().nullable());
    if (words === null) return { markup: groups.join('\n'), isWhole: true };
    const isAlive = await turnable.settle();
    const wanted = turnable.takeWanted();
    if (wanted.length > 0) await ask(turnable.page, `${CONTROLS}.leftThePage()`, z.unknown());
    const { rows, column } = await ask(turnable.page, `${CONTROLS}.look()`, lookSchema);
    const found = [...rows.map(rowMarkup), ...wanted.map((page) => wantedMarkup(page, words, ''))];
    if (found.length > 0) groups.push(groupMarkup(words, column, found));
    if (!isAlive) break;
    groups.push(...(await openRows(turnable, column)));
  }
  return { markup: groups.join('\n'), isWhole: false };
}

async function openRows({ page, settle, takeWanted }: TurnablePage, column = ''): Promise<string[]> {
  const found: string[] = [];
  for (let rows = 0, dead = 0; rows < MOST_ROWS && dead < DEAD_ROWS; rows++) {
    const before = page.url();
    const row = await ask(page, `${CONTROLS}.openRow()`, openedSchema);
    if (row === null) break;
    await settle();
    const wanted = takeWanted();
    // A page that changes its own address instead is asked to go back.
    const after = page.url();
    if (after !== before) {
      await ask(page, 'history.back()', z.unknown());
      await settle();
      if (after.split('#')[0] !== before.split('#')[0]) wanted.push({ url: after, method: 'GET', body: null });
    }
    dead = wanted.length === 0 ? dead + 1 : 0;
    found.push(...wanted.map((target) => wantedMarkup(target, row.text, row.beside)));
  }
  return found.length === 0 ? [] : [groupMarkup('', column, found)];
}

function groupMarkup(words: string, column: string, rows: readonly string[]): string {
  return `<section data-after-click="${escaped(words)}" data-list-of="${escaped(column)}"><ul>\n${rows.join('\n')}\n</ul></section>`;
}

function rowMarkup({ url, text, title, beside }: ListRow): string {
  return `<li><a href="${escaped(url)}" title="${escaped(title)}">${escaped(text)}</a> ${escaped(beside)}</li>`;
}

function wantedMarkup({ url, method, body }: WantedPage, words: string, beside: string): string {
  if (method !== 'POST') return rowMarkup({ url, text: words, title: '', beside });
  const fields = [...new URLSearchParams(body ?? '')].map(
    ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
  );
  return `<li><form method="post" action="${escaped(url)}" data-sent-by="${escaped(words)}">${fields.join('')}</form></li>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** Asks the page something. Throws where it does not answer in time: its scripts hang. */
async function ask<Answer>(page: Page, expression: string, schema: z.ZodType<Answer>): Promise<Answer> {
  const answer = page.evaluate<unknown>(expression);
  answer.catch(() => undefined);
  const hung = Symbol('hung');
  const given = await Promise.race([answer, sleep(ANSWER_MS, hung)]);
  if (given === hung)
    throw new UnansweringPageError(
      `The page did not answer within ${ANSWER_MS / 1000} s while its list was clicked through`,
    );
  return schema.parse(given);
}

/** The page's scripts hang; what it had shown before stands. */
export class UnansweringPageError extends Error {
  override readonly name = 'UnansweringPageError';
}
