/** The ranks that a reporting body can have. */
export const ORGANIZATION_LEVELS = ['province', 'prefecture', 'county', 'department', 'township', 'other'] as const;

/** The rank of a reporting body, as stored in `organizations.level`. */
export type OrganizationLevel = (typeof ORGANIZATION_LEVELS)[number];

/** A reporting body. Identity is (name, division). */
export interface Organization {
  /** Full name starting at the county: 永宁县人民政府, 永宁县农业农村局, 永宁县杨和镇人民政府. */
  readonly name: string;
  readonly level: OrganizationLevel;
  /** GB/T 2260 code of the county it belongs to, or null when nothing shows it. */
  readonly division: string | null;
  /** The bare county: 永宁县. */
  readonly divisionName: string | null;
}
