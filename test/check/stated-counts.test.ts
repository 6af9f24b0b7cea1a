import { describe, expect, test } from 'vitest';
import { checkReport } from '../../src/check/check.ts';
import { COUNT_SUBJECTS } from '../../src/check/count-vocabulary.ts';
import type { Finding } from '../../src/extract/report.ts';
import { reportFrom, writeReport, type ReportChanges } from '../extract/written-report.ts';

/**
 * The plain report counts 22 requests (12 of natural persons), 4 from last year and 4 for the next, 11 granted, 4 partly, 6 not held,
 * 1 petition; 3 reconsiderations (2 upheld, 1 corrected), 2 lawsuits without one (1 upheld, 1 pending), none after one.
 */
async function stated(text: string, changes: ReportChanges = {}): Promise<Finding[]> {
  const report = await reportFrom(writeReport({ ...changes, sections: { 1: { text } } }));
  return checkReport(report).filter(({ rule }) => rule === 'E2');
}

const ABOUT = '关于依申请公开：';
const UNDER_REVIEW = '因政府信息公开引起的行政复议3件，其中';

/** A sentence that states 91 of a subject, and one that states 91 of something like it. */
const WORDINGS: readonly (readonly [subject: string, states: string, other: string])[] = [
  ['granted', '予以公开91件', '发布部门动态并予以公开栏目91条'],
  ['granted', '同意公开的有91件', '不同意见公开征集91件'],
  ['granted', '准予公开91件', '去年准予公开91件'],
  ['granted', '答复公开91件', '答复公开信箱来信91件'],
  ['partly_granted', '部分公开91件', '部分公开栏更新91次'],
  ['denied', '不予公开91件', '上半年不予公开91件'],
  ['denied', '决定不公开的有91件', '2021年不公开91件'],
  ['denied_state_secret', '属于国家秘密91件', '排查是否涉及国家秘密的稿件91件'],
  ['denied_forbidden_by_law', '其他法律、行政法规禁止公开91件', '学习法律、行政法规91件'],
  ['denied_security_stability', '危及“三安全一稳定”91件', '围绕安全稳定发布稿件91件'],
  ['denied_third_party', '保护第三方合法权益91件', '征求第三方意见91件'],
  ['denied_internal_affairs', '属于三类内部事务信息91件', '内部事务91件'],
  ['denied_process_information', '属于四类过程性信息91件', '清理过程性稿件91件'],
  ['denied_enforcement_files', '属于行政执法案卷91件', '抽查行政执法案卷评查91件'],
  ['denied_administrative_query', '属于行政查询事项91件', '大厅查询91件'],
  ['unavailable', '无法提供91件', '无法提供上门服务的乡镇91个'],
  ['unavailable_not_held', '本机关不掌握相关政府信息91件', '不掌握底数的栏目91个'],
  ['unavailable_needs_creation', '没有现成信息需要另行制作91件', '另行制作图解91幅'],
  ['unavailable_unclear', '补正后申请内容仍不明确91件', '补正通知91件'],
  ['rejected', '不予处理91件', '不予处理的热线工单91件'],
  ['rejected_petition', '信访举报投诉类申请91件', '信访事项91件'],
  ['rejected_duplicate', '重复申请91件', '重复稿件91件'],
  ['rejected_publication', '要求提供公开出版物91件', '公开出版物91册'],
  ['rejected_excessive', '无正当理由大量反复申请91件', '反复核对91件'],
  ['rejected_reconfirmation', '要求行政机关确认或重新出具已获取信息91件', '重新出具证明91件'],
  ['other', '其他处理91件', '其他处理网民留言91件'],
  ['other_uncorrected', '逾期不补正91件', '逾期稿件91件'],
  ['other_unpaid', '逾期未缴费91件', '未缴罚款91件'],
  ['granted', '公开91件，部分公开4件，不予公开0件', '公开栏目91件'],
  ['granted', '属于予以公开范围的91件', '予以公开范围扩大到91个单位'],
  ['denied_internal_affairs', '属于三类内部事务信息不予公开的有91件', '公开内部事务信息91条次'],
  ['unavailable_not_held', '信息不存在91件', '不存在超期的栏目91个'],
  ['partly_granted', '部分公开（91件）', '部分公开栏（91个）更新'],
  ['carried_in', '上年度结转本年度办理91件', '上年度结转资金91项'],
  ['reconsideration', '因信息公开被复议91件', '全县被复议纠错培训91场'],
  ['litigation', '因信息公开被诉91件', '被诉行为91项'],
  ['reconsideration_upheld', '因信息公开引起的行政复议3件。复议案件中，维持91件', '复议案件中，维持秩序91次'],
  ['granted', '答复予以公开的91件', '办结的予以公开栏目91个'],
  ['carried_out', '转下年办理91件', '转下年资金91项'],
  ['outcome_total', '办结91件', '办结热线工单91件'],
  ['outcome_total', '答复91件', '提案答复91件'],
  ['carried_in', '上年结转91件', '2020年结转91件'],
  ['carried_out', '结转下年度继续办理91件', '资金结转91项'],
  ['natural_person', '收到申请22件，其中自然人91件', '予以公开11件，其中自然人91件'],
  ['organisations', '法人或其他组织申请91件', '走访法人或其他组织91个'],
  ['business', '收到申请22件，其中商业企业91件', '培训商业企业91家'],
  ['research', '收到申请22件，其中科研机构91件', '联系科研机构91家'],
  ['social', '收到申请22件，其中社会公益组织91件', '登记社会公益组织91家'],
  ['legal', '收到申请22件，其中法律服务机构91件', '引进法律服务机构91家'],
  ['disputes', '因信息公开发生行政复议、行政诉讼共91件', '全县行政复议、行政诉讼培训91场'],
  ['litigation_direct', '未经复议直接起诉91件', '直接起诉业主91户'],
  ['litigation_after_review', '复议后起诉91件', '较上年复议后起诉减少91件'],
  ['reconsideration', '行政复议91件', '县司法局受理行政复议91件，与本报告无涉'],
  ['litigation', '行政诉讼91件', '县法院审理行政诉讼案件91件'],
  ['reconsideration_upheld', `${UNDER_REVIEW}维持91件`, '维持栏目91个'],
  ['reconsideration_corrected', `${UNDER_REVIEW}91件被纠正`, '因政府信息公开引起的行政复议3件，纠正错别字91处'],
  ['reconsideration_other', `${UNDER_REVIEW}其他结果91件`, '其他结果91件'],
  ['reconsideration_pending', `${UNDER_REVIEW}尚未审结91件`, '尚未审结91件'],
  ['licensing', '作出行政许可91件', '县水务局作出行政许可91件'],
  ['penalties', '行政处罚决定91件', '行政处罚罚款91万元'],
  ['coercion', '采取行政强制措施91件', '行政强制培训91件'],
  ['fees', '行政事业性收费91万元', '信息处理费91元'],
  ['fees', '行政事业性收费方面，收费金额91万元', '诉讼收费金额91万元'],
  ['normative_issued', '制发行政规范性文件91件', '制发文件91件'],
  ['normative_issued', '行政规范性文件：制发91件', '清理行政规范性文件：制发91件'],
  ['normative_repealed', '废止规范性文件91件', '对规范性文件进行清理，废止91件'],
  ['normative_repealed', '规范性文件制发3件，废止91件', '废止91件'],
  ['normative_in_force', '现行有效的规范性文件91件', '备案现行有效的规范性文件91件'],
  ['normative_in_force', '规范性文件制发3件，现行有效91件', '现行有效91件'],
];

/** Those of the form of 2019. */
const OLD_WORDINGS: readonly (readonly [subject: string, states: string, other: string])[] = [
  ['other_services', '其他对外管理服务事项91件', '管理服务事项91件'],
  ['normative_published', '新公开规范性文件91件', '新公开文件91件'],
  ['normative_total', '规范性文件对外公开总数91件', '对外公开总数91件'],
  ['procurement', '政府集中采购项目91个', '政府采购项目91个'],
  ['procurement_amount', '政府集中采购金额91万元', '政府采购金额91万元'],
  ['procurement_amount', '政府集中采购7项，总金额91万元', '工程7项，总金额91万元'],
];

describe.each([
  ['2021', WORDINGS, 2023],
  ['2019', OLD_WORDINGS, 2020],
] as const)('on the form of %s', (_form, wordings, year) => {
  test.each(wordings)('%s is stated: %s', async (subject, text) => {
    expect(await stated(`${ABOUT}${text}。`, { year })).toMatchObject([
      { subject, actual: '91', verdict: 'source', severity: 'warning' },
    ]);
  });

  test.each(wordings)('%s is not stated: %3$s', async (_subject, _states, other) => {
    const strong = (await stated(`${ABOUT}${other}。`, { year })).filter(({ actual }) => actual === '91');
    expect(strong.filter(({ verdict }) => verdict === 'source')).toEqual([]);
  });
});

test('every row of the vocabulary has a sentence', () => {
  const held = [...WORDINGS, ...OLD_WORDINGS].map(([subject]) => subject.replace('reconsideration_', ''));
  expect(
    [...new Set(COUNT_SUBJECTS.map(({ subject }) => subject))].filter((subject) => !held.includes(subject)),
  ).toEqual([]);
});

test.each([
  '予以公开11件，部分公开4件，无法提供6件，不予处理1件，结转下年度继续办理4件，上年结转4件。',
  '因政府信息公开引起的行政复议3件（维持2件、纠正1件），行政诉讼2件（未经复议直接起诉2件、复议后起诉0件）。',
  '11件予以公开、4件部分公开、6件无法提供。',
  '因政府信息公开引起行政复议三件、行政诉讼两件。',
  '作出行政许可14253件，行政处罚210件，行政强制9件。',
  '办理行政许可1.4万件，行政处罚200余件。',
  '行政事业性收费2638.4万元。',
  '行政事业性收费2638万元。',
  '行政规范性文件制发3件、废止1件、现行有效17件。',
  '收到申请22件，其中自然人12件、法人或其他组织10件。',
])('what agrees raises nothing: %s', async (text) => {
  expect(await stated(`${ABOUT}${text}`)).toEqual([]);
});

test.each([
  ['other years', '2022年予以公开91件、部分公开3件。'],
  ['last year', '去年行政复议91件。'],
  ['a part of the year', '上半年作出行政处罚91件。'],
  ['its own level', '县本级收到申请9件，予以公开91件。'],
  ['its own level, sentences on', '县本级收到申请9件。其中予以公开91件。'],
  ['another body', '县公安局行政处罚91件。'],
  ['many years', '近五年来累计不予公开91件。'],
  ['about so many', '予以公开近90件。'],
  ['those of natural persons', '自然人申请12件，其中予以公开91件。'],
  ['parts of the whole', '县公安局发生行政复议1件，县教育局发生行政复议2件。'],
  ['many years, said before', '近五年来，收到申请900件，不予公开91件。'],
  ['the review board', '县政府行政复议机构全年审结行政复议案件91件。'],
])('of %s nothing is sure: %s', async (_what, text) => {
  expect((await stated(`${ABOUT}${text}`)).filter(({ verdict }) => verdict === 'source')).toEqual([]);
});

test('results of the review board are not those of requests', async () => {
  expect(await stated('信息公开工作平稳。县政府办理行政复议案件91件，维持90件、纠正1件。')).toEqual([]);
});

test.each([
  ['与政府信息公开有关的行政复议共有91件', 'reconsideration'],
  ['在信息公开行政复议中，复议机关维持91件', 'reconsideration_upheld'],
  ['收到申请22件较上年增加2件，其中来自自然人的91件', 'natural_person'],
  ['规范性文件制发3件，目前现行有效91件', 'normative_in_force'],
])('words around it change nothing: %s', async (text, subject) => {
  const sure = (await stated(`${ABOUT}${text}。`)).filter(({ verdict }) => verdict === 'source');
  expect(sure).toMatchObject([{ subject, actual: '91' }]);
});

test('不予公开 may mean all that was not given, but not beside 无法提供', async () => {
  expect(await stated(`${ABOUT}不予公开7件。`)).toEqual([]);
  expect(await stated(`${ABOUT}不予公开7件，无法提供6件。`)).toMatchObject([
    { subject: 'denied', actual: '7', expected: '0' },
  ]);
});

test('an own level ends where the whole is named again', async () => {
  const text = '县本级收到申请9件，全县各部门予以公开91件。';
  expect(await stated(text)).toMatchObject([{ subject: 'granted', actual: '91', expected: '11' }]);
});

test('another agreeing sentence does not hide a contradiction of disputes', async () => {
  const text = '因政府信息公开发生行政复议3件。政府信息公开行政复议91件。';
  expect(await stated(text)).toMatchObject([{ subject: 'reconsideration', actual: '91', verdict: 'source' }]);
});

test('publishing decisions is not taking them', async () => {
  expect(await stated('通过网站公开行政许可91件。')).toEqual([]);
});

test('the cells and the words are named', async () => {
  const [finding] = await stated('全年作出行政处罚91件。');
  expect(finding).toMatchObject({
    codes: ['proactive.penalties.decisions'],
    expected: '210',
    message: 'the text says「全年作出行政处罚91件」, the table has 210',
  });
});
