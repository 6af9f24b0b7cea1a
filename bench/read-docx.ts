import mammoth from 'mammoth';
import { printReport } from '../sample/report.ts';
import { makeVariant } from '../sample/variants.ts';
import { readDocx } from '../src/read/docx.ts';
import { docxOfReport } from '../test/read/docx-writer.ts';

/**
 * How long one Word document takes to become a `Document`, against `mammoth.convertToHtml` of the same bytes in the same run.
 * Prints milliseconds a document (lower quartile) and the ratio.
 */
const ROUNDS = 60;
const WARM_UP = 15;

const { content, appearance } = makeVariant('bench-docx', { format: 'html', tidy: true });
const bytes = docxOfReport(printReport(content, appearance));
const buffer = Buffer.from(bytes);

const works: Readonly<Record<string, () => unknown>> = {
  mammoth: () => mammoth.convertToHtml({ buffer }),
  readDocx: () => readDocx(bytes, { url: 'https://example.org/report.docx' }),
};
const times = new Map(Object.keys(works).map((name) => [name, [] as number[]]));
for (let round = -WARM_UP; round < ROUNDS; round += 1) {
  for (const [name, work] of Object.entries(works)) {
    const start = performance.now();
    await work();
    if (round >= 0) times.get(name)?.push(performance.now() - start);
  }
}
const quartile = (name: string): number => times.get(name)?.sort((one, other) => one - other)[ROUNDS >> 2] ?? 0;
const base = quartile('mammoth');
console.log(`document of ${(bytes.length / 1000).toFixed(0)} kB, lower quartiles of ${ROUNDS} rounds taken in turn`);
for (const name of times.keys()) {
  const time = quartile(name);
  const perSecond = (1000 / time).toFixed(0);
  console.log(
    `${name.padEnd(10)}${time.toFixed(2)} ms   ${(time / base).toFixed(2)} x mammoth   ${perSecond} a second`,
  );
}
