/** Words that tell for whom and for which time a sentence counts. */

/** The bodies of a government's own level, where its table counts those below it too. */
export const OWN_LEVEL =
  /本级|县直|区直|市直|州直|旗直|机关本身|政府办公室(?:共|直接)?(?:收到|受理|办理)|政府办(?:共|直接)?(?:收到|受理|办理)/u;
/** All bodies that the report covers. */
export const WHOLE_SCOPE = /全[县区市州旗镇乡局省]|[县区市](?:域|内)|各级|各部门|各单位|各乡镇/u;
/** A part of the year, or many years: said once, it holds to the end of the sentence. */
export const OTHER_SPANS =
  /历年|历次|(?<!今年|年)以来|[近过]?[两三四五十]年(?:来|间|内)|上半年|下半年|季度|\d-\d+月|\d月份|每[年月周日]/u;
/** Another year, or a comparison with one: what follows in the clause is not this year's figure. */
export const OTHER_YEARS =
  /(?:去年|上年|上一年|上年度|往年|同期)(?!度?(?:结转|转入|遗留|未办结|接转))|较|同比|环比|相比/u;
