import {
  BODY_TAILS,
  COUNTY_CHARACTER,
  GENERIC_BODIES,
  GOVERNMENT_OFFICE,
  GOVERNMENT_TAIL,
  NATIONAL_BODY,
  NOT_A_TOWNSHIP,
  SELF_REFERENCE,
  TOWNSHIP_TAILS,
} from './body-names.ts';
import type { OrganizationLevel } from './organization.ts';
import { takeDivisions } from './division-prefix.ts';

/** A body's own name, its county taken off: `农业农村局`, `杨和镇人民政府`; '' with level `government` for the county's own. */
export interface Body {
  readonly name: string;
  readonly level: OrganizationLevel | 'government';
}

/**
 * Reads what is left of a body's name once divisions are off its front; undefined where it is not the name of one body
 * (各乡镇, 我局, a sentence).
 */
export function readBody(rest: string): Body | undefined {
  const text = rest.replace(/[（(](?:本级|机关|本部|汇总)[）)]/g, '').replace(/^[的之]|[的之]$/g, '');
  if (GOVERNMENT_TAIL.test(text)) return { name: '', level: 'government' };
  if (GOVERNMENT_OFFICE.test(text)) return { name: '人民政府办公室', level: 'department' };
  if (text.length > 26 || /[，。；：、《》“”"'!?！？<>|]/.test(text)) return undefined;
  if (NATIONAL_BODY.test(text) || SELF_REFERENCE.test(text) || GENERIC_BODIES.test(text)) return undefined;
  const name = text.replace(COUNTY_CHARACTER, '');
  if (GENERIC_BODIES.test(name)) return undefined;
  return readTownship(name.replace(/^人民政府(?=.{2})/, '')) ?? readUnit(name);
}

function readTownship(text: string): Body | undefined {
  for (const tail of TOWNSHIP_TAILS) {
    const stem = tail.pattern.exec(text)?.[1];
    if (stem === undefined || NOT_A_TOWNSHIP.test(stem)) continue;
    return { name: `${stem}${tail.spelling ?? ''}`, level: tail.level };
  }
  return undefined;
}

function readUnit(text: string): Body | undefined {
  for (const tail of BODY_TAILS) {
    const match = tail.pattern.exec(text);
    if (match === null || (match.index === 0 && match[0].length < 3)) continue;
    return { name: tail.spelling === undefined ? text : text.slice(0, match.index) + tail.spelling, level: tail.level };
  }
  return undefined;
}

/** Does this text name one government, office or township (not a school, a firm, or a kind of bodies)? */
export function isOneBody(text: string): boolean {
  const taken = takeDivisions(text);
  if (taken.rest === '' && taken.county === undefined && taken.prefecture === undefined) return false;
  const body = readBody(taken.rest);
  if (body === undefined) return false;
  if (body.level === 'government') return taken.county !== undefined || taken.prefecture !== undefined;
  return body.level !== 'other' || body.name.endsWith('管理委员会');
}
