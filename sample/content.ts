import type { Organization } from '../src/identity/organization.ts';
import type { KnownFinding, Slips } from './contradictions.ts';
import type { BodyLevel, Figures, Templates } from './figures.ts';

/** What a sample report says, however it will look. */
export interface ReportContent {
  readonly organization: Organization;
  readonly level: BodyLevel;
  readonly fiscalYear: number;
  readonly title: string;
  readonly templates: Templates;
  readonly figures: Figures;
  readonly slips: Slips;
  readonly findings: readonly KnownFinding[];
  /** ISO date. */
  readonly publishedOn: string;
}
