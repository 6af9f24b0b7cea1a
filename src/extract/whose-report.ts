import {
  classifyTitle,
  divisionMisreadAs,
  foldTitle,
  identifyOrganization,
  isOneBody,
  readFiscalYear,
  readPeriod,
  type OrganizationClues,
} from '../identity/index.ts';
import type { Organization } from '../identity/organization.ts';
import type { Document } from '../read/document.ts';
import type { ExtractionContext } from './extract.ts';
import { likeness } from './label-text.ts';
import { mendHeadline, type MendedHeadline } from './misread-headline.ts';
import { toSimplified } from './script.ts';
import type { CutDocument } from './sections.ts';
import type { FoundTitle } from './title.ts';

/** Something of the report that was concluded, not read. */
export interface ReadingNote {
  readonly subject: 'title' | 'organization' | 'year' | 'pages';
  /** What was read in its place, if anything was. */
  readonly read: string | null;
  readonly taken: string | null;
  readonly message: string;
}

/** Whose report it is, and of which year. */
export interface Whose {
  readonly organization: Organization;
  readonly fiscalYear: number;
  readonly title: string;
  readonly titleYear: number | undefined;
  readonly notes: readonly ReadingNote[];
}

/** What may tell it. */
export interface WhoseClues {
  readonly document: Document;
  readonly cut: CutDocument;
  readonly found: FoundTitle;
  readonly context: ExtractionContext;
  /** The lines above section 一, in simplified characters. */
  readonly opening: string;
  /** Opening and sections, in simplified characters. */
  readonly text: string;
  /** Words were recognised, and some of them wrongly. */
  readonly fromPixels: boolean;
}

/** Tells whose report it is, or says what is missing. */
export function tellWhose(clues: WhoseClues): Whose | { readonly missing: string } {
  const { found, context, fromPixels } = clues;
  const mended = fromPixels && (found.kind !== 'report' || found.year === undefined) ? bestHeadline(clues) : undefined;
  const year = tellYear(clues, mended);
  if (year === undefined) return { missing: 'it states no year, in its title, its period or its text' };
  const body = tellBody(clues, mended);
  if (body === undefined) return { missing: 'it names no body, and nothing tells whose report it is' };
  const notes: ReadingNote[] = [...year.notes, ...body.notes];
  if (mended && context.organization === undefined) {
    notes.unshift({
      subject: 'title',
      read: mended.line,
      taken: mended.title,
      message: `the headline was read as ${mended.line}, and is taken for ${mended.title}`,
    });
  }
  return {
    organization: body.organization,
    fiscalYear: year.year,
    title: mended?.title ?? found.title,
    titleYear: year.titleYear,
    notes,
  };
}

type Line = MendedHeadline & { readonly line: string };

/** The headline among the lines of the document, its running heads included: one that names a body of a known place goes first. */
function bestHeadline({ document, cut }: WhoseClues): Line | undefined {
  const lines = document.blocks.flatMap((block) =>
    block.kind === 'paragraph' || block.kind === 'heading' ? [block.text] : [],
  );
  const opening = cut.opening.slice(-12);
  const pairs = opening.slice(1).map((line, at) => `${opening[at] ?? ''}${line}`);
  const headlines = [...opening, ...pairs, ...lines].flatMap((line): Line[] => {
    const mended = mendHeadline(toSimplified(line));
    return mended ? [{ ...mended, line: line.trim() }] : [];
  });
  const named = headlines.filter(({ title }) => identifyOrganization({ title }) !== undefined);
  return named.find(({ title }) => identifyOrganization({ title })?.division != null) ?? named[0] ?? headlines[0];
}

function tellYear(
  { found, context, opening, text, fromPixels }: WhoseClues,
  mended: Line | undefined,
):
  | { readonly year: number; readonly titleYear: number | undefined; readonly notes: readonly ReadingNote[] }
  | undefined {
  const titleYear = found.year ?? mended?.year;
  if (context.year !== undefined) return { year: context.year, titleYear, notes: [] };
  const period = fromPixels ? (readPeriod(opening) ?? readPeriod(text)) : undefined;
  const periodYear =
    period && period.from.slice(0, 4) === period.to.slice(0, 4) ? Number(period.to.slice(0, 4)) : undefined;
  const listed = context.listedYear;
  if (titleYear !== undefined && periodYear !== undefined && titleYear !== periodYear && listed !== titleYear) {
    // Both ends of the period say so; a single misread digit makes another year of the title's.
    const message = `the headline was read as of ${titleYear}; the period of the figures lies in ${periodYear}, and that is taken`;
    const note: ReadingNote = { subject: 'year', read: String(titleYear), taken: String(periodYear), message };
    return { year: periodYear, titleYear: undefined, notes: [note] };
  }
  const known =
    titleYear ??
    listed ??
    readFiscalYear({ title: context.listedTitle ?? found.title, period: opening, text: text.slice(0, 4000) })?.year;
  if (known !== undefined) return { year: known, titleYear, notes: [] };
  const named = yearOfFileName(context.fileName);
  if (named === undefined) return undefined;
  const message = `the document states no year; that of its file's name is taken: ${named}`;
  return { year: named, titleYear, notes: [{ subject: 'year', read: null, taken: String(named), message }] };
}

/** Only of a name that speaks of a report: the dates in other names lie. */
function yearOfFileName(name = ''): number | undefined {
  return /信息公开|年报|年度报告/.test(name) ? classifyTitle(name).year : undefined;
}

interface ToldBody {
  readonly organization: Organization;
  readonly notes: readonly ReadingNote[];
}

function tellBody(clues: WhoseClues, mended: Line | undefined): ToldBody | undefined {
  const { document, found, context, opening, fromPixels } = clues;
  const known: OrganizationClues = {
    title: context.organization ?? mended?.title ?? (found.kind === 'unrelated' ? '' : toSimplified(found.title)),
    opening,
    siteName: document.metadata.get('sitename'),
    column: context.column,
    listedAs: context.listedOrganization ?? context.listedTitle ?? toSimplified(found.headline),
    portal: context.portal,
  };
  const told = identifyOrganization(known);
  const signed =
    told && !fromPixels && context.organization === undefined ? signedBySubunit(clues, known, told) : undefined;
  if (signed) return signed;
  if (context.organization !== undefined || (told && (!fromPixels || told.division !== null)))
    return told && { organization: told, notes: [] };
  const witnesses = witnessesOf(clues).flatMap(({ name, place }) => {
    const organization = identifyOrganization({ ...known, title: name });
    return organization === undefined ? [] : [{ organization, place }];
  });
  if (told === undefined) {
    const [first] = witnesses;
    if (first === undefined) return undefined;
    const { name } = first.organization;
    const message = `no headline tells whose report it is; ${name} is taken from ${first.place}`;
    return { organization: first.organization, notes: [{ subject: 'organization', read: null, taken: name, message }] };
  }
  const near = witnesses.find(
    ({ organization }) => organization.division !== null && likeness(organization.name, told.name) >= NEARLY_THE_SAME,
  );
  const misread = near ?? misreadPlace(told, known);
  if (misread === undefined) return { organization: told, notes: [unlistedPlace(told)] };
  const { name } = misread.organization;
  const message = `the headline was read as of ${told.name}, which is in no list of places; ${name} is taken from ${misread.place}`;
  return {
    organization: misread.organization,
    notes: [{ subject: 'organization', read: told.name, taken: name, message }],
  };
}

/** Offices that write and sign the report of their government. */
const WRITES_FOR_GOVERNMENT = /(?:政府|党政|政务公开|信息公开|党委和政府)(?:工作)?(?:综合)?(?:领导小组)?办(?:公室)?$/u;

/**
 * A report whose headline, list and opening name no body stands on the portal of its county, and would be the county's; where it bears the
 * signature of one department or township alone, it is theirs.
 */
function signedBySubunit(clues: WhoseClues, known: OrganizationClues, told: Organization): ToldBody | undefined {
  const { portal, siteName, ...own } = known;
  if ((portal === undefined && siteName === undefined) || identifyOrganization(own) !== undefined) return undefined;
  const signatures = witnessesOf(clues)
    .filter(({ place }) => place === SIGNATURE)
    .flatMap(({ name }) => identifyOrganization({ ...known, title: name }) ?? []);
  const [signer, ...others] = signatures.filter(
    ({ name }, at) => signatures.findIndex((one) => one.name === name) === at,
  );
  if (signer === undefined || others.length > 0 || signer.division !== told.division) return undefined;
  if (signer.level !== 'department' && signer.level !== 'township') return undefined;
  if (signer.name === told.name || WRITES_FOR_GOVERNMENT.test(signer.name)) return undefined;
  const message = `neither headline nor list tells whose report it is; ${signer.name} is taken from ${SIGNATURE}`;
  return { organization: signer, notes: [{ subject: 'organization', read: null, taken: signer.name, message }] };
}

const NEARLY_THE_SAME = 0.7;

interface Witness {
  readonly name: string;
  readonly place: string;
}

const SUBJECT_OF_SENTENCE =
  /(?:^|[。；\n])([\p{Script=Han}]{3,26}?)(?:坚持|把政务公开|把政府信息|认真|深入|全面|严格|贯彻|高度|始终|积极|不断|围绕|切实|按照|根据|以习近平|进一步|紧紧|高标准)/gu;
const SIGNED_WITHIN = 8;
const SIGNATURE = 'the signature';

/** Who speaks of itself in the text, who signed it, and what the file is called, in the order of their worth. */
function witnessesOf({ document, cut, context }: WhoseClues): Witness[] {
  const first = cut.sections.find(({ number }) => number === 1)?.text ?? '';
  const text = toSimplified([...cut.opening, first.slice(0, 1500)].join('\n'));
  const speakers = [...text.matchAll(SUBJECT_OF_SENTENCE)].map((match) => match[1] ?? '').filter(isOneBody);
  const last = document.blocks
    .flatMap((block) =>
      block.kind === 'paragraph'
        ? [toSimplified(block.text).replace(/\s+|(?<=\p{Script=Han})\s*20\d{2}年\d{1,2}月\d{1,2}日$/gu, '')]
        : [],
    )
    .slice(-SIGNED_WITHIN)
    .filter((line) => line.length <= 26 && isOneBody(line));
  const fileName = foldTitle(context.fileName ?? '');
  return [
    ...speakers.map((name) => ({ name, place: 'the sentences that speak of it' })),
    ...last.map((name) => ({ name, place: SIGNATURE })),
    ...(fileName === '' ? [] : [{ name: fileName, place: 'the name of its file' }]),
  ];
}

/** The place of a body's name, where it is in no list of places and the picture of one that is. */
function misreadPlace(
  told: Organization,
  known: OrganizationClues,
): { readonly organization: Organization; readonly place: string } | undefined {
  const { divisionName } = told;
  if (divisionName === null) return undefined;
  const code = known.portal?.division;
  const division = divisionMisreadAs(divisionName, code === undefined ? {} : { code });
  if (division === undefined) return undefined;
  const organization = identifyOrganization({ ...known, title: told.name.replace(divisionName, division.name) });
  return organization?.division == null
    ? undefined
    : { organization, place: 'the list of places, where no other name looks like it' };
}

function unlistedPlace({ name }: Organization): ReadingNote {
  const message = `${name} was read from a picture, and its place is in no list of places: it may be misread`;
  return { subject: 'organization', read: name, taken: name, message };
}
