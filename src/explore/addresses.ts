/** Addresses of the explorer's own pages. */
export const reportAddress = (id: number): string => `/reports/${id}`;
export const cellAddress = (id: number, code: string): string => `/reports/${id}/cells/${code}`;
export const organizationAddress = (id: number): string => `/organizations/${id}`;
export const originalAddress = (sha256: string): string => `/documents/${sha256}`;
export const evidenceAddress = (body: string, year: number): string => `/evidence/${encodeURIComponent(body)}/${year}`;
