/** Fifty portals on loopback with five reports each, in a process of their own: sends their rows, and lets a day pass at each message. */
import { writeReport } from '../../test/extract/written-report.ts';
import { startLabPortal, type LabPortal, type Make, type Signs } from '../../test/commands/two-day-lab.ts';

const SIGNS: readonly Signs[] = ['etag', 'date', 'lying date', 'none'];
const MAKES: readonly Make[] = ['trs', 'hanweb', 'generic'];
const YEARS = [2021, 2022, 2023, 2024, 2025];

const portals: LabPortal[] = [];
for (let index = 0; index < Number(process.argv[2]); index++) {
  const name = `${'甲乙丙丁戊己庚辛壬癸'.charAt(index % 10)}${'子丑寅卯辰巳午未'.charAt(Math.floor(index / 10))}县`;
  const [make = 'generic', signs = 'none'] = [MAKES[index % MAKES.length], SIGNS[index % SIGNS.length]];
  const portal = await startLabPortal(`p${index}`, name, make, signs);
  const titles = new Map(YEARS.map((year) => [year, `${name}人民政府${year}年政府信息公开工作年度报告`]));
  for (const [year, title] of titles) {
    const figures = { 'proactive.penalties.decisions': year * 50 + index };
    portal.put(portal.reportPath(year), writeReport({ year, title, figures }));
  }
  portal.list(Object.fromEntries(titles));
  portals.push(portal);
}
process.on('message', () => {
  for (const portal of portals) portal.nextDay();
  const seen = portals.map(({ server }) => server.seen.splice(0).length);
  process.send?.({ requests: seen });
});
process.on('disconnect', () => process.exit());
process.send?.({ portals: portals.map(({ id, county, server }) => ({ id, name: county, home: `${server.origin}/` })) });
