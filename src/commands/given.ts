import { UsageError } from '../errors.ts';
import type { YearRange } from './command.ts';

/**
 * What stood on the command line for one command, as text; each reader checks one value and names the option where it
 * is wrong.
 */
export class Given {
  readonly #words: readonly string[];
  readonly #options: Readonly<Record<string, unknown>>;

  /** `words` are the arguments, `options` those of commander, by their names in camel case. */
  constructor(words: readonly string[], options: Readonly<Record<string, unknown>>) {
    this.#words = words;
    this.#options = options;
  }

  /** The arguments in their order. */
  words(): readonly string[] {
    return this.#words;
  }

  flag(name: string): boolean {
    return this.#options[camelCase(name)] === true;
  }

  text(name: string): string | null {
    const value = this.#options[camelCase(name)];
    if (typeof value !== 'string') return null;
    if (value.trim() === '') throw new UsageError(`--${name} is empty.`);
    return value;
  }

  /** One of the listed words. */
  choice<const Choice extends string>(name: string, choices: readonly Choice[]): Choice {
    const value = this.text(name);
    const choice = choices.find((candidate) => candidate === value);
    if (choice !== undefined) return choice;
    throw new UsageError(`--${name} takes ${choices.join(' or ')}; got ${value ?? 'nothing'}.`);
  }

  /** Some of the listed words, divided by commas; null where the option is not given. */
  choices<const Choice extends string>(name: string, choices: readonly Choice[]): readonly Choice[] | null {
    const words = this.text(name)
      ?.split(',')
      .map((word) => word.trim());
    const wrong = words?.find((word) => !choices.some((choice) => choice === word));
    if (wrong !== undefined) {
      throw new UsageError(
        `--${name} takes ${choices.join(', ')}, divided by commas; got ${wrong === '' ? 'nothing' : wrong}.`,
      );
    }
    return words === undefined ? null : choices.filter((choice) => words.includes(choice));
  }

  /** A day, YYYY-MM-DD. */
  day(name: string): string | null {
    const value = this.text(name);
    if (value === null) return null;
    const time = /^\d{4}-\d\d-\d\d$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : NaN;
    if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(value)) return value;
    throw new UsageError(`--${name} takes a day such as 2024-03-31; got ${value}.`);
  }

  /** One of the listed words, that stands as argument `index`. */
  choiceWord<const Choice extends string>(index: number, name: string, choices: readonly Choice[]): Choice {
    const value = this.#words[index];
    const choice = choices.find((candidate) => candidate === value);
    if (choice !== undefined) return choice;
    throw new UsageError(`<${name}> is ${choices.join(' or ')}; got ${value ?? 'nothing'}.`);
  }

  /** A number not below `least`; `whole` asks for an integer. */
  number(name: string, { least, whole = false }: { least: number; whole?: boolean }): number | null {
    const value = this.text(name);
    if (value === null) return null;
    const number = Number(value);
    if (Number.isFinite(number) && number >= least && (!whole || Number.isSafeInteger(number))) return number;
    throw new UsageError(`--${name} takes a ${whole ? 'whole ' : ''}number from ${least} up; got ${value}.`);
  }

  /** A fiscal year that a report can have; disclosure reports began with 2008. */
  year(name: string): number | null {
    const value = this.text(name);
    if (value === null) return null;
    const year = parseYear(name, value);
    if (year >= 2000 && year <= 2100) return year;
    throw new UsageError(`--${name} takes a fiscal year from 2000 to 2100; got ${value}.`);
  }

  /** The fiscal year that stands as argument `index`. */
  yearWord(index: number, name: string): number {
    const text = this.#words[index] ?? '';
    const year = /^[1-9]\d{3}$/.test(text) ? Number(text) : 0;
    if (year >= 2000 && year <= 2100) return year;
    throw new UsageError(`<${name}> is a fiscal year from 2000 to 2100; got ${text === '' ? 'nothing' : text}.`);
  }

  /** `2023` or `2021-2024`, both ends included. */
  years(name: string): YearRange | null {
    const value = this.text(name);
    if (value === null) return null;
    const [first = '', last = first, ...rest] = value.split('-').map((part) => part.trim());
    if (rest.length > 0) throw new UsageError(`--${name} takes a year or two, such as 2021-2024; got ${value}.`);
    const range = { from: parseYear(name, first), to: parseYear(name, last) };
    if (range.from > range.to) throw new UsageError(`--${name} runs backwards: ${value}.`);
    return range;
  }
}

function parseYear(name: string, text: string): number {
  if (/^[1-9]\d{3}$/.test(text)) return Number(text);
  throw new UsageError(`--${name} takes a fiscal year such as 2023; got ${text === '' ? 'nothing' : text}.`);
}

function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
