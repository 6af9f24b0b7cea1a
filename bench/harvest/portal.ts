import { createServer } from 'node:http';
import { makeVariant } from '../../sample/variants.ts';

/** Size of the portal: pages altogether, and how many of them are reports. */
const PAGES = Number(process.argv[2] ?? 3000);
const REPORTS = PAGES / 10;
const LINKS_ON_A_PAGE = 45;

/** Every address of the portal and its page. Each list links to the next and to its share of reports and notices. */
function makePages(): Map<string, Buffer> {
  const pages = new Map<string, Buffer>();
  const lists = PAGES - REPORTS - 1;
  let report = 0;
  for (let list = 0; list < lists; list++) {
    const links: string[] = [];
    for (let next = 1; next <= 3; next++) {
      const target = list * 3 + next;
      if (target < lists) links.push(row(`/list/${target}.html`, `栏目${target}`));
    }
    while (report < REPORTS && report <= (list * REPORTS) / lists) {
      links.push(row(`/report/${report}.html`, `${2015 + (report % 10)}年${report}号局政府信息公开工作年度报告`));
      report++;
    }
    while (links.length < LINKS_ON_A_PAGE)
      links.push(row(`/list/${(list * 7 + links.length) % lists}.html`, `关于第${links.length}号事项的通知`));
    pages.set(`/list/${list}.html`, page(`第${list}页`, `<ul>${links.join('\n')}</ul>`));
  }
  pages.set('/', page('某县人民政府', row('/list/0.html', '政府信息公开')));
  for (let index = 0, seed = 0; index < REPORTS; seed++) {
    const { rendered, truth, appearance } = makeVariant(`bench ${seed}`, { tidy: true });
    if (rendered.format !== 'html' || appearance.charset === 'gbk') continue;
    // Each of a county of its own, so that no report is a revision of another.
    const text = Buffer.from(rendered.bytes)
      .toString()
      .replaceAll(truth.organization.name.slice(0, 3), countyName(index));
    pages.set(`/report/${index++}.html`, Buffer.from(text));
  }
  return pages;
}

function countyName(index: number): string {
  const stems = '东西南北中上下左右前后春夏秋冬金木水火土';
  const stem = (place: number): string => stems.charAt(Math.floor(index / 20 ** place) % 20);
  return `${stem(0)}${stem(1)}${index < 400 ? '' : stem(2)}县`;
}

function row(href: string, text: string): string {
  return `<li class="item"><a href="${href}" target="_blank" title="${text}">${text}</a><span class="date">2024-01-15</span></li>`;
}

function page(title: string, body: string): Buffer {
  const furniture = '<div class="nav"><span>首页</span><span>政务公开</span><span>办事服务</span></div>\n'.repeat(60);
  return Buffer.from(
    `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${title}</title></head><body>${furniture}${body}${furniture}</body></html>`,
  );
}

const pages = makePages();
const server = createServer((request, response) => {
  const body = pages.get(request.url ?? '');
  if (body === undefined) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-length': body.byteLength }).end(body);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.send?.({ port: address.port, pages: pages.size });
});
process.on('disconnect', () => process.exit());
