import { readBody } from './bodies.ts';
import { takeDivisions } from './division-prefix.ts';
import { subjectsOf } from './title-subject.ts';
import { foldCharacters } from './title-text.ts';

/** The bodies a report's opening names. */
export interface OpeningBodies {
  /** In the title the report cites for itself. */
  readonly cited: readonly string[];
  /** As the ones who wrote, published or answer for it. */
  readonly writers: readonly string[];
}

const CITED_TITLE = /《([^《》]{2,60}信息公开[^《》]{0,12}(?:年度报告|年报)[^《》]{0,12})》/g;
const ANNOUNCED_TITLE = /(?:现将|现公布|现发布|现就)([^，。；《》]{2,40}信息公开(?:工作)?(?:年度报告|年报|情况))/g;

/** Where the body that wrote a report stands in a sentence; the first group is its name. */
const WRITER_SIGNS: readonly RegExp[] = [
  /由([^，。；、《》]{2,30}?)(?:负责)?编[制写]/g,
  /(?:^|[，。；])([^，。；、《》：]{2,30}?)(?:根据|依据|按照|编制|组织编制|特编制)/g,
  /20\d{2}年(?:度)?(?:以来)?[，,]?([^，。；、《》：]{2,25}?)(?:认真|深入|全面|严格|坚持|按照|贯彻|高度|紧紧|始终|积极|不断|围绕|切实|以习近平|在县|在区|在市)/g,
  /与([^，。；、（(：]{3,30}?)(?:政务公开办公室|政务公开办|办公室)?联系/g,
];

const GOVERNMENT_OFFICE_NAME = '人民政府办公室';
/** A report over a whole division is its government's, though the government's office writes it. */
const WHOLE_DIVISION = /全[县区市旗州]|各乡镇|各镇|各部门|县直|区直/;

function officesGovernment(office: string): string {
  return office.replace(/(?:人民)?政府办(?:公室)?$/, '人民政府');
}

/** Reads the bodies named in an opening; only names that are whole names of one body are given. */
export function bodiesNamedIn(opening: string): OpeningBodies {
  const text = foldCharacters(opening).slice(0, 3000);
  const cited: string[] = [];
  for (const pattern of [CITED_TITLE, ANNOUNCED_TITLE]) {
    for (const match of text.matchAll(pattern))
      cited.push(...subjectsOf((match[1] ?? '').replace(/情况$/, '年报')).named);
  }
  const writers: string[] = [];
  for (const sign of WRITER_SIGNS) {
    for (const match of text.matchAll(sign)) {
      const name = match[1] ?? '';
      const taken = takeDivisions(name);
      const body = readBody(taken.rest);
      if (body === undefined) continue;
      const nothingNamed = taken.county === undefined && taken.prefecture === undefined;
      if (body.level === 'government' && nothingNamed) continue;
      writers.push(body.name === GOVERNMENT_OFFICE_NAME && WHOLE_DIVISION.test(text) ? officesGovernment(name) : name);
    }
  }
  return { cited, writers };
}
