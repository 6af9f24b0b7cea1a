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
const YEAR_LAST = /(?:(?:19|20)\d{2}年?度?|20\d?)$/;
/** Long enough that no office's name begins so: 政府办公室 and 政务服务中心 begin with 政府 and 政务. */
const PHRASE_BEGUN = /政[府务]信息?$/;
const PHRASE_PERHAPS = /(?:人民)?政[府务]?$|人民?$/;
/** The beginning of an office's name, behind its county, is no longer than this. */
const LONGEST_BEGINNING = 6;

/** Reads a folded title that a list cut off; undefined where it is whole, or where no report's title begins so. */
export function readCutTitle(title: string): CutTitle | undefined {
  if (!CUT.test(title)) return undefined;
  const head = title.replace(CUT, '').replace(/^关于/, '');
  if (ACTION_FIRST.test(head)) return undefined;
  const tail = head.replace(YEAR_FIRST, '');
  const name = tail.replace(PHRASE_BEGUN, '').replace(YEAR_LAST, '');
  if (name !== tail && isOneBody(name)) return 'after-name';
  const dated = tail !== head || name !== tail;
  const perhaps = name.replace(PHRASE_PERHAPS, '');
  if (perhaps === '') return dated ? 'within-name' : undefined;
  if (isOneBody(name) || isOneBody(perhaps)) return 'within-name';
  const { county, rest } = takeDivisions(perhaps);
  return tail !== head && county !== undefined && rest.length <= LONGEST_BEGINNING ? 'within-name' : undefined;
}
