import { cellLabel, numberText } from './cell-labels.ts';
import { html, type Markup } from './markup.ts';
import type { View } from './view.ts';
import type { WrittenSum, WrittenTerm } from './written-sums.ts';

/** What each identity says. */
const FORMULAS: Readonly<Record<WrittenSum['identity']['rule'], readonly [english: string, chinese: string]>> = {
  A1: ['the six applicants sum to the total', '六类申请人之和等于总计'],
  A2: ['the outcomes sum to （七）总计', '各项办理结果之和等于（七）总计'],
  A3: ['一 + 二 = （七） + 四', '第一项加第二项之和，等于第三项（七）加第四项之和'],
  B1: ['the four results sum to the total', '四种结果之和等于总计'],
};

/**
 * A sum with every figure in it, each leading to its receipt, and whether it holds. Zeros of a long sum are counted, not written.
 *
 * @param here the cell that the page is about
 */
export function writtenSum(
  view: View,
  { identity, left, right, outcome }: WrittenSum,
  { here, address }: { readonly here: string | null; readonly address: (code: string) => string },
): Markup {
  const { say } = view;
  const [english, chinese] = FORMULAS[identity.rule];
  const side = (terms: readonly WrittenTerm[]): Markup => {
    const shown = terms.filter(({ code, number }) => terms.length < 8 || code === here || number !== 0);
    const zeros = terms.length - shown.length;
    const parts = shown.map(
      (term, index) => html`${index === 0 ? null : ' + '}${writtenTerm(view, term, { here, address })}`,
    );
    const rest =
      zeros === 0 ? null : html`${parts.length === 0 ? null : ' + '}${say(`${zeros} zeros`, `${zeros} 个零`)}`;
    return html`${parts}${rest}`;
  };
  const sums =
    outcome.kind === 'untested'
      ? null
      : html` <span class="result"
          >${numberText(outcome.left)} ${outcome.kind === 'holds' ? '=' : '≠'} ${numberText(outcome.right)}</span
        >`;
  const verdict = {
    holds: say('holds', '成立'),
    fails: say('fails', '不成立'),
    untested: say('cannot be tested: a side is blank, or a cell is in doubt', '无法检验：一侧为空，或有存疑的格'),
  }[outcome.kind];
  return html`<div class="sum sum-${outcome.kind}">
    <p><strong>${identity.rule}</strong> ${say(english, chinese)}: <span class="verdict">${verdict}</span></p>
    <p class="arithmetic">
      ${side(left)} <span class="relation">${outcome.kind === 'fails' ? '≠' : '='}</span> ${side(right)}${sums}
    </p>
  </div>`;
}

function writtenTerm(
  view: View,
  { code, number, status }: WrittenTerm,
  { here, address }: { readonly here: string | null; readonly address: (code: string) => string },
): Markup {
  const text =
    number === null ? (status === 'blank' ? view.say('blank', '空') : view.say('none', '无')) : numberText(number);
  const label = cellLabel(code, view);
  if (code === here) return html`<strong class="here" title="${label}">${text}</strong>`;
  return html`<a href="${address(code)}" title="${label}">${text}</a>`;
}
