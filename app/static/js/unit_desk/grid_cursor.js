// The active cell and the range of a grid, moved by keys and mouse; the grid paints and edits.

import { readRange, spread, writeRange } from "./clipboard.js";

/*
 * grid: {root, size() -> [rows, columns], cellAt(row, column) -> element or null, placeOf(element) -> [row, column] or null,
 *        reveal(row, column), text(row, column), canEdit(row, column), edit(row, column, text), write([[row, column, text]], pasted),
 *        pick([[row, column]]), isEditing(), isGap?(row, column), leaveLeft?(row) -> whether something stands left of the row}
 */
export class GridCursor {
  constructor(grid) {
    this.grid = grid;
    this.active = [0, 0];
    this.anchor = [0, 0];
    this.painted = [];
    this.leaving = false;
    this.inside = false;
    const { root } = grid;
    root.tabIndex = -1;
    for (const kind of ["focusin", "mousedown"]) document.addEventListener(kind, (event) => { this.inside = root.contains(event.target); });
    root.addEventListener("keydown", (event) => this.#onKey(event));
    root.addEventListener("mousedown", (event) => this.#onMouseDown(event));
    root.addEventListener("mousemove", (event) => this.#onMouseMove(event));
    root.addEventListener("dblclick", (event) => { if (grid.placeOf(event.target)) this.edit(); });
    root.addEventListener("copy", (event) => this.#onCopy(event));
    root.addEventListener("paste", (event) => this.#onPaste(event));
    root.addEventListener("focusin", () => root.classList.add("has-focus"));
    root.addEventListener("focusout", () => root.classList.remove("has-focus"));
  }

  /** [top, left, bottom, right], inclusive. */
  get range() {
    const [[r1, c1], [r2, c2]] = [this.active, this.anchor];
    return [Math.min(r1, r2), Math.min(c1, c2), Math.max(r1, r2), Math.max(c1, c2)];
  }

  move(row, column, { extend = false, focus = true } = {}) {
    const [rows, columns] = this.grid.size();
    if (!rows || !columns) return;
    this.active = [clamp(row, rows), clamp(column, columns)];
    if (!extend) this.anchor = [...this.active];
    this.grid.reveal(...this.active);
    this.paint(focus);
  }

  edit(text) {
    if (this.grid.canEdit(...this.active)) this.grid.edit(...this.active, text);
  }

  /** Show where the cursor stands; called again after the grid drew its cells anew. */
  paint(focus = false) {
    for (const cell of this.painted) { cell.classList.remove("is-active", "in-range"); cell.tabIndex = -1; cell.removeAttribute("aria-selected"); }
    this.painted = [];
    const [top, left, bottom, right] = this.range;
    if ((bottom - top + 1) * (right - left + 1) > 1)
      for (let row = top; row <= bottom; row += 1) for (let column = left; column <= right; column += 1) this.#mark(row, column, "in-range");
    const cell = this.#mark(...this.active, "is-active");
    const wanted = focus || this.#hasLostCell();
    if (cell) cell.tabIndex = 0;
    if (wanted) (cell ?? this.grid.root).focus({ preventScroll: true });
  }

  /** The cell with the focus went out of the drawn part: the grid itself kept it, or nothing has it. */
  #hasLostCell() {
    const { activeElement } = document;
    return activeElement === this.grid.root || (this.inside && activeElement === document.body);
  }

  #mark(row, column, name) {
    const cell = this.grid.cellAt(row, column);
    if (!cell) return null;
    cell.classList.add(name);
    if (name === "in-range") cell.setAttribute("aria-selected", "true");
    this.painted.push(cell);
    return cell;
  }

  #onKey(event) {
    if (this.grid.isEditing() || event.altKey || event.isComposing || event.target.closest("input")) return;
    const handled = this.#act(event);
    if (handled === "pass") return;
    if (handled) { event.preventDefault(); event.stopPropagation(); }
  }

  #act(event) {
    const { key, shiftKey: extend } = event;
    const jump = event.ctrlKey || event.metaKey;
    const [row, column] = this.active;
    const [rows, columns] = this.grid.size();
    const moves = {
      ArrowUp: [jump ? 0 : row - 1, column], ArrowDown: [jump ? rows - 1 : row + 1, column],
      ArrowLeft: [row, jump ? 0 : column - 1], ArrowRight: [row, jump ? columns - 1 : column + 1],
      Home: [jump ? 0 : row, 0], End: [jump ? rows - 1 : row, columns - 1], PageUp: [row - 12, column], PageDown: [row + 12, column],
    };
    if (moves[key]) return this.#step(...moves[key], extend, key);
    if (key === "Tab") return this.#tab(extend ? -1 : 1);
    if (jump) return key === "a" ? this.#selectAll(rows, columns) : false;
    if (key === "Escape") { this.leaving = true; return false; }
    if (key === "Enter" || key === "F2") { this.edit(); return true; }
    if (key === "Delete" || key === "Backspace") { this.#clear(); return true; }
    if (key === " ") { this.#pick(); return true; }
    if (key.length === 1) { this.edit(key); return this.grid.canEdit(row, column); }
    return false;
  }

  /** Over empty places an arrow goes on to the next cell that there is. */
  #step(row, column, extend, key) {
    this.leaving = false;
    if (column < 0 && !extend && this.grid.leaveLeft?.(this.active[0])) return true;
    const delta = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[key];
    const [rows, columns] = this.grid.size();
    let [r, c] = [clamp(row, rows), clamp(column, columns)];
    while (delta && this.grid.isGap?.(r, c) && inside(r + delta[0], rows) && inside(c + delta[1], columns)) [r, c] = [r + delta[0], c + delta[1]];
    if (!this.grid.isGap?.(r, c)) this.move(r, c, { extend });
    return true;
  }

  /** Tab goes from cell to cell; at the end, or after Escape, it leaves the grid. */
  #tab(step) {
    if (this.leaving) { this.leaving = false; return "pass"; }
    const [rows, columns] = this.grid.size();
    let place = this.active[0] * columns + this.active[1] + step;
    while (place >= 0 && place < rows * columns && this.grid.isGap?.(Math.floor(place / columns), place % columns)) place += step;
    if (place < 0 || place >= rows * columns) return "pass";
    this.move(Math.floor(place / columns), place % columns);
    return true;
  }

  #selectAll(rows, columns) {
    this.anchor = [0, 0];
    this.active = [rows - 1, columns - 1];
    this.paint();
    return true;
  }

  #cells() {
    const [top, left, bottom, right] = this.range;
    const cells = [];
    for (let row = top; row <= bottom; row += 1) for (let column = left; column <= right; column += 1) cells.push([row, column]);
    return cells;
  }

  #clear() {
    this.grid.write(this.#cells().map(([row, column]) => [row, column, ""]), false);
  }

  #pick() {
    this.grid.pick(this.#cells());
  }

  #onMouseDown(event) {
    if (event.button !== 0 || this.grid.isEditing()) return;
    const place = this.grid.placeOf(event.target);
    if (!place || event.target.closest("input, button, a, select")) return;
    event.preventDefault();
    this.dragging = true;
    window.addEventListener("mouseup", () => { this.dragging = false; }, { once: true });
    this.move(...place, { extend: event.shiftKey });
  }

  #onMouseMove(event) {
    if (!this.dragging || !event.buttons) return;
    const place = this.grid.placeOf(event.target);
    if (place && String(place) !== String(this.active)) { this.active = place; this.paint(); }
  }

  #onCopy(event) {
    if (this.grid.isEditing() || event.target.closest?.("input, textarea")) return;
    const [top, left, bottom, right] = this.range;
    const rows = [];
    for (let row = top; row <= bottom; row += 1) {
      const line = [];
      for (let column = left; column <= right; column += 1) line.push(this.grid.text(row, column));
      rows.push(line);
    }
    event.clipboardData.setData("text/plain", writeRange(rows));
    event.preventDefault();
  }

  #onPaste(event) {
    if (this.grid.isEditing() || event.target.closest?.("input, textarea")) return;
    event.preventDefault();
    const block = readRange(event.clipboardData.getData("text/plain"));
    if (!block.length) return;
    const [top, left, bottom, right] = this.range;
    const [rows, columns] = this.grid.size();
    const cells = spread(block, bottom - top + 1, right - left + 1)
      .flatMap((line, row) => line.map((text, column) => [top + row, left + column, text]))
      .filter(([row, column]) => row < rows && column < columns);
    this.grid.write(cells, true);
  }
}

function clamp(value, count) {
  return Math.min(Math.max(value, 0), count - 1);
}

function inside(value, count) {
  return value >= 0 && value < count;
}
