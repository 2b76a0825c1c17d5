// 价格核对: floors down, highest on top; entrances as blocks. Of a large building only what is in sight is drawn.

import { columnSteps } from "./column_steps.js";
import { planOf } from "./floor_plan.js";
import { GridCursor } from "./grid_cursor.js";
import { GridWindow } from "./grid_window.js";
import { tellPasted } from "./messages.js";
import { showWhole } from "./numbers.js";
import { clearCell, drawCell } from "./price_cell.js";
import { openPriceEditor } from "./price_editor.js";
import { PriceTable } from "./price_table.js";
import { averageOf } from "./unit_prices.js";

const WIDE_CELL = 176; // pixels: below, a cell has three lines
const FLOOR_AND_AVERAGE = 140;

export class PriceGrid {
  /** ticks: {isChecked(floor), set(floors, checked), editable}. */
  constructor(root, store, ticks) {
    Object.assign(this, { root, store, ticks });
    this.editor = null;
    this.stale = true;
    this.drawn = new Set();
    this.window = new GridWindow(root, () => this.#drawInSight());
    new ResizeObserver(() => this.#fit()).observe(root);
    window.addEventListener("beforeprint", () => this.#drawAll());
  }

  show() {
    if (this.stale) this.#build();
    this.stale = false;
    this.cursor ??= new GridCursor(this.#grid());
    this.cursor.paint();
  }

  focus() {
    this.cursor?.paint(true);
  }

  // ---------- Drawing ----------

  #build() {
    this.editor?.close();
    const units = this.store.visibleUnits;
    const whole = units.length === this.store.units.length;
    this.table = new PriceTable(planOf(units, whole ? this.store.floors : [], whole), this.ticks, (row) => this.cursor.move(row, 0));
    this.drawn.clear();
    this.root.replaceChildren(this.table.element);
    this.#fit();
    this.#drawFigures();
    this.onTicks();
  }

  /** Cells that have the width say everything in two lines, the others in three. */
  #fit() {
    if (!this.table || this.root.hidden) return;
    const narrow = (this.root.clientWidth - FLOOR_AND_AVERAGE) / this.table.plan.columns < WIDE_CELL;
    this.root.classList.toggle("is-narrow", narrow);
    this.window.measure(this.table.rows, this.table.columns);
    this.#drawInSight();
  }

  #drawInSight() {
    if (!this.table || this.root.hidden) return;
    const [top, bottom, left, right] = this.window.range;
    for (let row = top; row <= bottom; row += 1) for (let column = left; column <= right; column += 1) this.#drawOnce(this.table.matrix[row]?.[column]);
  }

  #drawAll() {
    for (const unit of this.table?.matrix.flat() ?? []) this.#drawOnce(unit);
  }

  #drawOnce(unit) {
    if (unit && !this.drawn.has(unit.id)) this.#draw(unit);
  }

  #draw(unit) {
    const cell = this.table.cells.get(unit.id);
    this.drawn.add(unit.id);
    if (cell && this.editor?.id !== unit.id) drawCell(cell, this.store, unit);
  }

  /** What is in sight is drawn anew, what is not is emptied: it must not show what is no longer so. */
  #drawAnew() {
    const before = this.drawn;
    this.drawn = new Set();
    this.#drawInSight();
    for (const id of before) if (!this.drawn.has(id)) this.#forget(id);
  }

  #forget(id) {
    const cell = this.table.cells.get(id);
    if (cell && this.editor?.id !== id) clearCell(cell, this.store.byId.get(id));
  }

  /** Averages of the floors, steps of the columns. */
  #drawFigures() {
    for (const { cell, floor } of this.table.averages.values()) {
      put(cell, whole(averageOf(this.store, floor.units)));
      cell.classList.toggle("bad", floor.units.some((unit) => this.store.faultAt(unit.id, "price_sale")?.tone === "bad"));
    }
    for (const { cell, members } of this.table.feet) put(cell, columnSteps(members.map((unit) => [unit.actual_floor, this.store.priceOf(unit)])));
    put(this.table.footAverage, whole(averageOf(this.store, this.store.units)));
  }

  // ---------- What changes ----------

  onChanged() {
    if (!this.table || this.root.hidden) { this.stale = true; return; }
    this.#drawAnew(); // a price judges its neighbours: every cell may have changed its reason
    this.#drawFigures();
    this.cursor.paint(!this.editor && this.root.contains(document.activeElement));
  }

  onSelected(ids, reload) {
    if (!this.table || this.root.hidden) { this.stale = true; return; }
    if (reload) { this.stale = true; this.show(); return; }
    for (const id of ids) if (this.drawn.has(id)) this.#draw(this.store.byId.get(id));
  }

  onLoaded() {
    this.stale = true;
    if (!this.root.hidden) this.show();
  }

  onTicks() {
    if (!this.table) return;
    for (const [floor, box] of this.table.boxes) box.checked = this.ticks.isChecked(floor);
    if (this.table.allBox) this.table.allBox.checked = this.table.inhabited.every((floor) => this.ticks.isChecked(floor));
  }

  goTo(id) {
    const place = this.table?.places.get(id);
    if (!place) return false;
    this.cursor.move(...place);
    return true;
  }

  // ---------- For the cursor ----------

  #at(row, column) {
    return this.table.matrix[row]?.[column] ?? null;
  }

  #grid() {
    return {
      root: this.root,
      size: () => [this.table.matrix.length, this.table.plan.columns],
      isGap: (row, column) => !this.#at(row, column),
      leaveLeft: (row) => this.#leaveLeft(row),
      cellAt: (row, column) => this.table.cells.get(this.#at(row, column)?.id) ?? null,
      placeOf: (element) => this.table.places.get(Number(element.closest?.("[data-unit]")?.dataset.unit)) ?? null,
      reveal: (row, column) => this.#reveal(this.#at(row, column)),
      text: (row, column) => (this.#at(row, column) ? this.store.shown(this.#at(row, column), "price_sale") ?? "" : ""),
      canEdit: (row, column) => Boolean(this.#at(row, column) && this.store.canEdit(this.#at(row, column), "price_sale")),
      edit: (row, column, initial) => this.#edit(row, column, initial),
      write: (cells, pasted) => this.#write(cells, pasted),
      pick: (cells) => this.store.toggle(cells.map(([row, column]) => this.#at(row, column)?.id).filter(Boolean)),
      isEditing: () => this.editor !== null,
    };
  }

  #leaveLeft(row) {
    const box = this.ticks.editable && this.table.boxes.get(this.table.floorOfRow[row]);
    box?.focus?.();
    return Boolean(box);
  }

  #write(cells, pasted) {
    const entries = cells.map(([row, column, text]) => ({ unit: this.#at(row, column), text })).filter(({ unit }) => unit);
    const skipped = this.store.type(entries.map(({ unit, text }) => ({ id: unit.id, field: "price_sale", text })), pasted);
    if (pasted) tellPasted(this.root, entries.length, skipped);
  }

  /** Into sight, clear of the sticky head, foot, floor column. */
  #reveal(unit) {
    const cell = unit && this.table.cells.get(unit.id);
    if (!cell) return;
    const { root: frame, table } = this;
    const head = table.element.tHead.offsetHeight;
    const foot = table.element.tFoot.offsetHeight;
    const side = table.element.querySelector("tbody th").offsetWidth;
    const { offsetTop: top, offsetLeft: left, offsetHeight: height, offsetWidth: width } = cell;
    if (top - head < frame.scrollTop) frame.scrollTop = top - head;
    else if (top + height + foot > frame.scrollTop + frame.clientHeight) frame.scrollTop = top + height + foot - frame.clientHeight;
    if (left - side < frame.scrollLeft) frame.scrollLeft = left - side;
    else if (left + width > frame.scrollLeft + frame.clientWidth) frame.scrollLeft = left + width - frame.clientWidth;
    this.#drawInSight();
  }

  #edit(row, column, initial) {
    const unit = this.#at(row, column);
    this.#drawOnce(unit);
    this.editor = { id: unit.id };
    const commit = (entries) => { this.editor = null; this.store.type(entries); };
    const { close } = openPriceEditor(this.table.cells.get(unit.id), this.store, unit, { initial, commit, done: (direction) => this.#edited(unit, row, column, direction) });
    if (this.editor) this.editor.close = close;
  }

  #edited(unit, row, column, direction) {
    this.editor = null;
    this.#draw(unit);
    const [nextRow, nextColumn] = { down: [row + 1, column], up: [row - 1, column], right: [row, column + 1], left: [row, column - 1] }[direction] ?? [row, column];
    if (direction) this.cursor.move(...(this.#at(nextRow, nextColumn) ? [nextRow, nextColumn] : [row, column]));
  }
}

function put(cell, text) {
  if (cell.textContent !== text) cell.textContent = text;
}

function whole(average) {
  return average === null ? "—" : showWhole(average);
}
