import { randomFrom } from './random.ts';

/** An ordinary page of a portal: news or a notice. */
export interface NoiseArticle {
  readonly title: string;
  /** ISO date. */
  readonly date: string;
  readonly paragraphs: readonly string[];
}

const WHO = [
  '县领导',
  '住建部门',
  '供销社',
  '气象台',
  '第三小学',
  '疾控中心',
  '乡村振兴专班',
  '消防大队',
  '图书馆',
  '社区网格员',
] as const;
const DID = ['调研', '部署', '检查', '推进', '举办', '启动', '总结', '回访'] as const;
const WHAT = [
  '春耕备耕',
  '校园食品安全',
  '河道清理',
  '义诊活动',
  '招商项目',
  '冬季供暖',
  '养老服务',
  '非遗展演',
  '交通整治',
  '年度工作',
] as const;
const NOTICES = [
  '招聘公告',
  '停水通知',
  '拟公示名单',
  '征求意见公告',
  '道路施工通告',
  '年度审计结果公告',
  '工作年度考核通报',
] as const;
const SENTENCES = [
  '活动持续半天，到场百余人，现场解答了大家关心的问题。',
  '负责人说，下一步要把进度倒排到周，逐项对账。',
  '有关资料可到服务窗口查阅，也可拨打值班电话询问。',
  '会后，参会人员到现场察看，并就几处细节提出意见。',
  '相关安排自公布之日起实行，遇节假日顺延。',
] as const;

/** News and notices of a portal; the same seed gives the same list, newest first. */
export function noiseArticles(seed: string, count: number): readonly NoiseArticle[] {
  return Array.from({ length: count }, (_, index) => {
    const random = randomFrom(`${seed} ${index}`);
    const notice = random.chance(0.4);
    const title = notice
      ? `关于${random.pick(WHAT)}的${random.pick(NOTICES)}（第${count - index}号）`
      : `${random.pick(WHO)}${random.pick(DID)}${random.pick(WHAT)}（${count - index}）`;
    const month = 12 - (index % 12);
    return {
      title,
      date: `${2024 - Math.floor(index / 12)}-${String(month).padStart(2, '0')}-${String(random.integer(1, 28)).padStart(2, '0')}`,
      paragraphs: Array.from({ length: random.integer(2, 6) }, () => random.pick(SENTENCES)),
    };
  });
}
