import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codesOf } from '../../src/codebook/codebook.ts';
import type { Finding, ReportCell } from '../../src/extract/report.ts';
import type { Organization } from '../../src/identity/organization.ts';
import { sha256Of } from '../../src/original/sha256.ts';
import { openCorpus } from '../../storage/corpus.ts';
import type { Corpus } from '../../storage/corpus.ts';
import type { ReportRecord, SourceRecord, SourceRole } from '../../storage/records.ts';

export const YONGNING: Organization = {
  name: '永宁县人民政府',
  level: 'county',
  division: '640121',
  divisionName: '永宁县',
};

/** A fresh data directory; the operating system clears it away. */
export function newDataDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'nianbao-storage-'));
}

/** A clock that stands still until it is set. */
export function stoppedClock(start = '2024-03-01T08:00:00.000Z'): { now: () => Date; set: (at: string) => void } {
  let at = new Date(start);
  return {
    now: () => at,
    set: (next) => {
      at = new Date(next);
    },
  };
}

export function openEmptyCorpus(clock = stoppedClock()): Corpus {
  return openCorpus(newDataDirectory(), { now: clock.now });
}

export interface ReportSketch {
  readonly organization?: Organization;
  readonly fiscalYear?: number;
  readonly title?: string;
  readonly publishedOn?: string | null;
  readonly portalId?: string | null;
  /** Address of the page, which is also where the figures stand unless `attachment` is given. */
  readonly url?: string;
  readonly attachment?: string;
  /** What the originals hold; other words are other bytes. */
  readonly bytes?: string;
  /** Figures by code that differ from the default 1. */
  readonly figures?: Readonly<Record<string, Partial<ReportCell>>>;
  readonly text?: string;
  readonly findings?: readonly Finding[];
  readonly extractorVersion?: string;
}

/** A report of the 2021 form with 1 in every cell but those of the sketch; its originals are filed in the corpus first. */
export function sketchReport(corpus: Corpus, sketch: ReportSketch = {}): ReportRecord {
  const url = sketch.url ?? 'https://www.yongning.test/t1.html';
  const bytes = sketch.bytes ?? `original at ${url}`;
  const page = source(corpus, url, bytes, 'page');
  const attachment =
    sketch.attachment === undefined ? null : source(corpus, sketch.attachment, `${bytes} attached`, 'attachment');
  return {
    report: {
      organization: sketch.organization ?? YONGNING,
      fiscalYear: sketch.fiscalYear ?? 2023,
      title: sketch.title ?? '2023年永宁县政府信息公开工作年度报告',
      publishedOn: sketch.publishedOn === undefined ? '2024-01-20' : sketch.publishedOn,
      cells: cellsOf(sketch.figures ?? {}),
      sections: [{ number: 1, heading: '一、总体情况', text: sketch.text ?? '本年度公开情况如下。' }],
      findings: sketch.findings ?? [],
    },
    portalId: sketch.portalId ?? null,
    pageUrl: url,
    sources: attachment === null ? [page] : [page, attachment],
    cellSource: attachment ?? page,
    extractorVersion: sketch.extractorVersion ?? '1',
  };
}

export function findingOn(subject: string, rule = 'A1'): Finding {
  return {
    rule,
    subject,
    severity: 'error',
    verdict: 'source',
    codes: [`requests.${subject}.total`],
    expected: '3',
    actual: '4',
    message: `${subject}: the six applicants sum to 3, the total says 4`,
  };
}

function source(corpus: Corpus, url: string, bytes: string, role: SourceRole): SourceRecord {
  const content = Buffer.from(bytes);
  const sha256 = sha256Of(content);
  corpus.recordDocument({ sha256, mediaType: 'text/html', bytes: content.length });
  return { url, sha256, role };
}

function cellsOf(figures: Readonly<Record<string, Partial<ReportCell>>>): ReportCell[] {
  return (['二', '三', '四'] as const)
    .flatMap((table) => codesOf(table, '2021'))
    .map((code, index) => {
      const change = figures[code] ?? {};
      const number = change.number === undefined ? 1 : change.number;
      return {
        code,
        printed: number === null ? '' : String(number),
        number,
        status: 'verified',
        derived: null,
        basis: null,
        locator: { table: 1, row: index, column: 2 },
        ...change,
      };
    });
}
