import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { SkipThis } from '../errors.ts';
import { linesOfTsv, ONE_BLOCK, type TesseractRun } from './tesseract-words.ts';

const TIME_LIMIT_MS = 120_000;
const LANGUAGE = 'chi_sim';

const packageShape = z.object({ version: z.string() });

/** Tesseract as a package of this project: slower than the program, and always there. Null where it was not installed. */
export function findTesseractScript(): { readonly name: string; readonly run: TesseractRun } | null {
  const require = createRequire(import.meta.url);
  try {
    const { version } = packageShape.parse(require('tesseract.js/package.json'));
    const data = dirname(require.resolve(`@tesseract.js-data/${LANGUAGE}/package.json`));
    return { name: `tesseract.js ${version} ${LANGUAGE}`, run: runIn(join(data, '4.0.0_best_int')) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return null;
    throw error;
  }
}

/** Each reading has a worker of its own, ended with it: kept, it would hold 200 MB for as long as the run lasts. */
const runIn =
  (dataFolder: string): TesseractRun =>
  async (graymap) => {
    const { createWorker, OEM } = await import('tesseract.js');
    const failed: { reject?: (reason: Error) => void } = {};
    const failure = new Promise<never>((_, reject) => (failed.reject = reject));
    failure.catch(() => undefined);
    const worker = await createWorker(LANGUAGE, OEM.LSTM_ONLY, {
      langPath: dataFolder,
      cacheMethod: 'none',
      gzip: true,
      errorHandler: (reason: unknown) => failed.reject?.(new SkipThis(`tesseract.js failed: ${String(reason)}`)),
    });
    const timer = setTimeout(
      () => failed.reject?.(new SkipThis(`tesseract.js took longer than ${TIME_LIMIT_MS / 1000} s over a page`)),
      TIME_LIMIT_MS,
    );
    try {
      const reading = async (): Promise<string> => {
        await worker.setParameters({
          tessedit_pageseg_mode: ONE_BLOCK as never,
          user_defined_dpi: '200',
        });
        const { data } = await worker.recognize(graymap, {}, { tsv: true, text: false });
        return data.tsv ?? '';
      };
      return linesOfTsv(await Promise.race([reading(), failure]));
    } finally {
      clearTimeout(timer);
      await worker.terminate();
    }
  };
