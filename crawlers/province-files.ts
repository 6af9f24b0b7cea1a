/**
 * The file of each province in `portals/`, by the first two digits of GB/T 2260. Neimenggu and Shaanxi are spelled as their own
 * governments spell them in addresses.
 */
// prettier-ignore
const PROVINCE_FILES: Readonly<Record<string, string>> = {
  '11': 'beijing', '12': 'tianjin', '13': 'hebei', '14': 'shanxi', '15': 'neimenggu',
  '21': 'liaoning', '22': 'jilin', '23': 'heilongjiang',
  '31': 'shanghai', '32': 'jiangsu', '33': 'zhejiang', '34': 'anhui', '35': 'fujian', '36': 'jiangxi', '37': 'shandong',
  '41': 'henan', '42': 'hubei', '43': 'hunan', '44': 'guangdong', '45': 'guangxi', '46': 'hainan',
  '50': 'chongqing', '51': 'sichuan', '52': 'guizhou', '53': 'yunnan', '54': 'xizang',
  '61': 'shaanxi', '62': 'gansu', '63': 'qinghai', '64': 'ningxia', '65': 'xinjiang',
};

/** Name of the file with a division's portals, `ningxia.json`; undefined for a code of no province. */
export function provinceFile(division: string): string | undefined {
  const name = PROVINCE_FILES[division.slice(0, 2)];
  return name === undefined ? undefined : `${name}.json`;
}
