/**
 * Kills nights with SIGKILL at random moments and compares the corpus with an undisturbed one:
 * `node --import tsx bench/killed-nights.ts [KILLS] [SEED]`, twenty unless told. Exit code 1 where they differ.
 */
import { isDeepStrictEqual } from 'node:util';
import { randomFrom } from '../sample/random.ts';
import { killNights } from '../test/commands/killed-nights.ts';

const [kills = '20', seed = 'twenty kills'] = process.argv.slice(2);
const random = randomFrom(seed);
const {
  kills: killed,
  moments,
  undisturbed,
  disturbed,
  exitCode,
} = await killNights(Number(kills), () => random.next());
const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
print(`${killed} kills, after ${moments.join(', ')} requests; the last run ended with ${exitCode ?? 'nothing'}`);
let differ = 0;
for (const [table, rows] of Object.entries(undisturbed)) {
  const same = isDeepStrictEqual(rows, disturbed[table]);
  if (!same) {
    differ += 1;
    const others = disturbed[table] ?? [];
    print(`  only undisturbed: ${without(rows, others)[0] ?? 'none'}`);
    print(`  only disturbed: ${without(others, rows)[0] ?? 'none'}`);
  }
  print(`${table.padEnd(12)} ${String(rows.length).padStart(6)} rows  ${same ? 'equal' : 'DIFFERENT'}`);
}
process.exitCode = differ > 0 ? 1 : 0;

/** What `rows` have more of than `others`: a row that both have may stand twice in one. */
function without(rows: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return rows.filter((row) => {
    const at = left.indexOf(row);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
