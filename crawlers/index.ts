import type { Crawler } from './crawler.ts';
import epoint from './epoint.ts';
import generic from './generic.ts';
import gkmlpt from './gkmlpt.ts';
import hanweb from './hanweb.ts';
import hanwebXxgk from './hanweb-xxgk.ts';
import jpaas from './jpaas.ts';
import lonsun from './lonsun.ts';
import openness from './openness.ts';
import type { Page } from './page.ts';
import tableSite from './table-site.ts';
import trs from './trs.ts';
import truecms from './truecms.ts';
import ucap from './ucap.ts';
import vsb from './vsb.ts';

/** Every family, the most particular first; `generic` takes whatever the others leave. */
export const FAMILIES: readonly Crawler[] = [
  gkmlpt,
  truecms,
  hanwebXxgk,
  jpaas,
  hanweb,
  lonsun,
  openness,
  ucap,
  vsb,
  epoint,
  tableSite,
  trs,
  generic,
];

/** The family a page comes from. */
export function recogniseFamily(page: Page): Crawler {
  return FAMILIES.find((family) => family.recognises(page)) ?? generic;
}

export { attachmentsOf } from './attachments.ts';
