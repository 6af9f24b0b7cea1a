import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configJsonSchema, projectRoot, readSettings } from '../../src/config.ts';
import { findJsonError } from '../../src/json-error.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nianbao-config-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function configFile(content: object): string {
  const path = join(folder, 'config.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
}

describe('settings', () => {
  test('the project comes with a config that states the defaults', () => {
    const defaults = readSettings(configFile({}));

    expect({ ...readSettings(undefined), dataDirectory: '' }).toEqual({ ...defaults, dataDirectory: '' });
    expect(readSettings(undefined).dataDirectory).toBe(join(projectRoot, 'data'));
    expect(defaults).toMatchObject({ delaySeconds: 1, contact: null, browserPath: null, portals: [] });
  });

  test('the config beats the defaults', () => {
    const path = configFile({
      data: 'corpus',
      delay: 2.5,
      contact: 'mailto:lab@example.org',
      ceilings: { requests: 7 },
    });

    expect(readSettings(path)).toMatchObject({
      dataDirectory: join(folder, 'corpus'),
      delaySeconds: 2.5,
      contact: 'mailto:lab@example.org',
      ceilings: { requestsPerPortal: 7, redirects: 5 },
    });
  });

  test('flags beat the config', () => {
    const path = configFile({ data: 'corpus', delay: 2.5, ceilings: { requests: 7 } });

    expect(readSettings(path, { data: '/srv/corpus', delaySeconds: 0, requestsPerPortal: 9 })).toMatchObject({
      dataDirectory: '/srv/corpus',
      delaySeconds: 0,
      ceilings: { requestsPerPortal: 9 },
    });
  });

  test('a contact that cannot stand in a header is refused', () => {
    expect(() => readSettings(configFile({ contact: 'a@example.org\r\nx: y' }))).toThrow(
      /"contact": expected printable/,
    );
  });
});

test('config.schema.json is what the settings generate; `npm run schema` writes it', () => {
  expect(readFileSync(join(projectRoot, 'config.schema.json'), 'utf8')).toBe(configJsonSchema());
});

describe('the place of a mistake in JSON', () => {
  test('is found exactly where JSON.parse fails at all', () => {
    const almostJson = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', '"', ':', 'x', '\n', '0', '\\', '-'))
      .map(([text, at, stray]) => text.slice(0, at % (text.length + 1)) + stray + text.slice(at % (text.length + 1)));

    fc.assert(
      fc.property(fc.oneof(fc.json(), almostJson, fc.string()), (text) => {
        expect(findJsonError(text) === null).toBe(parses(text));
      }),
      { numRuns: 2000 },
    );
  });

  test('counts lines and columns from 1', () => {
    expect(findJsonError('{\n  "a": 1\n  "b": 2\n}')).toEqual({ line: 3, column: 3, expected: '"," or "}"' });
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
