/** What stands in a cell, for comparison; nothing that only says how it was read. */
export const JUDGED_CELL = "json_object('printed', c.printed, 'number', c.number)";
/** What a finding says, for comparison. */
export const JUDGED_FINDING = "json_object('expected', f.expected, 'actual', f.actual)";

/** The id of the latest verdict on what `condition` says of `w`, in the report `r` of the organization `o`. */
export function latestVerdict(condition: string): string {
  return `(SELECT w.id FROM verdicts w WHERE w.fiscal_year = r.fiscal_year AND w.organization = o.name
    AND coalesce(w.division, '') = coalesce(o.division, '') AND ${condition} ORDER BY w.given_at DESC, w.id DESC LIMIT 1)`;
}
