import { Converter } from 'opencc-js/t2cn';

/** Characters of the forms and of place names that only traditional writing has: one of them tells the script of a text. */
const TRADITIONAL =
  /[規範許處罰強製廢現數業費單萬總購採項減開對務請續繼辦結轉組織機構國屬個穩護權類內過執檔詢關無當補確認獲訪舉報訴複復審維糾來經後訟據計額會於與為發時縣鎮鄉條決區東雲龍鳳興寧義長門陽陰順遠連達鹽廣豐壩灣溝嶺莊園樂應縉屆]/u;

/** The package's own types import each other in a way that strict module resolution does not follow. */
const openConverter = Converter as (options: { readonly from: 't'; readonly to: 'cn' }) => (text: string) => string;
let converter: ((text: string) => string) | undefined;

/** The text in simplified characters; untouched, and at no cost, where nothing in it is traditional. */
export function toSimplified(text: string): string {
  if (!TRADITIONAL.test(text)) return text;
  converter ??= openConverter({ from: 't', to: 'cn' });
  return converter(text);
}
