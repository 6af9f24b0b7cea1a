import type { County } from './province.ts';

/** A page that shares words with an annual report and is none. */
export interface Lookalike {
  readonly title: string;
  /** ISO date. */
  readonly date: string;
  readonly body: string;
}

/** The look-alikes that are filed in a county's own 年报 column. */
export function lookalikesOf(county: County): readonly Lookalike[] {
  const name = county.name;
  return [
    {
      title: `一图读懂${name}2023年政府信息公开工作年度报告`,
      date: '2024-03-12',
      body: '<p><img src="/images/yitududong.png" alt="一图读懂"></p><p>图中列出主要数据，全文另见年报。</p>',
    },
    {
      title: `${name}2022年政府信息公开工作年度报告解读`,
      date: '2023-03-20',
      body: '<p>一、编制背景</p><p>为便于群众阅读，现对年报中的几个数据作出说明。</p>',
    },
    {
      title: `${name}2023年法治政府建设年度报告`,
      date: '2024-02-20',
      body: '<p>一、主要举措和成效</p><p>行政规范性文件备案12件，行政复议案件办结9件。</p>',
    },
    {
      title: `关于做好2023年政府信息公开工作年度报告编制发布工作的通知`,
      date: '2023-12-11',
      body: '<p>各乡镇人民政府、各部门：</p><p>请于1月20日前报送年报电子版，表格样式见附件。</p>',
    },
    {
      title: `${name}人民医院2023年公共企事业单位信息公开年度报告`,
      date: '2024-01-16',
      body: '<p>本院公开诊疗收费和服务流程，全年接受咨询3120人次。</p>',
    },
  ];
}

/** The look-alikes that stand elsewhere on a portal, in columns that share a word with the 年报 column. */
export function strayLookalikesOf(county: County): readonly Lookalike[] {
  const name = county.name;
  return [
    {
      title: `${name}人民政府网站2023年工作年度报表`,
      date: '2024-01-25',
      body: '<table border="1"><tr><td>网站名称</td><td colspan="2">门户网站</td></tr><tr><td>独立用户访问总量（单位：个）</td><td colspan="2">120934</td></tr><tr><td>信息发布（单位：条）</td><td>总数</td><td>6120</td></tr></table>',
    },
    {
      title: `2024年${name}政府工作报告`,
      date: '2024-02-06',
      body: '<p>各位代表：现在，我代表县级人民政府向大会报告工作。</p><p>一、过去一年的工作</p>',
    },
    {
      title: `${name}政府信息公开指南`,
      date: '2021-06-01',
      body: '<p>公民、法人和其他组织可以依照本指南申请获取政府信息。</p><p>受理机构：政务公开办公室。</p>',
    },
    {
      title: `${name}2022年度预算执行情况报告`,
      date: '2023-02-14',
      body: '<p>一般公共预算收入完成年初预算的101.2%。</p>',
    },
  ];
}
