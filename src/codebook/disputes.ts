/** 四、政府信息公开行政复议、行政诉讼情况: one row of figures in three blocks of five. */
export const DISPUTE_BLOCKS = [
  { id: 'reconsideration', label: '行政复议', citation: '行政复议', english: 'administrative reconsideration' },
  {
    id: 'litigation_direct',
    label: '未经复议直接起诉',
    citation: '行政诉讼 未经复议直接起诉',
    english: 'litigation without reconsideration',
  },
  {
    id: 'litigation_after_review',
    label: '复议后起诉',
    citation: '行政诉讼 复议后起诉',
    english: 'litigation after reconsideration',
  },
] as const;

/** The five columns of a block, left to right. The first four sum to the last. */
export const DISPUTE_RESULTS = [
  { id: 'upheld', label: '结果维持', english: 'upheld' },
  { id: 'corrected', label: '结果纠正', english: 'corrected' },
  { id: 'other', label: '其他结果', english: 'other result' },
  { id: 'pending', label: '尚未审结', english: 'pending' },
  { id: 'total', label: '总计', english: 'total' },
] as const;

export type DisputeBlockId = (typeof DISPUTE_BLOCKS)[number]['id'];
