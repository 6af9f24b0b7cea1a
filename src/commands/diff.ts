import { StopRun, UsageError } from '../errors.ts';
import type { ContentDifference } from '../../storage/content-difference.ts';
import { openCorpus, type Corpus } from '../../storage/corpus.ts';
import type { SourceRecord } from '../../storage/records.ts';
import type { StoredReport } from '../../storage/report-rows.ts';
import { kindsOf, revisionDifference, type ChangeKind } from '../../storage/revision-kinds.ts';
import type { Command, DiffOptions } from './command.ts';
import { describeDifference } from './difference-view.ts';

interface RevisionView {
  readonly revision: number;
  readonly state: StoredReport['state'];
  readonly title: string;
  readonly publishedOn: string | null;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  readonly sources: readonly SourceRecord[];
}

interface RevisionChange {
  readonly from: number;
  readonly to: number;
  readonly kinds: readonly ChangeKind[];
  readonly difference: ContentDifference;
}

/** What `nianbao diff --json` prints. */
interface DiffAnswer {
  readonly outcome: 'done';
  readonly organization: string;
  readonly division: string | null;
  readonly year: number;
  readonly revisions: readonly RevisionView[];
  readonly changes: readonly RevisionChange[];
}

/** `nianbao diff`: what a publisher changed in a report, revision by revision. Reads the corpus only. */
export const runDiff: Command<DiffOptions> = async (options, io, settings) => {
  const corpus = openCorpus(settings.dataDirectory, { readOnly: true });
  try {
    const answer = compareRevisions(corpus, revisionsOfOne(corpus, options), options.year);
    io.out(io.json ? JSON.stringify(answer) : describe(answer));
  } finally {
    corpus.close();
  }
  return Promise.resolve(0);
};

function revisionsOfOne(corpus: Corpus, { organization, year }: DiffOptions): readonly StoredReport[] {
  if (organization.trim() === '') throw new UsageError('Name a body, such as 永宁县人民政府.');
  const revisions = corpus.revisionsNamed(organization.trim(), year);
  const bodies = new Map(revisions.map((report) => [report.organizationId, report.organization]));
  if (bodies.size === 0) {
    throw new StopRun(
      `The corpus has no report of ${organization} for ${year}. nianbao status shows what it has; names start at the county, as in 永宁县人民政府.`,
    );
  }
  if (bodies.size > 1) {
    const names = [...bodies.values()].map(({ name, division }) => `${name} (${division ?? 'no division'})`);
    throw new UsageError(
      `${organization} is part of several names: ${names.slice(0, 8).join(', ')}. Give one in full.`,
    );
  }
  return revisions;
}

function compareRevisions(corpus: Corpus, revisions: readonly StoredReport[], year: number): DiffAnswer {
  const changes = revisions.slice(1).map((later, index): RevisionChange => {
    const earlier = revisions[index] ?? later;
    const difference = revisionDifference(corpus.contentOf(earlier.id), corpus.contentOf(later.id));
    return { from: earlier.revision, to: later.revision, kinds: kindsOf(difference, earlier, later), difference };
  });
  const [first] = revisions;
  return {
    outcome: 'done',
    organization: first?.organization.name ?? '',
    division: first?.organization.division ?? null,
    year,
    revisions: revisions.map(({ revision, state, title, publishedOn, firstSeenAt, lastSeenAt, sources }) => ({
      revision,
      state,
      title,
      publishedOn,
      firstSeenAt,
      lastSeenAt,
      sources,
    })),
    changes,
  };
}

const KIND_WORDS: Readonly<Record<ChangeKind, string>> = {
  figures: 'figures changed',
  text: 'text changed',
  attachment: 'attachment replaced',
};

function describe({ organization, year, revisions, changes }: DiffAnswer): string {
  const lines = [
    `${organization} ${year}: ${revisions.length === 1 ? 'one revision' : `${revisions.length} revisions`}`,
  ];
  for (const view of revisions) {
    const { revision, state, publishedOn, firstSeenAt, lastSeenAt, sources } = view;
    const published = publishedOn === null ? '' : `, published ${publishedOn}`;
    lines.push(`revision ${revision} (${state})${published}, seen ${day(firstSeenAt)} to ${day(lastSeenAt)}`);
    for (const { role, url, sha256 } of sources) lines.push(`  ${role} ${url} ${sha256.slice(0, 12)}`);
  }
  if (changes.length === 0) lines.push('Nothing has changed since it was first seen.');
  for (const { from, to, kinds, difference } of changes) {
    const what = kinds.map((kind) => KIND_WORDS[kind]).join(', ');
    lines.push('', `revision ${from} → ${to}: ${what === '' ? 'the same figures and words at another address' : what}`);
    const text = describeDifference(difference);
    if (text !== '') lines.push(text);
  }
  return lines.join('\n');
}

function day(time: string): string {
  return time.slice(0, 10);
}
