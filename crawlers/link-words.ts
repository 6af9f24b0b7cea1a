/** What a link's words or address say that it leads to. */
export interface LinkSign {
  readonly id: string;
  /** `column`: a list of annual reports. `hub`: the information-disclosure part of a portal. `units`: its departments or townships. */
  readonly role: 'column' | 'hub' | 'units';
  /** Tested on the words with white space folded away. */
  readonly words?: RegExp;
  /** Tested on the address's path in lower case. */
  readonly path?: RegExp;
  /** Larger is surer; among links of a role the best go first. */
  readonly score: number;
}

export const LINK_SIGNS: readonly LinkSign[] = [
  {
    id: 'disclosure-reports',
    role: 'column',
    words:
      /^[^\d]{0,12}?(?:政府|政务)?信息公开(?:工作)?(?:年度)?(?:工作)?(?:年报|年度报告|报告)(?:公开)?(?:目录|汇总|专栏|栏目|列表|平台)?$/,
    score: 100,
  },
  {
    id: 'disclosure-reports-of-a-year',
    role: 'column',
    words: /^(?:19|20)\d{2}年?度?(?:政府|政务)?信息公开(?:工作)?(?:年度)?(?:工作)?(?:年报|年度报告|报告)$/,
    score: 95,
  },
  {
    id: 'reports-of-units',
    role: 'column',
    words: /^[\u4e00-\u9fff（）()、]{1,14}(?:年报|年度报告)(?:目录|汇总|专栏|栏目)?$/,
    score: 80,
  },
  {
    id: 'reports',
    role: 'column',
    words: /^(?:公开)?(?:工作)?(?:历年)?(?:年报|年度报告|年度工作报告)(?:公开)?(?:专栏|栏目)?$/,
    score: 80,
  },
  { id: 'slug', role: 'column', path: /gk(?:gz)?(?:nb|ndbg|ndgzbg|nianbao)(?![a-z]*bb)/, score: 60 },
  {
    id: 'disclosure',
    role: 'hub',
    words: /^[\u4e00-\u9fff]{0,8}政府信息公开(?:平台|专栏|专区|专题|网|栏目)?$/,
    score: 100,
  },
  { id: 'information', role: 'hub', words: /^(?:政务)?信息公开(?:平台|专栏|专区|网|栏目)?$/, score: 90 },
  { id: 'affairs', role: 'hub', words: /^(?:阳光)?政务公开(?:平台|专栏|专区|网|栏目)?$/, score: 80 },
  { id: 'catalogue', role: 'hub', words: /^(?:政府)?信息公开目录$/, score: 60 },
  { id: 'open', role: 'hub', words: /^(?:公开|政务|信息|政府公开|主动公开|法定主动公开内容|法定公开内容)$/, score: 50 },
  { id: 'disclosure-slug', role: 'hub', path: /\/(?:zf)?xxgk(?:_\d+)?\/(?:index\.\w+)?$/, score: 45 },
  { id: 'affairs-slug', role: 'hub', path: /\/zwgk(?:_\d+)?(?:\/(?:index\.\w+)?|\.html?)$/, score: 40 },
  {
    id: 'units-disclosure',
    role: 'units',
    words:
      /^(?:各)?[县区市]?(?:直|级)?(?:政府)?(?:部门|单位|乡镇|镇街|街道|街镇|基层)[\u4e00-\u9fff（）()、]{0,6}(?:信息公开|政务公开|公开)(?:目录|平台|专栏)?$/,
    score: 40,
  },
  {
    id: 'units-directory',
    role: 'units',
    words:
      /^(?:各)?[县区市旗]?(?:直|级|属)?(?:政府)?(?:工作)?(?:部门|委办局|乡镇|镇乡|镇街|街镇|街道)(?:[、和及/]?(?:部门|乡镇|镇乡|镇街|街镇|街道|园区))*(?:网站|子站|导航|网站导航|网站群)?$/,
    score: 30,
  },
];

/** Addresses whose slug looks like a disclosure-report column and stands for something else. */
export const FALSE_SLUGS = /qsydw|ggqs|wzgz|wzndbb/;

/** The kinds of bodies a 年报 column is divided by. */
export const UNIT_KIND =
  /^(?:各|本级|[县区市旗]|[县区市旗](?:直|级|属)|人民)?(?:政府|人民政府|部门|单位|部门单位|政府部门|政府工作部门|职能部门|乡镇|乡|镇|街道|镇街|街镇|乡镇街道|乡镇[（(]街道[）)]|乡镇[、和及]街道|街道办|街道办事处|苏木乡镇|管委会|园区|开发区|直属机构|事业单位|其他|其它|本级|区级|县级|市级)(?:办事处)?(?:(?:信息公开)?(?:工作)?(?:年报|年度报告))?$/;

/** Parts of a site that are called like a body. */
export const SITE_PARTS =
  /^(?:新闻|资讯|数据|下载|互动|交流|个人|用户|会员|视频|图片|公告|文件|帮助|信息|政策|专题|办事|查询|网上办事)(?:发布)?(?:中心|站|室|馆|处)$/;

/** A column for one year: 2023年, 2023年度, 2023年报. */
export const YEAR_COLUMN = /^(?:19|20)\d{2}(?:年度?)?(?:政府)?(?:信息公开)?(?:工作)?(?:年报|年度报告|报告)?$/;

/** What templates print around the words of a link: counts, arrows, bars. */
export const TRIMMINGS = /^[\s·•|>»›▪■◆★☆→+*-]+|[\s|>»›→+*]+$|[（(【[]\d+(?:[-—~至]\d+)?[）)】\]]$|更多$/g;

/** Words that open more rows of a list, or another list altogether. */
export const MORE_ROWS = /^(?:查看|加载|点击|显示)?更多(?:内容|信息)?[>»…]*$/;
/** Links to the next page of a list, as a person would read them, brackets and arrows around the words taken off. */
export const NEXT_PAGE =
  /^(?:下一?[页頁]|后一?页|next|nextpage|较旧的?文章|较早的?文章|更早的?文章|older|olderposts|olderentries|›|»|>|>>|＞)$/i;
export const LAST_PAGE = /^(?:尾[页頁]|末[页頁]|最后一?页|最末页|last|end|>>\||>\|)$/i;
/** Stands around the words of such a link: [下一页], 下一页 →. */
export const PAGER_TRIMMINGS = /^[[【（(«‹<←◀]+|[\]】）)»›>→▶]+$/g;
export const PAGE_NUMBER = /^[[(（]?第?(\d{1,3})页?[\])）]?$/;

/** Words of a link that say nothing of what it leads to. */
export const EMPTY_WORDS = /^(?:更多|more|查看|详细|详情|点击|进入|下载|>+|»|\+|\[?更多\]?.{0,2}|阅读全文|在线预览)?$/i;
