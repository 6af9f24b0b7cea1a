export { dateIn, readPeriod, readPublishedOn } from './dates.ts';
export type { Period } from './dates.ts';
export { countiesBelow, divisionByCode, divisionsNamed, findDivision, shortProvinceName } from './divisions.ts';
export { identifyOrganization } from './organizations.ts';
export type { OrganizationClues } from './organizations.ts';
export { foldTitle } from './title-text.ts';
export { classifyTitle } from './titles.ts';
export { readFiscalYear, yearInTitle } from './years.ts';
