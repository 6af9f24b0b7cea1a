import { SkipThis } from '../errors.ts';
import { MOST } from './limits.ts';
import { RuleCollector, type PdfRule } from './pdf-rules.ts';
import type { PdfBox } from './pdf-lines.ts';
import { withMemory, type Loan, type Pdfium } from './pdfium.ts';

/** From coordinates of some space to points from the page's top left as shown. */
export type Place = (x: number, y: number) => readonly [x: number, y: number];

/** What a page draws besides letters, in points from its top left. */
export interface PdfDrawings {
  readonly rules: readonly PdfRule[];
  readonly images: readonly PdfBox[];
  /** Opaque areas, each with its place in the order of drawing; what lies under one and was drawn before is not seen. */
  readonly covers: readonly Cover[];
  /** The text objects by address. */
  readonly texts: ReadonlyMap<number, TextObject>;
  /** Curved or slanted shapes: letters drawn as outlines, where there are many. */
  readonly shapes: number;
}

export interface TextObject {
  /** Its place in the order of drawing. */
  readonly order: number;
  /** From the space it is drawn in. */
  readonly place: Place;
  /** What lies outside of it is not drawn. */
  readonly window: PdfBox;
}

export interface Cover extends PdfBox {
  readonly order: number;
  /** From 0 black to 255 white; null for a picture. */
  readonly shade: number | null;
}

const TEXT = 1;
const PATH = 2;
const IMAGE = 3;
const FORM = 5;
const LINE_SEGMENT = 0;
const CURVE_SEGMENT = 1;
const MOVE_SEGMENT = 2;
const EDGE_CEILING = 40_000;
const DEPTH_CEILING = 8;
/** Areas thinner than this are rules. */
const THIN = 3;
/** A shade from which on an area or a rule cannot be told from paper, of 255. */
const WHITE = 250;
/** An area is a ground that white fields stand out from. */
const GROUND = 235;
const COVER_CEILING = 4000;

type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

interface Walk {
  readonly pdfium: Pdfium;
  readonly loan: Loan;
  readonly collector: RuleCollector;
  readonly images: PdfBox[];
  readonly covers: Cover[];
  readonly texts: Map<number, TextObject>;
  order: number;
  shapes: number;
}

/** Walks through all objects of a page, those inside forms too. */
export function drawingsOf(pdfium: Pdfium, page: number, place: Place): PdfDrawings {
  return withMemory(pdfium, 64, (loan) => {
    const walk: Walk = {
      pdfium,
      loan,
      collector: new RuleCollector(),
      images: [],
      covers: [],
      texts: new Map(),
      order: 0,
      shapes: 0,
    };
    const count = pdfium._FPDFPage_CountObjects(page);
    for (let index = 0; index < count; index += 1) {
      visit(walk, pdfium._FPDFPage_GetObject(page, index), place, 0);
    }
    const { images, covers, texts, shapes } = walk;
    return { rules: walk.collector.rules(), images, covers, texts, shapes };
  });
}

function visit(walk: Walk, object: number, place: Place, depth: number): void {
  const { pdfium } = walk;
  walk.order += 1;
  if (walk.order > MOST.pageObjects)
    throw new SkipThis(`a page of the PDF draws more than ${MOST.pageObjects} objects`);
  const type = pdfium._FPDFPageObj_GetType(object);
  if (type === TEXT) walk.texts.set(object, { order: walk.order, place, window: windowOf(walk, object, place) });
  else if (type === PATH) visitPath(walk, object, within(walk, object, place), windowOf(walk, object, place));
  else if (type === IMAGE) {
    const toPage = within(walk, object, place);
    const corners = [toPage(0, 0), toPage(1, 0), toPage(0, 1), toPage(1, 1)];
    const box = boxOfPoints(corners);
    walk.images.push(box);
    walk.covers.push({ ...box, order: walk.order, shade: null });
  } else if (type === FORM && depth < DEPTH_CEILING) {
    const toPage = within(walk, object, place);
    const count = pdfium._FPDFFormObj_CountObjects(object);
    for (let index = 0; index < count; index += 1) {
      visit(walk, pdfium._FPDFFormObj_GetObject(object, index), toPage, depth + 1);
    }
  }
}

function within({ pdfium, loan }: Walk, object: number, place: Place): Place {
  if (pdfium._FPDFPageObj_GetMatrix(object, loan.address) === 0) return place;
  const [a, b, c, d, e, f] = loan.floats(6) as unknown as Matrix;
  return (x, y) => place(a * x + c * y + e, b * x + d * y + f);
}

export function boxOfPoints(points: readonly (readonly [number, number])[]): PdfBox {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

const EVERYTHING: PdfBox = { left: -1e6, top: -1e6, right: 1e6, bottom: 1e6 };
const CLIP_CEILING = 8;
const CLIP_SEGMENTS = 12;

/** The box that an object's clip paths leave open; those that are no boxes count with the box around them. */
function windowOf({ pdfium, loan }: Walk, object: number, place: Place): PdfBox {
  const clip = pdfium._FPDFPageObj_GetClipPath(object);
  const paths = clip === 0 ? 0 : Math.min(pdfium._FPDFClipPath_CountPaths(clip), CLIP_CEILING);
  let window = EVERYTHING;
  for (let path = 0; path < paths; path += 1) {
    const segments = pdfium._FPDFClipPath_CountPathSegments(clip, path);
    if (segments < 2 || segments > CLIP_SEGMENTS) continue;
    const points = Array.from({ length: segments }, (_, index) => {
      const segment = pdfium._FPDFClipPath_GetPathSegment(clip, path, index);
      pdfium._FPDFPathSegment_GetPoint(segment, loan.address, loan.address + 4);
      const [x = 0, y = 0] = loan.floats(2);
      return place(x, y);
    });
    const box = boxOfPoints(points);
    window = {
      left: Math.max(window.left, box.left),
      top: Math.max(window.top, box.top),
      right: Math.min(window.right, box.right),
      bottom: Math.min(window.bottom, box.bottom),
    };
  }
  return window;
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}

/** Shade from 0 black to 255 white, or null where nothing is painted. */
function shadeOf({ pdfium, loan }: Walk, object: number, what: 'fill' | 'stroke'): number | null {
  const { address } = loan;
  const read = what === 'fill' ? pdfium._FPDFPageObj_GetFillColor : pdfium._FPDFPageObj_GetStrokeColor;
  if (read(object, address, address + 4, address + 8, address + 12) === 0) return 0;
  const view = loan.view();
  const [red, green, blue, alpha] = [0, 4, 8, 12].map((at) => view.getUint32(at, true)) as [
    number,
    number,
    number,
    number,
  ];
  if (alpha < 20) return null;
  return 0.3 * red + 0.59 * green + 0.11 * blue;
}

function visitPath(walk: Walk, path: number, toPage: Place, window: PdfBox): void {
  const { pdfium, loan, collector } = walk;
  if (pdfium._FPDFPath_GetDrawMode(path, loan.address, loan.address + 4) === 0) return;
  const view = loan.view();
  const filled = view.getInt32(0, true) !== 0;
  const stroked = view.getInt32(4, true) !== 0;
  const fill = filled ? shadeOf(walk, path, 'fill') : null;
  const stroke = stroked ? shadeOf(walk, path, 'stroke') : null;
  if (fill === null && stroke === null) return;
  const toWindow: Place = (x, y) => {
    const [across, down] = toPage(x, y);
    return [clamp(across, window.left, window.right), clamp(down, window.top, window.bottom)];
  };
  const subpaths = subpathsOf(walk, path, toWindow);
  for (const { points, curved } of subpaths) {
    if (curved) walk.shapes += 1;
    const box = boxOfPoints(points);
    const [width, height] = [box.right - box.left, box.bottom - box.top];
    const thin = width < THIN || height < THIN;
    const upright = !curved && isUprightBox(points, box);
    const outlined = stroke !== null && stroke < WHITE;
    if (fill !== null && upright && !thin && walk.covers.length < COVER_CEILING) {
      walk.covers.push({ ...box, order: walk.order, shade: fill });
    }
    if (collector.count > EDGE_CEILING) continue;
    // Browsers mitre the corners of a border: a thin bar with slanted ends is a rule as well.
    if (curved || (fill !== null && stroke === null && !upright && !thin)) {
      if (Math.max(width, height) < THIN) collector.addDot(box.left, box.top, box.right, box.bottom);
      continue;
    }
    if (fill !== null && stroke === null && Math.max(width, height) < THIN) {
      if (fill < WHITE) collector.addDot(box.left, box.top, box.right, box.bottom);
    } else if (fill !== null && stroke === null && thin) {
      if (fill < WHITE) addMiddle(collector, box);
    } else if (outlined || (fill !== null && (fill < WHITE || isOnShade(walk, box)))) {
      for (let index = 1; index < points.length; index += 1) {
        const [one, other] = [points[index - 1], points[index]];
        if (one && other) collector.addEdge(one, other);
      }
    }
  }
}

function addMiddle(collector: RuleCollector, { left, top, right, bottom }: PdfBox): void {
  if (right - left > bottom - top) collector.addEdge([left, (top + bottom) / 2], [right, (top + bottom) / 2]);
  else collector.addEdge([(left + right) / 2, top], [(left + right) / 2, bottom]);
}

/** A white area shows its edges only on a coloured one: cells laid out on a dark ground. */
function isOnShade({ covers, order }: Walk, box: PdfBox): boolean {
  return covers.some(
    (cover) =>
      cover.order < order &&
      cover.shade !== null &&
      cover.shade < GROUND &&
      cover.left <= box.left &&
      cover.top <= box.top &&
      cover.right >= box.right &&
      cover.bottom >= box.bottom,
  );
}

interface Subpath {
  readonly points: (readonly [number, number])[];
  curved: boolean;
}

function subpathsOf({ pdfium, loan }: Walk, path: number, toPage: Place): Subpath[] {
  const subpaths: Subpath[] = [];
  let open: Subpath | undefined;
  const count = Math.min(pdfium._FPDFPath_CountSegments(path), MOST.pageObjects);
  for (let index = 0; index < count; index += 1) {
    const segment = pdfium._FPDFPath_GetPathSegment(path, index);
    if (pdfium._FPDFPathSegment_GetPoint(segment, loan.address, loan.address + 4) === 0) continue;
    const [x = 0, y = 0] = loan.floats(2);
    const type = pdfium._FPDFPathSegment_GetType(segment);
    if (type === MOVE_SEGMENT || !open) subpaths.push((open = { points: [], curved: false }));
    if (type === CURVE_SEGMENT) open.curved = true;
    else if (type === LINE_SEGMENT || type === MOVE_SEGMENT) open.points.push(toPage(x, y));
    const [start] = open.points;
    if (pdfium._FPDFPathSegment_GetClose(segment) === 1 && start) open.points.push(start);
  }
  return subpaths.filter(({ points }) => points.length > 0);
}

function isUprightBox(points: readonly (readonly [number, number])[], box: PdfBox): boolean {
  return points.every(([x, y]) => {
    const side = Math.min(Math.abs(x - box.left), Math.abs(x - box.right));
    const end = Math.min(Math.abs(y - box.top), Math.abs(y - box.bottom));
    return side < 0.5 && end < 0.5;
  });
}
