import { readFileSync } from 'node:fs';
import { escapeHtml } from './render-html.ts';
import type { PlannedReport } from './planned-reports.ts';
import { type RenderedReport, renderReport } from './report.ts';

/** What a portal publishes for one report: HTML for its page, files beside it. */
export interface Publication {
  /** HTML of the article's body, without the attachment links; '' where there is no page. */
  readonly body: string;
  readonly attachments: readonly Attachment[];
}

export interface Attachment {
  readonly name: string;
  readonly extension: 'pdf' | 'doc';
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** The page and the files of a report, as its delivery says. */
export function publicationOf(report: PlannedReport): Publication {
  const summary = `<p>${escapeHtml(report.content.title)}全文见附件。</p>`;
  switch (report.delivery) {
    case 'page':
    case 'forbidden':
      return { body: pageBody(report), attachments: [] };
    case 'page and pdf':
      return { body: pageBody(report), attachments: pdfOf(report) };
    case 'tables in pdf':
      return { body: summary, attachments: pdfOf(report) };
    case 'pdf':
      return { body: '', attachments: pdfOf(report) };
    case 'word':
      return { body: summary, attachments: [wordFile(report)] };
    case 'missing':
      return { body: '', attachments: [] };
  }
}

/** The report as its PDF was printed: plain, whatever the page looks like. */
export function sourceOfPdf(report: PlannedReport): RenderedReport {
  return renderReport(report.content, { style: 'clean', seed: report.appearance.seed });
}

function pageBody(report: PlannedReport): string {
  return renderReport(report.content, report.appearance).text;
}

function pdfOf(report: PlannedReport): Attachment[] {
  if (report.pdf === null) return [];
  const bytes = readFileSync(new URL(`attachments/${report.pdf}`, import.meta.url));
  return [{ name: `${report.content.title}.pdf`, extension: 'pdf', contentType: 'application/pdf', bytes }];
}

/** It begins as Word's old format does and holds nothing that can be read: what matters is that the report is there and unreadable. */
function wordFile(report: PlannedReport): Attachment {
  const bytes = new Uint8Array(4096);
  bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  return { name: `${report.content.title}.doc`, extension: 'doc', contentType: 'application/msword', bytes };
}
