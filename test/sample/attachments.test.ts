import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../src/config.ts';
import { reportFrom } from '../extract/written-report.ts';

const FOLDER = join(projectRoot, 'sample', 'attachments');

/** Printed by Chromium from pages whose figures balance; borders are drawn double, with mitred corners. */
test.each(readdirSync(FOLDER).filter((name) => name.endsWith('.pdf')))(
  'every cell of %s is read and proven',
  async (name) => {
    const { cells, faults } = await reportFrom(new Uint8Array(readFileSync(join(FOLDER, name))));
    expect(faults).toEqual([]);
    expect(cells).toHaveLength(200);
    expect(cells.filter(({ status }) => status !== 'verified' && status !== 'read')).toEqual([]);
  },
);
