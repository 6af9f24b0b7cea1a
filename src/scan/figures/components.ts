/** A connected piece of ink. */
export interface Component {
  /** Its number in the map of labels. */
  readonly label: number;
  left: number;
  top: number;
  /** Exclusive. */
  right: number;
  /** Exclusive. */
  bottom: number;
  area: number;
  /** How many of its pixels lie farther from every edge of the picture than `edge`. */
  inner: number;
}

export interface ComponentMap {
  /** Per pixel the number of its component, 0 for paper. */
  readonly labels: Int32Array;
  readonly components: readonly Component[];
}

/** Pieces of pixels darker than `threshold` that touch by side or corner. `edge`: see `Component.inner`. */
export function componentsOf(
  darkness: Float64Array,
  width: number,
  height: number,
  threshold: number,
  edge: number,
): ComponentMap {
  const labels = new Int32Array(width * height);
  const parents = [0];
  for (let y = 0, index = 0; y < height; y++)
    for (let x = 0; x < width; x++, index++) {
      if ((darkness[index] ?? 0) <= threshold) continue;
      const west = x > 0 ? (labels[index - 1] ?? 0) : 0;
      const northWest = x > 0 && y > 0 ? (labels[index - width - 1] ?? 0) : 0;
      const north = y > 0 ? (labels[index - width] ?? 0) : 0;
      const northEast = x + 1 < width && y > 0 ? (labels[index - width + 1] ?? 0) : 0;
      let label = north || west || northWest;
      if (northEast !== 0) label = label === 0 ? northEast : united(parents, label, northEast);
      if (west !== 0 && label !== west) label = united(parents, label, west);
      if (label === 0) {
        label = parents.length;
        parents.push(label);
      }
      labels[index] = label;
    }
  const found: (Component | undefined)[] = [];
  for (let y = 0, index = 0; y < height; y++)
    for (let x = 0; x < width; x++, index++) {
      const provisional = labels[index] ?? 0;
      if (provisional === 0) continue;
      const label = rootOf(parents, provisional);
      labels[index] = label;
      const known = found[label];
      const component = known ?? { label, left: x, top: y, right: x + 1, bottom: y + 1, area: 0, inner: 0 };
      if (!known) found[label] = component;
      component.area++;
      if (x < component.left) component.left = x;
      if (x >= component.right) component.right = x + 1;
      component.bottom = y + 1;
      if (x >= edge && y >= edge && x < width - edge && y < height - edge) component.inner++;
    }
  return { labels, components: found.filter((component) => component !== undefined) };
}

function rootOf(parents: number[], label: number): number {
  let root = label;
  while ((parents[root] ?? root) !== root) root = parents[root] ?? root;
  parents[label] = root;
  return root;
}

function united(parents: number[], one: number, other: number): number {
  const first = rootOf(parents, one);
  const second = rootOf(parents, other);
  const root = Math.min(first, second);
  parents[Math.max(first, second)] = root;
  return root;
}
