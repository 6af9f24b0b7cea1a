import { isWide } from './text-line.ts';

/** Joins lines of one paragraph or cell: no space between two CJK characters where the line was only wrapped. */
export function joinLines(lines: readonly string[]): string {
  let joined = '';
  for (const line of lines) {
    const before = joined.codePointAt(joined.length - 1) ?? 0;
    const after = line.codePointAt(0) ?? 0;
    joined += joined === '' || line === '' || (isWide(before) && isWide(after)) ? line : ` ${line}`;
  }
  return joined;
}
