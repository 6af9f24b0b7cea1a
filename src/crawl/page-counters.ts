/** Scripts and addresses that only count visitors: by their path or host, of makes that portals use. */
const COUNTERS: readonly RegExp[] = [
  /\/(?:hm|tongji|stats?|piwik|matomo|analytics|gtag|cnzz|z_stat|webstat|sitestat|dynclicks|pagecount|counter|(?:visitor?|hit|click|article)_?(?:counts?|hits|stat))(?:\.min)?\.(?:js|php|gif|do|jsp|aspx?)(?:[?#]|$)/i,
  /^https?:\/\/(?:hm\.baidu|zz\.bdstatic|push\.zhanzhang\.baidu|[\w.-]*\.cnzz|[\w.-]*google-analytics|www\.googletagmanager|[\w.-]*\.51\.la|ta\.trs|zfwzgl\.www\.gov|dcs\.conac|bszs\.conac)\b/i,
];

/** Is this plainly of no use to what a page shows? */
export function isCounter(url: string): boolean {
  return COUNTERS.some((sign) => sign.test(url));
}
