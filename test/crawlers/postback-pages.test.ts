import { expect, it } from 'vitest';
import { walkPortal } from './walk-portal.ts';

const COLUMN = 'http://www.yunhe.example/list.aspx?cid=9';

/** Page `number` (from 1) of three: two reports each, and a pager that only posts the page's own form. */
function listPage(number: number): string {
  const rows = [0, 1].map((row) => {
    const year = 2024 - 2 * number - row;
    return `<tr><td><a href="show.aspx?id=${year}">云河县${year}年政府信息公开工作年度报告</a></td><td>${year + 1}-01-20</td></tr>`;
  });
  const next =
    number < 3
      ? `<a href="javascript:__doPostBack(&#39;Pager1&#39;,&#39;${number + 1}&#39;)">下一页</a>`
      : '<a disabled="disabled">下一页</a>';
  return `<html><head><title>信息公开年报</title></head><body><form method="post"><input type="hidden" name="__VIEWSTATE" value="s${number}"/>
<table>${rows.join('')}</table>${next}</form></body></html>`;
}

it('pages that only a posted form turns are turned, each with the hidden fields of the one before', async () => {
  const posted: Readonly<Record<string, string>>[] = [];
  const { reports } = await walkPortal(
    { id: 'made', name: '云河县', home: 'http://www.yunhe.example/' },
    (url, form) => {
      if (form !== undefined) posted.push(form);
      const isColumn = url === COLUMN;
      const html = isColumn
        ? listPage(Number(form?.['__EVENTARGUMENT'] ?? 1))
        : `<html><title>云河县</title><a href="${COLUMN}">政府信息公开年报</a></html>`;
      return Promise.resolve({ url, bytes: new TextEncoder().encode(html), contentType: 'text/html; charset=utf-8' });
    },
  );
  expect(reports.map(({ year }) => year)).toEqual([2022, 2021, 2020, 2019, 2018, 2017]);
  expect(posted).toEqual([
    { __VIEWSTATE: 's1', __EVENTTARGET: 'Pager1', __EVENTARGUMENT: '2' },
    { __VIEWSTATE: 's2', __EVENTTARGET: 'Pager1', __EVENTARGUMENT: '3' },
  ]);
});
