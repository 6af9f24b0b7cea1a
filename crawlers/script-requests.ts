import type { Page } from './page.ts';

/** A request that a page's script makes: its address without query, and what it asks with. */
export interface ScriptRequest {
  readonly endpoint: URL;
  readonly parameters: Readonly<Record<string, string>>;
}

const SCRIPT = /<script\b[^>]*>([\s\S]*?)<\/script>/gi;
const QUOTED = /(["'])((?:\\.|(?!\1)[^\\\n])*)\1/g;
const OBJECT = /\{([^{}]*)\}/g;
/** The object with the parameters stands within so many characters of its address: `$.ajax({url: '…', type: 'post', data: {…}})`. */
const REACH = 1200;

/**
 * The requests to an endpoint that the scripts of a page spell out, each once: an address in quotes, its query, and the constant
 * values of the object literal that follows it, or else of the last one before it. What a script computes is not known here.
 */
export function scriptRequests(page: Page, endpoint: RegExp): ScriptRequest[] {
  if (!endpoint.test(page.html)) return [];
  const found = new Map<string, ScriptRequest>();
  const constants = assignedConstants(page.html);
  for (const [, script = ''] of page.html.matchAll(SCRIPT)) {
    for (const match of script.matchAll(QUOTED)) {
      const address = (match[2] ?? '').replaceAll('\\/', '/').replaceAll('&amp;', '&');
      if (!endpoint.test(address) || !URL.canParse(address, page.url)) continue;
      const url = new URL(address, page.url);
      const parameters = {
        ...Object.fromEntries(url.searchParams),
        ...pairsBeside(script, match.index, match[0].length, constants),
      };
      const request = { endpoint: new URL(url.pathname, url.origin), parameters };
      found.set(`${request.endpoint.href} ${JSON.stringify(parameters)}`, request);
    }
  }
  return [...found.values()];
}

function pairsBeside(
  script: string,
  start: number,
  length: number,
  constants: ReadonlyMap<string, string>,
): Record<string, string> {
  const end = start + length;
  const pairsOf = (literal: string): Record<string, string> => ({
    ...namedPairs(literal, constants),
    ...literalPairs(literal),
  });
  const after =
    script
      .slice(end, end + REACH)
      .matchAll(OBJECT)
      .next().value?.[1] ?? '';
  const pairs = pairsOf(after);
  if (Object.keys(pairs).length > 0) return pairs;
  const before = [...script.slice(Math.max(0, start - REACH), start).matchAll(OBJECT)].at(-1)?.[1] ?? '';
  return pairsOf(before);
}

/** What the page's scripts assign to a variable where they declare it, as text: `var area = "1101"`. */
function assignedConstants(html: string): Map<string, string> {
  const declarations = html.matchAll(
    /(?:\b(?:var|let|const)\s+|,\s*)([A-Za-z_$][\w$]*)\s*=\s*(?:"([^"\n]*)"|'([^'\n]*)'|(-?\d+)\b)/g,
  );
  return new Map(
    [...declarations].map(([, name = '', double, single, bare]) => [name, double ?? single ?? bare ?? '']),
  );
}

/** The pairs of an object literal whose values are variables that the page declares: `{area: area}`. */
function namedPairs(literal: string, constants: ReadonlyMap<string, string>): Record<string, string> {
  const pairs = literal.matchAll(/(?:^|[{,\s])["']?([A-Za-z_]\w*)["']?\s*:\s*([A-Za-z_$][\w$]*)(?=\s*(?:[,}\n]|$))/g);
  return Object.fromEntries(
    [...pairs].flatMap(([, name = '', variable = '']) => {
      const value = constants.get(variable);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** The pairs of an object literal whose values are constants: `{a: 1, 'b': "x"}`. */
export function literalPairs(literal: string): Record<string, string> {
  const pairs = [
    ...literal.matchAll(
      /(?:^|[{,\s])["']?([A-Za-z_]\w*)["']?\s*:\s*(?:"([^"]*)"|'([^']*)'|(-?\d+)(?=\s*(?:[,}\n]|$)))/g,
    ),
  ];
  return Object.fromEntries(pairs.map(([, name = '', double, single, bare]) => [name, double ?? single ?? bare ?? '']));
}

/** The address of a request with these parameters as its query. */
export function withQuery(endpoint: URL, parameters: Readonly<Record<string, string>>): URL {
  const url = new URL(endpoint);
  url.search = new URLSearchParams(parameters).toString();
  return url;
}

/** The values of the page's hidden fields, by name or id. */
export function hiddenInputs(page: Page): Record<string, string> {
  const inputs = [...page.html.matchAll(/<input\b[^>]*\btype\s*=\s*["']?hidden\b[^>]*>/gi)].map(([tag]) => tag);
  return Object.fromEntries(
    inputs.map((tag) => [attributeOf(tag, 'name') ?? attributeOf(tag, 'id') ?? '', attributeOf(tag, 'value') ?? '']),
  );
}

/** The value of an attribute as a tag spells it, quoted or not. */
export function attributeOf(tag: string, name: string): string | undefined {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(tag);
  return (match?.[1] ?? match?.[2] ?? match?.[3])
    ?.replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
