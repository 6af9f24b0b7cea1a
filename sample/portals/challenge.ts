import type { County } from '../province.ts';
import { encodeUtf8, type Site } from '../site.ts';

/** A portal behind a bot wall: every address answers 521 with a script that would set a cookie. No crawler of ours solves it. */
export function challengeSite(county: County): Site {
  const body = encodeUtf8(
    '<script>document.cookie="__jsl_clearance_s="+["1700000000.1","|-1|","sample"].join("")+";max-age=3600;path=/";location.href=location.pathname+location.search</script>',
  );
  return {
    county,
    resources: new Map(),
    validators: 'none',
    reportPaths: new Map(),
    answer: () => ({
      status: 521,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'set-cookie': '__jsluid_s=0123456789abcdef; max-age=31536000; path=/; HttpOnly',
      },
      body,
    }),
  };
}
