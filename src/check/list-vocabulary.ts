/** Words that open a list of parts after the whole. */
export const LIST_OPENINGS =
  /其中|包括|包含|分别(?:为|是)|分为|(?<=\d(?:件|份|条|宗|起|个|项|篇|次|期))（(?=[^（）\d]{1,16}\d[^（）]*\d[^（）]*）)/gu;

/** Names for all that is left: with it a list is complete. */
export const REST = /其[他它余]|剩余|另外/u;

export interface ListKind {
  /** Words of a part's label by which the kind of division is known. */
  readonly words: RegExp;
  /** When each of these is among the parts, nothing else can be. */
  readonly completeWith?: readonly RegExp[];
}

/** Ways in which requests and disputes are divided; what is divided in another way is another list. */
export const LIST_KINDS: Readonly<Record<string, ListKind>> = {
  outcomes: { words: /(?:予以?|同意|部分|不)公开|不予处理|无法提供|其[他它]处理|不掌握|不存在/u },
  applicants: {
    words: /自然人|公民|个人|法人|企业|机构|社会(?:公益)?组织/u,
    completeWith: [/自然人|公民|个人/u, /法人|其[他它]组织/u],
  },
  channels: {
    words: /当面|现场|窗口|信函|邮寄|邮政|信件|来信|网络|网上|网站|平台|在线|邮件|邮箱|传真|快递|线上|线下/u,
    completeWith: [/网|平台|在线|邮件|线上/u, /当面|现场|窗口|信|邮寄|邮政|快递|线下/u],
  },
  results: { words: /维持|纠正|撤回|撤诉|驳回|撤销|审结|审理|其[他它]结果/u },
  disputes: { words: /直接(?:提起)?(?:行政)?(?:起诉|诉讼)|复议后/u, completeWith: [/直接/u, /复议后/u] },
};
