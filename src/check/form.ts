import type { TableNumber, TemplateYear } from '../codebook/codebook.ts';
import type { ReadReport } from '../extract/extract.ts';
import type { Finding } from '../extract/report.ts';
import { finding } from './rules.ts';

/** A5: rows and labels against the form. A whole table that is missing is said once. */
export function checkForm(report: ReadReport): Finding[] {
  const tables = Object.entries(report.templates).filter(([, template]) => template === null);
  const missingTables = report.cells.length === 0 ? [] : tables;
  const whole = missingTables.map(([table]) =>
    finding('A5', `table_${table}`, `table ${table} is not in the document`, { severity: 'error' }),
  );
  const rows = report.faults
    .filter((fault) => !(fault.fault === 'missing' && missingTables.some(([table]) => tableOf(fault.codes) === table)))
    .filter((fault) => !(fault.fault === 'missing' && fault.subject === 'table_四'))
    .map((fault) =>
      finding('A5', fault.subject, fault.message, {
        codes: fault.codes,
        severity: fault.fault === 'damaged_header' ? 'notice' : 'warning',
        verdict:
          fault.fault === 'damaged_header' || (fault.fault === 'missing' && report.fromGrid) ? 'source' : 'extraction',
      }),
    );
  return report.cells.length === 0 ? [] : [...whole, ...rows];
}

function tableOf(codes: readonly string[]): TableNumber | undefined {
  const word = codes[0]?.split('.')[0];
  return word === 'proactive' ? '二' : word === 'requests' ? '三' : word === 'disputes' ? '四' : undefined;
}

const CITED_NOTICE = /公开办函\s*[〔[【（(]\s*(2019|2021)\s*[〕\]】）)]\s*(?:60|30)\s*号/u;

/** H3: the form that the labels follow, that the year demands, and that the report cites. */
export function checkTemplates(report: ReadReport): Finding[] {
  const due: TemplateYear = report.fiscalYear >= 2021 ? '2021' : '2019';
  const cited = CITED_NOTICE.exec(report.opening)?.[1];
  const findings: Finding[] = [];
  for (const table of ['二', '三'] as const) {
    const template = report.templates[table];
    if (template === null || template === due || report.fiscalYear < 2019) continue;
    findings.push(
      finding(
        'H3',
        `table_${table}`,
        `table ${table} follows the form of ${template}; for ${report.fiscalYear} that of ${due} is due`,
        {
          expected: due,
          actual: template,
        },
      ),
    );
  }
  if (cited !== undefined && cited !== due && report.fiscalYear >= 2019) {
    findings.push(
      finding(
        'H3',
        'notice',
        `the report cites the notice of ${cited}; for ${report.fiscalYear} that of ${due} is in force`,
        {
          expected: due,
          actual: cited,
        },
      ),
    );
  }
  return findings;
}
