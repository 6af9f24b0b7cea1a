// @ts-nocheck -- it runs in browsers, whose types the rest of the project does without
// Arrow keys move from figure to figure in a table, or from square to square of a heat map. Without this script Tab does.
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

document.addEventListener('keydown', (event) => {
  const step = STEPS[event.key];
  const cell = event.target instanceof HTMLAnchorElement ? event.target.closest('table[data-grid] td') : null;
  if (step === undefined || cell === null || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const next = neighbour(cell, step);
  if (next === null) return;
  event.preventDefault();
  next.focus();
});

/** The link in the nearest cell in that direction, by where cells stand on the screen: rows have spans. */
function neighbour(cell, [down, right]) {
  const here = cell.getBoundingClientRect();
  const middle = { x: here.left + here.width / 2, y: here.top + here.height / 2 };
  let best = null;
  let least = Infinity;
  for (const link of cell.closest('table').querySelectorAll('td a')) {
    const box = link.closest('td').getBoundingClientRect();
    const along =
      right !== 0 ? (box.left + box.width / 2 - middle.x) * right : (box.top + box.height / 2 - middle.y) * down;
    const inLine =
      right !== 0 ? box.top < middle.y && box.bottom > middle.y : box.left < middle.x && box.right > middle.x;
    if (along > 1 && inLine && along < least) [best, least] = [link, along];
  }
  return best;
}

// A frame sometimes looks for its place before its text is laid out: it is sent there once more when all is. Without this script a link does.
addEventListener('load', () => {
  for (const frame of document.querySelectorAll('iframe.frame')) frame.contentWindow.location.replace(frame.src);
});
