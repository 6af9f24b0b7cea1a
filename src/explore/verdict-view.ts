import type { StoredVerdict, VerdictTarget } from '../../storage/verdicts.ts';
import { html, type Markup } from './markup.ts';
import { minuteOf, type View } from './view.ts';

/** What a person may say, in words. */
const WORDS: Readonly<Record<StoredVerdict['verdict'], readonly [english: string, chinese: string]>> = {
  confirmed: ['confirmed: it stands so in the original', '确认：原件如此'],
  source_error: ['error of the source', '原件有误'],
  extraction_error: ['error of our reading', '读取有误'],
  note: ['a note', '备注'],
};

/** What the form of a verdict needs besides the verdicts there are; null where none may be given. */
export interface VerdictForm {
  readonly token: string;
  readonly reportId: number;
  /** Who gave the last one from this browser. */
  readonly givenBy: string;
}

/** The verdicts on a report's year, and the form to give one. */
export interface SaidByPeople {
  readonly verdicts: readonly StoredVerdict[];
  readonly form: VerdictForm | null;
}

/** What people have said of a cell or a finding, and a form to say more. */
export function verdictView(view: View, target: VerdictTarget, { verdicts, form }: SaidByPeople): Markup | null {
  const given = verdicts.filter((verdict) => isOn(verdict, target));
  if (given.length === 0 && form === null) return null;
  return html`<div class="verdicts">
    ${given.map((verdict) => givenVerdict(view, verdict))}${form === null ? null : verdictForm(view, target, form)}
  </div>`;
}

function isOn(verdict: StoredVerdict, target: VerdictTarget): boolean {
  return 'code' in target
    ? verdict.code === target.code
    : verdict.rule === target.rule && verdict.subject === target.subject;
}

function givenVerdict({ say }: View, { verdict, text, givenBy, givenAt, stillStands, judged }: StoredVerdict): Markup {
  return html`<p class="verdict-given">
    <strong>${say(...WORDS[verdict])}</strong> — ${givenBy},
    ${minuteOf(givenAt)}${text === '' ? null : html`<br />${text}`}
    ${stillStands ? null : html`<br /><em>${say('It speaks of what stood there then:', '所指为当时的内容：')} <code>${judged}</code></em>`}
  </p>`;
}

function verdictForm({ say }: View, target: VerdictTarget, { token, reportId, givenBy }: VerdictForm): Markup {
  const fields =
    'code' in target
      ? html`<input type="hidden" name="code" value="${target.code}" />`
      : html`<input type="hidden" name="rule" value="${target.rule}" /><input
            type="hidden"
            name="subject"
            value="${target.subject}"
          />`;
  return html`<details class="verdict-form">
    <summary>${say('Say what you found in the original', '查看原件后作出判断')}</summary>
    <form method="post" action="/verdicts">
      <input type="hidden" name="token" value="${token}" />
      <input type="hidden" name="report" value="${reportId}" />
      ${fields}
      <label
        >${say('Verdict', '判断')}
        <select name="verdict">
          ${Object.entries(WORDS).map(([verdict, words]) => html`<option value="${verdict}">${say(...words)}</option>`)}
        </select></label
      >
      <label>${say('Words', '说明')} <textarea name="text" rows="2" cols="40" maxlength="2000"></textarea></label>
      <label
        >${say('Your name', '姓名')}
        <input name="given_by" value="${givenBy}" required maxlength="200" autocomplete="name"
      /></label>
      <button>${say('Store', '保存')}</button>
    </form>
  </details>`;
}
