import { isOneBody } from './bodies.ts';
import { takeDivisions } from './division-prefix.ts';

/**
 * How a title ends that a list cut off before it says what it is: `after-name` where the body is named whole (杨和镇2023年…),
 * `within-name` where its name may go on (2023年永宁县…).
 */
export type CutTitle = 'after-name' | 'within-name';

const CUT = /(?:…|⋯|\.{2,})+$/;
const YEAR_FIRST = /^(?:19|20)\d{2}年?度?/;
/** What a notice says before a name; no report's title begins so. */
const ACTION_FIRST = /^(?:印发|转发|公布|发布|做好|开展|召开|举办|公开|征求)/;
const YEAR_LAST = /(?:(?:19|20)\d{2}年?度?|2(?:0\d?)?)$/;
/** Long enough that no office's name begins so: 政府办公室 and 政务服务中心 begin with 政府 and 政务. */
const PHRASE_BEGUN = /(?:人民)?政[府务]信息?$/;
const PHRASE_PERHAPS = /(?:人民)?政[府务]?$|人民?$/;
/** The beginning of an office's name, behind its county, is no longer than this. */
const LONGEST_BEGINNING = 6;

/** Reads a folded title that a list cut off; undefined where it is whole, or where no report's title begins so. */
export function readCutTitle(title: string): CutTitle | undefined {
  if (!CUT.test(title)) return undefined;
  const head = title.replace(CUT, '').replace(/^关于/, '');
  if (ACTION_FIRST.test(head)) return undefined;
  const afterYear = head.replace(YEAR_FIRST, '');
  const withoutPhrase = afterYear.replace(PHRASE_BEGUN, '');
  const withoutAny = withoutPhrase.replace(PHRASE_PERHAPS, '');
  const name = withoutAny.replace(YEAR_LAST, '');
  const yearFirst = afterYear !== head;
  const nameEnds = withoutPhrase !== afterYear || name !== withoutAny;
  if (name === '') return yearFirst || nameEnds ? 'within-name' : undefined;
  if (isOneBody(name)) return nameEnds ? 'after-name' : 'within-name';
  const { county, rest } = takeDivisions(name);
  return yearFirst && county !== undefined && rest.length <= LONGEST_BEGINNING ? 'within-name' : undefined;
}
