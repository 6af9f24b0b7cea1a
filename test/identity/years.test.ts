import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { dateIn, readFiscalYear, readPeriod, readPublishedOn, yearInTitle } from '../../src/identity/index.ts';

describe('the year in a title', () => {
  it.each([
    ['红寺堡区2023年政府信息公开工作年度报告', 2023],
    ['2022年度永宁县政府信息公开工作年度报告（2023年1月发布）', 2022],
    ['2023年1月发布的2022年度政府信息公开工作年度报告', 2022],
    ['永宁县政府信息公开年报（2021）', 2021],
    ['二〇二三年政府信息公开工作年度报告', 2023],
    ['二○○八年政府信息公开年报', 2008],
    ['二零一九年政府信息公开年报', 2019],
    ['２０２０年政府信息公开年报', 2020],
    ['2 0 2 4 年政府信息公开年报', 2024],
    ['政府信息公开2017年年度报告', 2017],
    ['永宁县政府信息公开年报2016', 2016],
    ['关于2022年度政府信息公开工作年度报告的公告（永政发〔2023〕5号）', 2022],
    ['贯彻2019年修订条例的2020年度政府信息公开年报', 2020],
    ['2023政府信息公开年报', 2023],
  ])('%s → %i', (title, year) => {
    expect(yearInTitle(title)).toBe(year);
  });

  it.each([['政府信息公开工作年度报告'], ['永政发〔2023〕5号'], ['邮编750100'], ['服务热线202012345'], ['']])(
    '%s: none',
    (title) => {
      expect(yearInTitle(title)).toBeUndefined();
    },
  );

  it('is the same in arabic, Chinese and full-width digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2008, max: 2099 }), (year) => {
        const chinese = [...String(year)].map((digit) => '〇一二三四五六七八九'[Number(digit)]).join('');
        const wide = [...String(year)].map((digit) => '０１２３４５６７８９'[Number(digit)]).join('');
        for (const digits of [String(year), chinese, wide]) {
          expect(yearInTitle(`永宁县${digits}年政府信息公开工作年度报告`)).toBe(year);
        }
      }),
    );
  });
});

describe('the fiscal year of a report', () => {
  it('is what the title says, whatever the period says', () => {
    const clues = { title: '永宁县2022年政府信息公开年报', period: '统计数据从2023年1月1日至12月31日' };
    expect(readFiscalYear(clues)).toEqual({ year: 2022, from: 'title' });
  });

  it('is the year of the period where the title is silent', () => {
    const text = '本报告统计期限自2022年12月29日起至2023年12月28日止。';
    expect(readFiscalYear({ title: '政府信息公开年报', text })).toEqual({ year: 2023, from: 'period' });
  });

  it('is the year of the title the text cites for itself', () => {
    const text =
      '按照国办公开办函〔2021〕30号，2019年修订的条例，现发布《永宁县2022年政府信息公开工作年度报告》。2024年起执行，2024年继续。';
    expect(readFiscalYear({ title: '年报', text })).toEqual({ year: 2022, from: 'text' });
  });

  it('is else the year the text names most often', () => {
    const text = '2021年，我局认真落实条例。2021年共受理申请3件。与2020年相比持平。';
    expect(readFiscalYear({ title: '政府信息公开年报', text })).toEqual({ year: 2021, from: 'text' });
  });

  it('stays unknown where nothing tells', () => {
    expect(readFiscalYear({ title: '政府信息公开年报', text: '根据条例编制。' })).toBeUndefined();
  });
});

describe('the statistics period', () => {
  it.each([
    ['本报告统计数据从2023年1月1日至12月31日。', '2023-01-01', '2023-12-31'],
    ['统计期限自 2023 年 1 月 1 日起至 2023 年 12 月 28 日止', '2023-01-01', '2023-12-28'],
    ['数据统计期限为２０２２年１月１日—１２月３１日', '2022-01-01', '2022-12-31'],
    ['所列数据的统计期限从2023年1月1日起，至2023年12月31日止', '2023-01-01', '2023-12-31'],
    ['统计时间：2021.1.1-2021.12.31', '2021-01-01', '2021-12-31'],
    ['统计周期为2020年1月至12月', '2020-01-01', '2020-12-31'],
    ['统计周期为2020年1-12月', '2020-01-01', '2020-12-31'],
    ['数据期限自2023年1月1日至当年12月31日', '2023-01-01', '2023-12-31'],
    ['数据自二〇二三年一月一日至十二月三十一日', '2023-01-01', '2023-12-31'],
    ['培训于2023年3月1日至3月5日举行。统计数据从2023年1月1日至12月31日', '2023-01-01', '2023-12-31'],
    ['2023年1月1日至2023年12月31日，我局主动公开信息20条', '2023-01-01', '2023-12-31'],
  ])('%s', (text, from, to) => {
    expect(readPeriod(text)).toEqual({ from, to });
  });

  it.each([['培训于2023年3月1日至3月5日举行'], ['2023年共公开信息20条'], ['自2023年13月1日至2023年14月40日']])(
    'none in: %s',
    (text) => {
      expect(readPeriod(text)).toBeUndefined();
    },
  );

  it('reads back any period of up to two years that is announced as one', () => {
    const day = fc.date({ min: new Date('2008-01-01'), max: new Date('2030-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 700 }), (start, days) => {
        const end = new Date(start.getTime() + days * 86_400_000);
        const written = (date: Date) => `${date.getUTCFullYear()}年${date.getUTCMonth() + 1}月${date.getUTCDate()}日`;
        const iso = (date: Date) => date.toISOString().slice(0, 10);
        expect(readPeriod(`统计期限自${written(start)}起至${written(end)}止`)).toEqual({
          from: iso(start),
          to: iso(end),
        });
      }),
    );
  });
});

describe('the day of publication', () => {
  it('prefers the meta tag, then a labelled date, then the list row', () => {
    const meta = new Map([['pubdate', '2024-01-30 17:05']]);
    const text = '来源：县政府办 发布时间：2024年1月31日 浏览次数';
    expect(readPublishedOn({ meta, text, listed: '2024-02-01' })).toBe('2024-01-30');
    expect(readPublishedOn({ meta: new Map(), text, listed: '2024-02-01' })).toBe('2024-01-31');
    expect(readPublishedOn({ listed: '[2024-02-01]' })).toBe('2024-02-01');
    expect(readPublishedOn({})).toBeUndefined();
  });

  it('does not believe a clock that stands at 1970', () => {
    expect(readPublishedOn({ meta: new Map([['pubdate', '1970-01-01']]), listed: '2019-03-26' })).toBe('2019-03-26');
  });

  it.each([
    ['2024/1/3 09:20', '2024-01-03'],
    ['2024-01-\n31', '2024-01-31'],
    ['20240131', '2024-01-31'],
    ['2024年 1月 3日', '2024-01-03'],
    ['[2024.01.31]', '2024-01-31'],
  ])('reads %j', (text, date) => {
    expect(dateIn(text)).toBe(date);
  });

  it.each([['2023-02-30'], ['01-31'], ['电话0951-8021996'], ['P020240131567']])('reads no date in %s', (text) => {
    expect(dateIn(text)).toBeUndefined();
  });
});
