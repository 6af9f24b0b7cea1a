import { divisionsNamed, findDivision } from '../src/identity/index.ts';
import type { Division } from '../src/identity/divisions.ts';
import type { Page } from './page.ts';

/** A link of a provincial or prefectural portal to the portal of a division below it. */
export interface SubordinatePortal {
  /** Official name of the division: 永宁县, 固原市. */
  readonly name: string;
  /** Null where several divisions have the name and nothing tells which. */
  readonly division: string | null;
  readonly province: string | null;
  readonly home: string;
}

/** What sites print around a division's name in a list of portals: 永宁县政府网, 中国·永宁, 永宁县人民政府门户网站. */
const TRIMMINGS = /^中国[·•.]?|(?:人民)?政府(?:门户)?(?:网站?|网群)?$|门户网站?$|网站?$|[\s·•>›]+/gu;
/** A portal's home page, not a page within it. */
const HOME_PATH = /^\/(?:(?:index|default|main|home)\.\w+)?$/i;

/**
 * The portals that a page lists of prefectures and counties, each once, in the order of the page. A link counts where its words are a
 * division's name, in full or with what sites print around it, and its address is a home page on another host, or a folder of its own.
 *
 * @param above code of the division that the page belongs to, which tells namesakes apart; undefined where not known
 */
export function subordinatePortals(page: Page, above: string | undefined): SubordinatePortal[] {
  const own = new URL(page.url);
  const found = new Map<string, SubordinatePortal>();
  for (const { url, text } of page.links) {
    const address = new URL(url);
    const name = nameIn(text);
    if (name === undefined || found.has(name) || address.href === own.href) continue;
    if (address.host === own.host ? !isOwnFolder(address) : !HOME_PATH.test(address.pathname)) continue;
    const division = divisionOf(name, above);
    if (division !== undefined && division.code === above) continue;
    found.set(name, {
      name,
      division: division?.code ?? null,
      province: division?.province ?? null,
      home: address.href,
    });
  }
  return [...found.values()];
}

function nameIn(text: string): string | undefined {
  const words = text.replace(/\s+/g, '');
  return [words, words.replace(TRIMMINGS, '')].find((name) =>
    divisionsNamed(name).some(({ rank, former }) => rank !== 'province' && !former),
  );
}

/** A namesake in the same prefecture or province is meant before one elsewhere. */
function divisionOf(name: string, above: string | undefined): Division | undefined {
  return findDivision(name, above === undefined ? {} : { code: above }) ?? findDivision(name);
}

/** /yongning/ on the portal of the prefecture. */
function isOwnFolder({ pathname, search }: URL): boolean {
  return search === '' && /^\/[\w-]+\/?$/.test(pathname) && !HOME_PATH.test(pathname);
}
