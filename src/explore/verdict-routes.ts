import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { getCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';
import { openCorpus } from '../../storage/corpus.ts';
import { recordVerdict, VERDICTS, verdictsOn } from '../../storage/verdicts.ts';
import type { StoredReport } from '../../storage/report-rows.ts';
import { cellAddress, reportAddress } from './addresses.ts';
import { notFound, problem } from './answers.ts';
import { BadRequest } from './queries.ts';
import type { SaidByPeople } from './verdict-view.ts';
import { reportOf, type World } from './world.ts';

export const VERDICT_PATH = '/verdicts';
const NAME_COOKIE = 'nianbao_name';
const YEAR_SECONDS = 365 * 24 * 3600;
const LONGEST_FORM = 64 * 1024;

const formSchema = z
  .object({
    token: z.string(),
    report: z.string(),
    code: z.string().max(200).optional(),
    rule: z.string().max(200).optional(),
    subject: z.string().max(400).optional(),
    verdict: z.enum(VERDICTS),
    text: z.string().max(2000),
    given_by: z.string().trim().min(1, 'a verdict needs the name of who gives it').max(200),
  })
  .refine(({ code, rule, subject }) => (code === undefined) !== (rule === undefined || subject === undefined), {
    message: 'a verdict is on a cell or on a finding',
  });

/** A secret that only pages of this very process know. */
export function newFormToken(): string {
  return randomBytes(24).toString('base64url');
}

/**
 * Takes verdicts. The corpus of the pages stays open for reading only; each verdict opens it for writing by itself, and writes nothing else.
 * A form is believed only where it comes from a page of ours: by its Origin, and by the token that no other page can read.
 */
export function addVerdicts(app: Hono, world: World): void {
  const { formToken } = world;
  if (formToken === null) return;
  app.post(VERDICT_PATH, bodyLimit({ maxSize: LONGEST_FORM }), async (context) => {
    if (!isFromOurPage(context)) return problem(context, 403, 'Verdicts are taken from pages of this explorer only.');
    const parsed = formSchema.safeParse(await context.req.parseBody());
    if (!parsed.success) throw new BadRequest(parsed.error.issues[0]?.message ?? 'The form is not understood');
    const form = parsed.data;
    if (!isSame(form.token, formToken)) {
      return problem(
        context,
        403,
        'The page is older than this run of the explorer: go back, load it anew and try again.',
      );
    }
    const report = reportOf(world, form.report);
    if (report === undefined) return notFound(context);
    const target =
      form.code === undefined ? { rule: form.rule ?? '', subject: form.subject ?? '' } : { code: form.code };
    store(world, report, { target, verdict: form.verdict, text: form.text, givenBy: form.given_by });
    setCookie(context, NAME_COOKIE, form.given_by, {
      path: '/',
      maxAge: YEAR_SECONDS,
      sameSite: 'Strict',
      httpOnly: true,
    });
    return context.redirect(
      form.code === undefined ? `${reportAddress(report.id)}#findings` : cellAddress(report.id, form.code),
      303,
    );
  });
}

/** What the pages of a report show of verdicts. */
export function verdictsFor(context: Context, { corpus, formToken }: World, report: StoredReport): SaidByPeople {
  const { name, division } = report.organization;
  const verdicts = verdictsOn(corpus, { organization: name, division, fiscalYear: report.fiscalYear });
  // A verdict is about what stands: one on a superseded revision would speak of the current one.
  if (formToken === null || report.state !== 'current') return { verdicts, form: null };
  return { verdicts, form: { token: formToken, reportId: report.id, givenBy: getCookie(context, NAME_COOKIE) ?? '' } };
}

function store(
  { corpus }: World,
  report: StoredReport,
  given: Pick<Parameters<typeof recordVerdict>[1], 'target' | 'verdict' | 'text' | 'givenBy'>,
): void {
  const writable = openCorpus(corpus.dataDirectory);
  try {
    const { name, division } = report.organization;
    const place = { organization: name, division, fiscalYear: report.fiscalYear };
    recordVerdict(writable, { place, ...given, givenAt: null, judged: null });
  } finally {
    writable.close();
  }
}

/** A browser says where a form comes from; what says nothing is no page of ours. */
function isFromOurPage(context: Context): boolean {
  const origin = context.req.header('origin');
  const site = context.req.header('sec-fetch-site');
  return origin === new URL(context.req.url).origin && (site === undefined || site === 'same-origin');
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
