/** The name under which robots.txt may address this crawler. */
export const productName = 'nianbao';

/**
 * What the crawler says of itself with every request: its name and version, and where to write.
 * @param contact e-mail address or URL, or null where the user gave none
 */
export function userAgent(version: string, contact: string | null): string {
  const purpose = 'research crawler for annual reports on government information disclosure';
  return `${productName}/${version} (${purpose}${contact === null ? '' : `; +${contact}`})`;
}
