/**
 * Spoils whole files of every format for as long as is asked, and reads each as a report:
 * `node --import tsx bench/fuzz-readers.ts [minutes] [seed] [format…]`. What may not happen (a throw, a defect, a lost process, a limit
 * passed) is printed with what gives it again, and kept beside the run; the exit code is then 1.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { readSpoilt } from '../test/read/read-spoilt.ts';
import { isPacked, share, spoils, spoilt, spoiltWithin, type Spoil } from '../test/read/spoiling.ts';
import { wholeFiles } from '../test/read/whole-files.ts';

const minutes = Number(process.argv[2] ?? 15);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
const only = process.argv.slice(4);
const kept = join(tmpdir(), `fuzz-readers-${seed}`);

interface Tally {
  files: number;
  reports: number;
  notReports: number;
  unreadable: number;
  wrong: number;
  slowest: number;
}

const files = (await wholeFiles()).filter(({ name }) => only.length === 0 || only.some((one) => name.includes(one)));
const tallies = new Map<string, Tally>();
const reasons = new Map<string, number>();
const end = Date.now() + minutes * 60_000;
let failures = 0;
console.log(`${files.length} files, ${minutes} minutes, seed ${seed}`);
for (let round = 0; Date.now() < end; round += 1) {
  for (const [index, { name, bytes, slow }] of files.entries()) {
    if (Date.now() > end) break;
    // One of LibreOffice's or a whole scanned page takes as long as a hundred others.
    if (slow && round % 40 !== 0) continue;
    const spoilSeed = seed + round * 1000 + index;
    const [one] = fc.sample(fc.tuple(fc.array(spoils({ swelling: true }), { minLength: 1, maxLength: 2 }), share), {
      seed: spoilSeed,
      numRuns: 1,
    });
    if (one === undefined) continue;
    await judge(name, harm(bytes, one[0], one[1], round), `--seed ${spoilSeed}: ${JSON.stringify(one)}`);
  }
}
report();
process.exit(failures > 0 ? 1 : 0);

function harm(bytes: Uint8Array, list: readonly Spoil[], part: number, round: number): Uint8Array {
  const within = isPacked(bytes) && round % 3 !== 0;
  return list.reduce((harmed, spoil) => {
    if (harmed.length === 0 || harmed.length > 3_000_000) return harmed;
    return within ? spoiltWithin(harmed, part, spoil) : spoilt(harmed, spoil);
  }, bytes);
}

async function judge(name: string, bytes: Uint8Array, how: string): Promise<void> {
  const tally = tallies.get(name) ?? { files: 0, reports: 0, notReports: 0, unreadable: 0, wrong: 0, slowest: 0 };
  tallies.set(name, tally);
  const { outcome, seconds, fault } = await readSpoilt(bytes, name);
  tally.files += 1;
  tally.slowest = Math.max(tally.slowest, seconds);
  if (outcome?.kind === 'report') tally.reports += 1;
  if (outcome?.kind === 'not_a_report') tally.notReports += 1;
  if (outcome?.kind === 'unreadable') {
    tally.unreadable += 1;
    const reason = `${name.split('.').at(-1) ?? ''}: ${outcome.reason.replaceAll(/\d+/g, '9')}`;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  if (fault === undefined) return;
  failures += 1;
  tally.wrong += 1;
  mkdirSync(kept, { recursive: true });
  const file = join(kept, `${failures}-${name}`);
  writeFileSync(file, bytes);
  console.log(`${name}: ${fault}\n  ${how.slice(0, 400)}\n  kept as ${file}`);
}

function report(): void {
  console.log('file                     spoilt  reports  no reports  unreadable  wrong  slowest');
  for (const [name, { files: count, reports, notReports, unreadable, wrong, slowest }] of tallies) {
    const columns = [count, reports, notReports, unreadable, wrong].map((one) => String(one).padStart(8)).join(' ');
    console.log(`${name.padEnd(22)} ${columns}  ${slowest.toFixed(2)} s`);
  }
  console.log(`Reasons given (${reasons.size}):`);
  for (const [reason, count] of [...reasons].sort((a, b) => b[1] - a[1]))
    console.log(`${String(count).padStart(7)}  ${reason}`);
}
