const HOURS_OF_CHINA = 8;

/** The day in China, as an ISO date, of a time in seconds since 1970: what is past midnight there may be the day before in Greenwich. */
export function dayInChina(seconds: number): string {
  return new Date((seconds + HOURS_OF_CHINA * 3600) * 1000).toISOString().slice(0, 10);
}
