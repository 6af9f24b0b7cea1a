import { CHART_FONT } from './charts.ts';
import type { Comparison } from './comparison.ts';
import { html, type Markup } from './markup.ts';
import { valueText } from './organization-page.ts';

const WIDTH = 720;
const HEIGHT = 260;
const PLOT = { left: 46, right: 700, top: 40, bottom: 190 };
const BINS = 16;

/**
 * How the values of a comparison are spread: bars that count the bodies, with the middle half and the median beneath. Drawn as SVG that needs no
 * style sheet.
 */
export function distributionChart(
  comparison: Comparison,
  words: { readonly title: string; readonly bodies: string; readonly median: string; readonly none: string },
): Markup {
  const { spread, indicator } = comparison;
  const values = comparison.bodies.flatMap(({ value }) => (value.value === null ? [] : [value.value]));
  const inside =
    spread === null ? html`<text x="${PLOT.left}" y="90">${words.none}</text>` : bars(values, comparison, words);
  return html`<svg
    class="chart"
    xmlns="http://www.w3.org/2000/svg"
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    font-family="${CHART_FONT}"
    font-size="12"
    fill="#1b1b1b"
    role="img"
    aria-label="${words.title}"
  >
    <title>${words.title}</title>
    <rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff" />
    <text x="${PLOT.left}" y="18" font-size="14" font-weight="600">${words.title}</text>
    ${inside}${spread === null ? null : quartiles(spread, { text: (value) => valueText(indicator, value), median: words.median })}
  </svg>`;
}

type Spread = NonNullable<Comparison['spread']>;

function positionOf({ least, largest }: Spread): (value: number) => number {
  const width = largest - least;
  return (value) =>
    round(
      width === 0 ? (PLOT.left + PLOT.right) / 2 : PLOT.left + ((PLOT.right - PLOT.left) * (value - least)) / width,
    );
}

function bars(values: readonly number[], { spread }: Comparison, words: { readonly bodies: string }): Markup {
  if (spread === null) return html``;
  const width = spread.largest - spread.least;
  const bins = width === 0 ? 1 : BINS;
  const counts = Array.from({ length: bins }, () => 0);
  for (const value of values) {
    const bin = width === 0 ? 0 : Math.min(bins - 1, Math.floor(((value - spread.least) / width) * bins));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const most = Math.max(...counts);
  const step = (PLOT.right - PLOT.left) / bins;
  const drawn = counts.map((count, index) => {
    if (count === 0) return null;
    const height = round(((PLOT.bottom - PLOT.top) * count) / most);
    const x = round(PLOT.left + step * index);
    return html`<rect
        x="${x}"
        y="${PLOT.bottom - height}"
        width="${round(step - 2)}"
        height="${height}"
        fill="#0072b2"
      />
      <text x="${round(x + step / 2)}" y="${PLOT.bottom - height - 4}" text-anchor="middle" font-size="11"
        >${count}</text
      >`;
  });
  return html`<line x1="${PLOT.left}" x2="${PLOT.right}" y1="${PLOT.bottom}" y2="${PLOT.bottom}" stroke="#555555" />
    <text x="${PLOT.right}" y="18" text-anchor="end" fill="#444444">${words.bodies}</text>
    ${drawn}`;
}

function quartiles(
  spread: Spread,
  { text, median }: { readonly text: (value: number) => string; readonly median: string },
): Markup {
  const x = positionOf(spread);
  const y = PLOT.bottom + 16;
  const [lower, middle, upper] = [x(spread.lowerQuartile), x(spread.median), x(spread.upperQuartile)];
  return html`<line x1="${PLOT.left}" x2="${PLOT.right}" y1="${y}" y2="${y}" stroke="#999999" />
    <rect
      x="${lower}"
      y="${y - 6}"
      width="${Math.max(2, round(upper - lower))}"
      height="12"
      fill="#e69f00"
      stroke="#7a5c00"
    />
    <line x1="${middle}" x2="${middle}" y1="${y - 9}" y2="${y + 9}" stroke="#1b1b1b" stroke-width="3" />
    <text x="${PLOT.left}" y="${y + 34}">${text(spread.least)}</text>
    <text x="${PLOT.right}" y="${y + 34}" text-anchor="end">${text(spread.largest)}</text>
    <text
      x="${Math.min(PLOT.right - 60, Math.max(PLOT.left + 60, middle))}"
      y="${y + 24}"
      text-anchor="middle"
      font-weight="600"
      >${median} ${text(spread.median)}</text
    >`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
