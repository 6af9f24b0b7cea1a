import { postbackPages } from './postback-pages.ts';
import { turnedForms } from './turned-forms.ts';
import type { Dialect } from './walk.ts';

/** Ways to fill and to turn a list that no make has for itself: every family reads them. */
export const ANY_LISTS: readonly Dialect[] = [postbackPages, turnedForms];
