// 户室表: every field of every unit in a virtual grid, the room number always in sight.

import { Tabulator, FormatModule, FrozenColumnsModule, InteractionModule, ResizeColumnsModule, ResizeTableModule, SortModule } from "../../vendor/tabulator/tabulator_esm.min.mjs";
import { editCell } from "./cell_editor.js";
import { GridCursor } from "./grid_cursor.js";
import { tellPasted } from "./messages.js";
import { readNumber } from "./numbers.js";
import { SHOWN_ONLY, UnitCells } from "./unit_cells.js";
import { priceOfTotal } from "./unit_prices.js";
import { say } from "./words.js";

Tabulator.registerModule([FormatModule, FrozenColumnsModule, InteractionModule, ResizeColumnsModule, ResizeTableModule, SortModule]);

const ROW_HEIGHT = 28;
const ORDER = ["actual_floor", "layout", "gross_area", "price_sale", "price_bare", "price_decoration", "filed_total", "decoration", "lift",
  "storey_height", "balcony", "use", "house_type", "nature", "structure", "sale_kind", "pricing_mode", "entrance", "nominal_floor", "inner_area", "shared_area", "remark"];
const WIDTHS = {
  actual_floor: 72, nominal_floor: 74, entrance: 62, layout: 104, filed_total: 116, balcony: 150, use: 92, house_type: 92, nature: 108, structure: 128, lift: 56, storey_height: 80,
  remark: 180, gross_area: 118, inner_area: 118, shared_area: 118, price_sale: 116, price_bare: 116, price_decoration: 116, decoration: 88, sale_kind: 84, pricing_mode: 92,
};

export class UnitTable {
  constructor(root, store) {
    this.root = root;
    this.store = store;
    this.cells = new UnitCells(store);
    this.editor = null;
    this.fresh = new Set(); // units whose row shows what is so now
    this.stale = true;
  }

  /** Draw when the view is first shown; a hidden element has no size to draw into. */
  show() {
    if (!this.table) this.#build();
    else if (!this.table.initialized) return; // once it is built, it looks at what is so then
    else if (this.stale) this.#reload();
    else this.table.redraw();
    this.stale = false;
  }

  focus() {
    if (this.table?.initialized) this.cursor.paint(true); else this.wantsFocus = true;
  }

  #build() {
    this.names = ORDER.filter((name) => name in SHOWN_ONLY || this.store.fieldByName.has(name));
    this.table = new Tabulator(this.root, {
      data: this.#rows(), index: "id", height: "100%", layout: "fitData", rowHeight: ROW_HEIGHT, columnHeaderVertAlign: "middle", headerSortClickElement: "header",
      columns: [this.#roomColumn(), ...this.names.map((name) => this.#column(name))],
      rowFormatter: (row) => this.#dressRow(row), placeholder: say("nothingMatches"), movableColumns: false,
    });
    this.cursor = new GridCursor(this.#grid());
    this.table.on("tableBuilt", () => this.#dressTable());
    this.table.on("dataSorted", () => this.#order());
    this.table.on("renderComplete", () => { this.#freshen(); this.cursor.paint(); });
    this.table.on("scrollVertical", () => requestAnimationFrame(() => { this.#freshen(); this.cursor.paint(); }));
    this.#order();
  }

  #rows() {
    return this.store.visibleUnits.map((unit) => ({ id: unit.id }));
  }

  #reload() {
    this.editor?.close();
    this.fresh.clear();
    this.table.setData(this.#rows()); // rows that are here already stand at once, so that the next key finds them
    this.#order();
    this.cursor.paint();
  }

  #order() {
    this.order = (this.table.initialized ? this.table.getRows("active").map((row) => row.getData().id) : this.store.visibleUnits.map((unit) => unit.id));
    this.placeById = new Map(this.order.map((id, place) => [id, place]));
  }

  // ---------- Columns ----------

  #roomColumn() {
    return { title: say("room"), field: "room_no", frozen: true, width: this.store.entrances > 1 ? 136 : 104, resizable: false, sorter: this.#sorter("room_no"), formatter: (cell) => this.cells.room(cell.getElement(), this.#unitOf(cell.getRow())) };
  }

  #column(name) {
    const field = this.cells.field(name);
    const numeric = field.kind === "decimal" || field.kind === "integer";
    return {
      title: field.unit ? `${field.label}(${field.unit})` : field.label, field: name, width: WIDTHS[name] ?? 96, minWidth: 44, hozAlign: numeric ? "right" : "left",
      headerHozAlign: numeric ? "right" : "left", sorter: this.#sorter(name), cssClass: this.#isColumnLocked(name) ? "is-surveyed" : "", formatter: (cell) => document.createTextNode(this.cells.cell(cell.getElement(), this.#unitOf(cell.getRow()), name)),
    };
  }

  #isColumnLocked(name) {
    return !(name in SHOWN_ONLY) && this.store.units.every((unit) => this.store.isLocked(unit, name));
  }

  #sorter(name) {
    const valueOf = (row) => { const text = this.store.shown(this.#unitOf(row), name) ?? ""; return readNumber(text) ?? String(text); };
    return (_a, _b, rowA, rowB) => {
      const [a, b] = [valueOf(rowA), valueOf(rowB)];
      return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "zh", { numeric: true });
    };
  }

  #unitOf(row) {
    return this.store.byId.get(row.getData().id);
  }

  // ---------- Rows ----------

  #dressTable() {
    this.root.setAttribute("aria-label", say("unitTable"));
    this.root.setAttribute("aria-multiselectable", "true");
    const holder = this.root.querySelector(".tabulator-tableholder");
    holder.removeAttribute("tabindex"); // the cells take the focus; a grid owns rows, not a box that scrolls
    holder.setAttribute("role", "presentation");
    if (this.stale) this.#reload(); else this.#order();
    this.stale = false;
    this.cursor.paint(this.wantsFocus);
    if (this.wanted) this.goTo(...this.wanted);
  }

  #dressRow(row) {
    const unit = this.#unitOf(row);
    if (!unit) return;
    const element = row.getElement();
    element.dataset.unit = unit.id;
    element.setAttribute("aria-rowindex", (this.placeById?.get(unit.id) ?? 0) + 2);
    this.#showPicked(element, unit);
  }

  #showPicked(element, unit) {
    const picked = this.store.selection.has(unit.id);
    element.classList.toggle("is-picked", picked);
    const box = element.querySelector(".room-pick input");
    if (box) box.checked = picked;
  }

  #drawnRows() {
    return [...this.root.querySelectorAll(".tabulator-row[data-unit]")].map((element) => [element, this.store.byId.get(Number(element.dataset.unit))]).filter(([, unit]) => unit);
  }

  /** Rows that came into sight, or changed, show what is so now; the cell that is typed in is left alone. */
  #freshen() {
    for (const [element, unit] of this.#drawnRows()) {
      if (this.fresh.has(unit.id)) continue;
      this.fresh.add(unit.id);
      for (const cell of element.querySelectorAll(".tabulator-cell:not(.is-editing)")) this.#refill(cell, unit);
    }
  }

  #refill(cell, unit) {
    const name = cell.getAttribute("tabulator-field");
    if (name === "room_no") { cell.replaceChildren(this.cells.room(cell, unit)); return; }
    const text = this.cells.cell(cell, unit, name);
    if (cell.textContent !== text) cell.textContent = text;
  }

  /** A price judges its neighbours, so any row may have changed its marks. */
  onChanged() {
    if (!this.table || this.root.hidden) { this.stale = true; return; }
    this.fresh.clear();
    this.#freshen();
    this.cursor.paint(!this.editor && this.root.contains(document.activeElement));
  }

  onSelected(ids, reload) {
    if (!this.table || this.root.hidden) { this.stale = true; return; }
    if (reload) { this.#reload(); return; }
    const moved = new Set(ids);
    for (const [element, unit] of this.#drawnRows()) if (moved.has(unit.id)) this.#showPicked(element, unit);
  }

  onLoaded() {
    this.stale = true;
    if (this.table && !this.root.hidden) this.show();
  }

  /** Bring a cell into sight and stand on it. */
  goTo(id, name) {
    if (!this.table?.initialized) { this.wanted = [id, name]; return true; }
    const row = this.placeById.get(id);
    if (row === undefined) return false;
    this.cursor.move(row, this.#columns().indexOf(name));
    return true;
  }

  // ---------- For the cursor ----------

  #columns() {
    return ["room_no", ...this.names];
  }

  #grid() {
    const at = (row, column) => [this.store.byId.get(this.order[row]), this.#columns()[column]];
    return {
      root: this.root,
      size: () => [this.order.length, this.#columns().length],
      cellAt: (row, column) => this.#cellElement(row, column),
      placeOf: (element) => this.#placeOf(element),
      reveal: (row, column) => this.#reveal(row, column),
      text: (row, column) => { const [unit, name] = at(row, column); return this.store.shown(unit, name) ?? ""; },
      canEdit: (row, column) => { const [unit, name] = at(row, column); return unit && this.cells.isOpen(unit, name); },
      edit: (row, column, initial) => this.#edit(row, column, initial),
      write: (cells, pasted) => this.#write(cells, pasted),
      pick: (cells) => this.store.toggle([...new Set(cells.map(([row]) => this.order[row]))]),
      isEditing: () => this.editor !== null,
    };
  }

  #cellElement(row, column) {
    const found = row < this.order.length && this.table.getRow(this.order[row]);
    if (!found || !found.getElement().isConnected) return null;
    return found.getCell(this.#columns()[column])?.getElement() ?? null;
  }

  #placeOf(element) {
    const cell = element.closest?.(".tabulator-cell");
    const row = cell?.closest(".tabulator-row");
    if (!row) return null;
    const found = this.placeById.get(this.#idOfRow(row));
    return found === undefined ? null : [found, this.#columns().indexOf(cell.getAttribute("tabulator-field"))];
  }

  #idOfRow(element) {
    return this.table.getRow(element)?.getData().id;
  }

  #reveal(row, column) {
    const holder = this.root.querySelector(".tabulator-tableholder");
    const height = holder.querySelector(".tabulator-row")?.offsetHeight ?? ROW_HEIGHT;
    const top = row * height;
    if (top < holder.scrollTop) holder.scrollTop = top;
    else if (top + height > holder.scrollTop + holder.clientHeight - 4) holder.scrollTop = top + height - holder.clientHeight + 4;
    if (column > 0) this.#revealColumn(holder, this.#columns()[column]);
    this.table.rowManager.scrollVertical?.(false);
  }

  #revealColumn(holder, name) {
    const header = this.table.getColumn(name).getElement();
    const frozen = this.table.getColumn("room_no").getElement().offsetWidth;
    const [left, right] = [header.offsetLeft, header.offsetLeft + header.offsetWidth];
    if (left - frozen < holder.scrollLeft) holder.scrollLeft = left - frozen;
    else if (right > holder.scrollLeft + holder.clientWidth) holder.scrollLeft = right - holder.clientWidth;
  }

  #edit(row, column, initial) {
    const id = this.order[row];
    const name = this.#columns()[column];
    const unit = this.store.byId.get(id);
    const field = this.cells.field(name);
    const cell = this.#cellElement(row, column);
    if (!cell) return;
    this.editor = editCell(cell, {
      value: this.store.shown(unit, name) ?? "", initial, label: `${unit.room_no} ${field.label}`, numeric: field.kind === "decimal",
      choices: field.kind === "bool" ? [say("yes"), say("no")] : field.options?.map((option) => option.label),
      commit: (text) => { this.editor = null; this.store.type([meant(unit, name, text)]); },
      done: (direction) => { this.editor = null; this.#settle(id); this.#after(row, column, direction); },
    });
  }

  /** The cell was left alone while it was typed in. */
  #settle(id) {
    this.fresh.delete(id);
    this.#freshen();
  }

  #after(row, column, direction) {
    const moves = { down: [row + 1, column], up: [row - 1, column], right: [row, column + 1], left: [row, column - 1], stay: [row, column] };
    if (moves[direction]) this.cursor.move(...moves[direction]);
  }

  #write(cells, pasted) {
    const entries = cells.map(([row, column, text]) => meant(this.store.byId.get(this.order[row]), this.#columns()[column], text));
    const skipped = this.store.type(entries, pasted);
    if (pasted) tellPasted(this.root, entries.length, skipped);
  }
}

/** A total means the unit price that it comes to; anything else means itself. */
function meant(unit, field, text) {
  return field === "filed_total" ? { id: unit.id, field: "price_sale", text: priceOfTotal(unit, text) } : { id: unit.id, field, text };
}
