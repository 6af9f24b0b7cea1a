import { readFileSync } from 'node:fs';

/**
 * A division that was renamed, given another code, or made a district or a city of (撤县设区, 撤县设市), and lived on as one other: only such
 * steps are in the table. Divisions that were divided, or became a part of another, have no successor.
 */
export interface Succession {
  readonly formerCode: string;
  readonly formerName: string;
  readonly code: string;
  readonly name: string;
  /** The first year whose table of GB/T 2260 has the new name and code. */
  readonly since: number;
}

let loaded: readonly Succession[] | undefined;

/** Every step since 2008, in order of years. */
export function successions(): readonly Succession[] {
  loaded ??= readFileSync(new URL('./successions.tsv', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line): Succession => {
      const [formerCode = '', formerName = '', code = '', name = '', since] = line.split('\t');
      return { formerCode, formerName, code, name, since: Number(since) };
    });
  return loaded;
}

let steps: ReadonlyMap<string, Succession> | undefined;

/**
 * Name and code that a division has today, over as many steps as it took: 无为县 341422 → 无为县 340225 → 无为市 340281. Undefined
 * for a division that has kept both, or has no successor.
 */
export function presentDivision(
  code: string,
  name: string,
): { readonly code: string; readonly name: string } | undefined {
  steps ??= new Map(successions().map((step) => [`${step.formerCode} ${step.formerName}`, step]));
  let present: Succession | undefined;
  for (let step = steps.get(`${code} ${name}`); step !== undefined; step = steps.get(`${step.code} ${step.name}`))
    present = step;
  return present;
}
