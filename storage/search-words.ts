/** One piece of a folded text: the form that is looked for, and where in the original it came from. */
interface FoldedText {
  readonly text: string;
  /** For each character of `text`, the index in the original at which its character begins. */
  readonly from: readonly number[];
}

/** A run of Chinese characters, or a word or number of any other script. */
const RUN = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}\p{M}])+/gu;
const HAN = /^\p{Script=Han}/u;

/** Full-width forms, ligatures and capitals are what they stand for. */
function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** A text folded character by character, each with the place it came from. */
export function foldForSearch(original: string): FoldedText {
  let text = '';
  const from: number[] = [];
  let at = 0;
  for (const character of original) {
    const form = folded(character);
    text += form;
    from.push(...Array<number>(form.length).fill(at));
    at += character.length;
  }
  return { text, from };
}

/** A run of Chinese characters as its pairs and its last character: 公开年报 is 公开 开年 年报 报. */
function pairsOf(run: string): string[] {
  const characters = [...run];
  return characters.map((character, index) => character + (characters[index + 1] ?? ''));
}

/** What stands in the index for a text: words divided by spaces. */
export function indexedWords(text: string): string {
  const words: string[] = [];
  for (const [run] of folded(text).matchAll(RUN)) {
    if (HAN.test(run)) words.push(...pairsOf(run));
    else words.push(run);
  }
  return words.join(' ');
}

/** What somebody looks for: each as it was typed, folded; all of them are to stand in one section. */
export function wantedWords(typed: string): string[] {
  const words = [...typed.matchAll(/["“”]([^"“”]*)["“”]|([^\s"“”]+)/gu)].map((match) => match[1] ?? match[2] ?? '');
  return words.map((word) => folded(word).trim()).filter((word) => word.match(RUN) !== null);
}

/**
 * The question to FTS5 for words that were typed, or null where nothing in them can be looked for. A word is a phrase: its pairs one
 * after the other. A single Chinese character is looked for as the beginning of a pair.
 */
export function matchExpression(words: readonly string[]): string | null {
  const phrases = words.map((word) => {
    const runs = [...word.matchAll(RUN)].map(([run]) => run);
    const last = runs.at(-1) ?? '';
    const tokens = runs.flatMap((run) => (HAN.test(run) ? pairsOf(run) : [run]));
    if (!HAN.test(last)) return quoted(tokens);
    if ([...last].length === 1) return `${quoted(tokens)} *`;
    return quoted(tokens.slice(0, -1));
  });
  return phrases.length === 0 ? null : phrases.join(' AND ');
}

/** The runs hold letters and digits only, so that nothing in them can end the quotation. */
function quoted(tokens: readonly string[]): string {
  return `"${tokens.join(' ')}"`;
}
