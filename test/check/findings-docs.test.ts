import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RULES } from '../../src/check/rules.ts';
import { RULES_ACROSS_REPORTS } from '../../src/check/rules-across-reports.ts';
import { projectRoot } from '../../src/config.ts';

test('docs/findings.md lists the rules as they are', () => {
  const page = readFileSync(join(projectRoot, 'docs', 'findings.md'), 'utf8');
  const rows = page.split('\n').filter((line) => /^\| [A-H]\d \|/.test(line));
  expect(rows).toEqual(
    [...RULES, ...RULES_ACROSS_REPORTS].map(
      (rule) => `| ${rule.id} | ${rule.formula} | ${rule.normally} | \`${rule.severity}\` | ${rule.shownBy} |`,
    ),
  );
});
