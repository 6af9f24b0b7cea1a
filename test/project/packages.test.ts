import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../../src/config.ts';

interface Manifest {
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
  readonly allowScripts: Record<string, boolean>;
}

const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as Manifest;
const lockText = readFileSync(join(projectRoot, 'package-lock.json'), 'utf8');
const lock = JSON.parse(lockText) as {
  packages: Record<string, Partial<Manifest> & { integrity?: string; hasInstallScript?: boolean }>;
};

describe('packages', () => {
  test('are asked for in exact versions, the same in the lock file', () => {
    const versions = { ...manifest.dependencies, ...manifest.devDependencies };

    expect(Object.entries(versions).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
    expect(lock.packages['']).toMatchObject({
      dependencies: manifest.dependencies,
      devDependencies: manifest.devDependencies,
    });
  });

  test('come from whichever registry the user has, checked by their hash', () => {
    expect(lockText).not.toContain('"resolved"');
    for (const [path, { integrity }] of Object.entries(lock.packages))
      if (path !== '') expect(integrity, path).toBeTruthy();
  });

  test('run an install script only where package.json has decided so', () => {
    const withScript = Object.keys(lock.packages).filter((path) => lock.packages[path]!.hasInstallScript);

    expect(withScript.map((path) => path.replace(/^.*node_modules\//, '')).sort()).toEqual(
      Object.keys(manifest.allowScripts).sort(),
    );
  });
});
