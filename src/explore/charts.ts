import { numberText } from './cell-labels.ts';
import { html, type Markup } from './markup.ts';

/** One line, or one layer of bars: a value for each year, null where there is none. */
export interface ChartSeries {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

/** A chart over years. It says nothing that the table beneath it does not. */
export interface YearChart {
  readonly title: string;
  readonly years: readonly number[];
  readonly series: readonly ChartSeries[];
  /** Before which years the official form changed, with what to write there. */
  readonly breaks: readonly { readonly year: number; readonly label: string }[];
  /** Values are shares from 0 to 1. */
  readonly share?: true;
  readonly kind: 'lines' | 'layers';
}

/** Told apart by people who confuse colours; in print the shapes, dashes and hatches tell them apart. */
const COLOURS = ['#0072b2', '#d55e00', '#007a5a', '#6a1b9a', '#7a5c00'] as const;
const DASHES = ['', '7 4', '2 3', '9 3 2 3', '1 5'] as const;

const WIDTH = 520;
const PLOT = { left: 50, right: 508, top: 40, bottom: 216 };
/** Where the key begins, and how far its lines are apart. */
const KEY = { top: 250, line: 18 };
/** Names up to this length stand side by side in the key. */
const SHORT_NAME = 14;

/** As the pages are written in; a file of its own takes what it finds. */
export const CHART_FONT = "system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";

const colourOf = (index: number): string => COLOURS[index % COLOURS.length] ?? COLOURS[0];

/** Draws a chart as SVG that needs no style sheet, so that it may be kept as a file. */
export function yearChart(chart: YearChart): Markup {
  const totals = chart.years.map((_, year) => chart.series.reduce((sum, { values }) => sum + (values[year] ?? 0), 0));
  const values =
    chart.kind === 'layers' ? totals : chart.series.flatMap((one) => one.values.map((value) => value ?? 0));
  const scale = scaleTo(Math.max(...values, 0), chart.share === true);
  const y = (value: number): number => round(PLOT.bottom - ((PLOT.bottom - PLOT.top) * value) / scale.top);
  const step = (PLOT.right - PLOT.left) / chart.years.length;
  const x = (index: number): number => round(PLOT.left + step * (index + 0.5));
  const drawing =
    chart.kind === 'lines'
      ? chart.series.map((series, index) => line(series, index, { x, y }))
      : layers(chart, { x, y, width: Math.min(46, step * 0.62) });
  const height = KEY.top + KEY.line * (keyColumns(chart) === 1 ? chart.series.length : 1);
  return html`<svg
    class="chart"
    xmlns="http://www.w3.org/2000/svg"
    viewBox="0 0 ${WIDTH} ${height}"
    font-family="${CHART_FONT}"
    font-size="12"
    role="img"
    aria-label="${chart.title}"
  >
    <title>${chart.title}</title>
    <rect width="${WIDTH}" height="${height}" fill="#ffffff" />
    ${chart.kind === 'layers' ? hatches() : null}
    <text x="${PLOT.left}" y="16" font-size="14" font-weight="600" fill="#1b1b1b">${chart.title}</text>
    ${axis(chart, scale, { x, y })}${breakLines(chart, step)}${drawing}${key(chart)}
  </svg>`;
}

interface Places {
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
}

/** Round numbers from 0 to a top that holds the largest value. */
function scaleTo(largest: number, share: boolean): { readonly top: number; readonly marks: readonly number[] } {
  if (share) return { top: 1, marks: [0, 0.25, 0.5, 0.75, 1] };
  const rough = Math.max(1, largest) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power);
  const count = Math.max(1, Math.ceil(largest / step));
  return { top: step * count, marks: Array.from({ length: count + 1 }, (_, index) => step * index) };
}

function axis(
  { years, share }: YearChart,
  { marks }: { readonly marks: readonly number[] },
  { x, y }: Places,
): readonly Markup[] {
  const text = (value: number): string => (share === true ? `${value * 100}%` : numberText(value));
  return [
    ...marks.map(
      (value) =>
        html`<line
            x1="${PLOT.left}"
            x2="${PLOT.right}"
            y1="${y(value)}"
            y2="${y(value)}"
            stroke="${value === 0 ? '#555555' : '#dddddd'}"
          />
          <text x="${PLOT.left - 6}" y="${y(value) + 4}" text-anchor="end" fill="#444444">${text(value)}</text>`,
    ),
    ...years.map(
      (year, index) =>
        html`<text x="${x(index)}" y="${PLOT.bottom + 17}" text-anchor="middle" fill="#1b1b1b">${year}</text>`,
    ),
  ];
}

function breakLines({ years, breaks }: YearChart, step: number): readonly Markup[] {
  return breaks.flatMap(({ year, label }) => {
    const index = years.findIndex((one) => one >= year);
    if (index < 0) return [];
    const at = round(PLOT.left + step * index);
    return [
      html`<line
          x1="${at}"
          x2="${at}"
          y1="${PLOT.top - 8}"
          y2="${PLOT.bottom}"
          stroke="#555555"
          stroke-dasharray="3 3"
        />
        <text x="${at + 4}" y="${PLOT.top}" fill="#555555" font-size="11">${label}</text>`,
    ];
  });
}

/** A line is broken where a year has no value: nothing is drawn that was not read. */
function line({ values }: ChartSeries, index: number, { x, y }: Places): Markup {
  const runs: string[] = [];
  let run = '';
  values.forEach((value, year) => {
    if (value !== null) run += `${run === '' ? 'M' : 'L'}${x(year)} ${y(value)}`;
    else if (run !== '') {
      runs.push(run);
      run = '';
    }
  });
  if (run !== '') runs.push(run);
  const colour = colourOf(index);
  const dash = DASHES[index % DASHES.length] ?? '';
  const marks = values.flatMap((value, year) => (value === null ? [] : [marker(index, x(year), y(value))]));
  return html`${runs.map(
    (path) =>
      html`<path
        d="${path}"
        fill="none"
        stroke="${colour}"
        stroke-width="2"
        ${dash === '' ? null : html` stroke-dasharray="${dash}"`}
      />`,
  )}${marks}`;
}

function marker(index: number, x: number, y: number): Markup {
  const colour = colourOf(index);
  switch (index % 4) {
    case 0:
      return html`<circle cx="${x}" cy="${y}" r="4" fill="${colour}" />`;
    case 1:
      return html`<rect x="${x - 4}" y="${y - 4}" width="8" height="8" fill="${colour}" />`;
    case 2:
      return html`<path d="M${x} ${y - 5}l5 9h-10z" fill="${colour}" />`;
    default:
      return html`<path d="M${x} ${y - 5}l5 5-5 5-5-5z" fill="${colour}" />`;
  }
}

/** Bars, the layers of one year one upon the other. */
function layers(chart: YearChart, { x, y, width }: Places & { readonly width: number }): readonly Markup[] {
  return chart.years.flatMap((_, year) => {
    let below = 0;
    const drawn = chart.series.flatMap(({ values }, index) => {
      const value = values[year] ?? 0;
      if (value <= 0) return [];
      const [bottom, top] = [y(below), y(below + value)];
      below += value;
      const box = html`x="${x(year) - width / 2}" y="${top}" width="${width}" height="${round(bottom - top)}"`;
      return [
        html`<rect ${box} fill="${colourOf(index)}" fill-opacity="0.85" stroke="#ffffff" />`,
        ...(index === 0 ? [] : [html`<rect ${box} fill="url(#hatch-${index})" />`]),
      ];
    });
    const known = chart.series.filter(({ values }) => (values[year] ?? null) !== null).length;
    if (known === chart.series.length || known === 0) return drawn;
    // A layer is missing: the bar is no total.
    return [...drawn, html`<text x="${x(year)}" y="${y(below) - 4}" text-anchor="middle" fill="#1b1b1b">?</text>`];
  });
}

/** White lines over the colour, other ones for each layer. */
function hatches(): Markup {
  const patterns = ['M0 6L6 0', 'M0 0L6 6', 'M0 3H6', 'M3 0V6'].map(
    (path, index) =>
      html`<pattern id="hatch-${index + 1}" width="6" height="6" patternUnits="userSpaceOnUse">
        <path d="${path}" stroke="#ffffff" stroke-width="1.3" />
      </pattern>`,
  );
  return html`<defs>${patterns}</defs>`;
}

function keyColumns({ series }: YearChart): number {
  return series.every(({ name }) => name.length <= SHORT_NAME) ? series.length : 1;
}

function key(chart: YearChart): readonly Markup[] {
  const columns = keyColumns(chart);
  const wide = (PLOT.right - PLOT.left) / columns;
  return chart.series.map(({ name }, index) => {
    const x = round(PLOT.left + wide * (index % columns));
    const y = KEY.top + KEY.line * Math.floor(index / columns);
    const sign = chart.kind === 'lines' ? lineSign(index, x, y) : layerSign(index, x, y);
    return html`${sign}<text x="${x + 28}" y="${y}" fill="#1b1b1b">${name}</text>`;
  });
}

function lineSign(index: number, x: number, y: number): Markup {
  const dash = DASHES[index % DASHES.length] ?? '';
  return html`<path
      d="M${x} ${y - 4}h22"
      stroke="${colourOf(index)}"
      stroke-width="2"
      fill="none"
      ${dash === '' ? null : html` stroke-dasharray="${dash}"`}
    />${marker(index, x + 11, y - 4)}`;
}

function layerSign(index: number, x: number, y: number): Markup {
  const box = html`x="${x}" y="${y - 11}" width="16" height="12"`;
  return html`<rect ${box} fill="${colourOf(index)}" fill-opacity="0.85" />${
      index === 0 ? null : html`<rect ${box} fill="url(#hatch-${index})" />`
    }`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
