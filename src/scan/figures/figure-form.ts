/** How figures are written in cells: with groups of three or without, with a sign, with a unit after them. */
const NUMBER = /^[-+]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?(?:件|宗|个|元|万元?)?$/;
/** What stands where nothing is stated. */
const NOTHING_STATED = new Set(['', '-', '/', '无']);

/** Whether a row of marks has the form of something that stands in a cell for figures. */
export function hasFigureForm(marks: string): boolean {
  return NOTHING_STATED.has(marks) || NUMBER.test(marks);
}
