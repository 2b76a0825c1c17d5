// Which rows and columns of a large table are in sight; whoever draws it is told when that changes.

const BEYOND = 160; // pixels around what is in sight that are drawn too

export class GridWindow {
  /** onMove() is called at most once a frame, after the frame was scrolled or resized. */
  constructor(frame, onMove) {
    Object.assign(this, { frame, onMove, tops: [], lefts: [] });
    frame.addEventListener("scroll", () => this.#later(), { passive: true });
    this.observer = new ResizeObserver(() => { this.measure(this.rows, this.columns); this.#later(); });
    this.observer.observe(frame);
  }

  #later() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => { this.waiting = false; this.onMove(); });
  }

  /** rows and columns: one element each; where they begin is read once, for their sizes are fixed. */
  measure(rows = [], columns = []) {
    Object.assign(this, { rows, columns });
    this.tops = rows.map((row) => row.offsetTop);
    this.lefts = columns.map((column) => column.offsetLeft);
  }

  /** [first row, last row, first column, last column], inclusive. */
  get range() {
    const { scrollTop, scrollLeft, clientHeight, clientWidth } = this.frame;
    return [...span(this.tops, scrollTop, clientHeight), ...span(this.lefts, scrollLeft, clientWidth)];
  }
}

function span(starts, from, length) {
  return [Math.max(firstBeyond(starts, from - BEYOND) - 1, 0), firstBeyond(starts, from + length + BEYOND) - 1];
}

/** The place of the first start that lies beyond; they rise. */
function firstBeyond(starts, limit) {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] > limit) high = middle; else low = middle + 1;
  }
  return low;
}
