/** A page that stands in for the one asked for, until a browser has proved something. Never solved, only recognised. */
interface Challenge {
  readonly name: string;
  /** Statuses it comes with. */
  readonly statuses: readonly number[];
  /** Response headers that give it away. */
  readonly headers: readonly string[];
  /** What its page holds; any one is enough. Empty where status or header alone tell. */
  readonly body: readonly RegExp[];
}

/** Order matters: the first that fits names the challenge. */
const CHALLENGES: readonly Challenge[] = [
  {
    name: '加速乐',
    statuses: [521, 512, 200, 503],
    headers: [],
    body: [/__jsl_clearance/, /__jsluid/, /\bgo\(\{\s*"bts"/],
  },
  {
    name: '加速乐',
    statuses: [521, 512],
    headers: [],
    body: [/document\.cookie\s*=[\s\S]{0,4000}location\.href\s*=\s*location\.pathname/],
  },
  {
    name: '瑞数',
    statuses: [412, 202, 400, 403, 200],
    headers: [],
    body: [/\$_ts\s*=\s*window\[/, /\$_ts\.(?:cd|nsd|lcd)\b/, /window\.\$_ts\b|\$_ts\s*=/],
  },
  { name: '瑞数', statuses: [412], headers: [], body: [] },
  { name: '网神', statuses: [403, 404, 405, 491], headers: ['wzws-ray'], body: [] },
];

/** A challenge page is small. */
const LARGEST_CHALLENGE_BYTES = 100_000;

/** Behind some challenges the true pages carry the same script: with a success status only a page that links nowhere is one. */
const LINK = /<a\s[^>]*\bhref/i;

/**
 * Says which kind of challenge a response is, or null.
 * @param headers by lower-case name
 */
export function recogniseChallenge(
  status: number,
  headers: Readonly<Record<string, string>>,
  bytes: Uint8Array,
): string | null {
  const candidates = CHALLENGES.filter(
    (challenge) => challenge.statuses.includes(status) && challenge.headers.every((name) => name in headers),
  );
  if (candidates.length === 0) return null;
  const readable = bytes.byteLength <= LARGEST_CHALLENGE_BYTES && isMarkup(headers['content-type']);
  const markup = readable ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1') : '';
  const found = candidates.find(
    (challenge) => challenge.body.length === 0 || challenge.body.some((sign) => sign.test(markup)),
  );
  if (found === undefined || (status < 300 && LINK.test(markup))) return null;
  return found.name;
}

function isMarkup(contentType: string | undefined): boolean {
  return contentType === undefined || /html|text\/plain/i.test(contentType);
}
