// 价格核对: floors down, highest on top; entrances as blocks; a cell says 室号, 毛, 装, 面, 销 and 总价(万).

import { columnSteps } from "./column_steps.js";
import { countsOf } from "./filters.js";
import { planOf, positionOf } from "./floor_plan.js";
import { GridCursor } from "./grid_cursor.js";
import { areaParts, cents, showArea, showCents, showPrice, showTenThousands } from "./numbers.js";
import { openPriceEditor } from "./price_editor.js";
import { averageOf, totalNow } from "./unit_prices.js";
import { say } from "./words.js";

const WIDE_CELL = 176; // pixels: below, a cell has three lines
const FLOOR_AND_AVERAGE = 140;
const COMMON = 0.6; // of a column's units: that layout stands in its head

export class PriceGrid {
  /** ticks: {isChecked(floor), set(floors, checked), editable}. */
  constructor(root, store, ticks) {
    this.root = root;
    this.store = store;
    this.ticks = ticks;
    this.editor = null;
    this.stale = true;
    new ResizeObserver(() => this.#fit()).observe(root);
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
    this.plan = planOf(units, whole ? this.store.floors : [], whole);
    this.matrix = [];
    this.places = new Map();
    this.cells = new Map();
    this.averages = new Map();
    this.boxes = new Map();
    this.rowOfFloor = new Map();
    this.floorOfRow = [];
    const table = document.createElement("table");
    table.className = `building-table price-table${this.plan.floors.some((floor) => floor.nominal) ? " has-nominal" : ""}`;
    table.setAttribute("role", "grid");
    table.setAttribute("aria-label", say("priceGrid"));
    table.setAttribute("aria-multiselectable", "true");
    table.append(this.#widths(), this.#head(), this.#body(), this.#foot());
    table.style.setProperty("--columns", this.plan.columns);
    this.root.replaceChildren(table);
    this.table = table;
    this.#drawFeet();
    this.#fit();
  }

  /** Cells that have the width say everything in two lines, the others in three. */
  #fit() {
    if (this.plan) this.root.classList.toggle("is-narrow", (this.root.clientWidth - FLOOR_AND_AVERAGE) / this.plan.columns < WIDE_CELL);
  }

  #widths() {
    const group = document.createElement("colgroup");
    const add = (name) => group.append(Object.assign(document.createElement("col"), { className: name }));
    add("col-floor");
    this.plan.blocks.forEach((block, place) => {
      if (place) add("col-gap");
      block.columns.forEach(() => add("col-room"));
    });
    add("col-average");
    return group;
  }

  #head() {
    const head = document.createElement("thead");
    if (this.plan.blocks.length > 1) head.append(this.#entranceRow());
    const row = head.insertRow();
    row.append(this.#floorHead());
    this.plan.blocks.forEach((block, place) => {
      if (place) row.append(gap("td"));
      block.columns.forEach((key) => row.append(this.#columnHead(block, key)));
    });
    row.append(header("col", say("floorAverage")));
    return head;
  }

  #entranceRow() {
    const row = document.createElement("tr");
    row.className = "entrance-row";
    row.append(gap("td"));
    this.plan.blocks.forEach((block, place) => {
      if (place) row.append(gap("td"));
      const cell = header("colgroup", say("entranceName", { entrance: block.entrance }));
      cell.colSpan = block.columns.length;
      row.append(cell);
    });
    row.append(gap("td"));
    return row;
  }

  #floorHead() {
    const cell = header("col", "");
    const label = document.createElement("label");
    label.className = "floor-head-all";
    label.append(say("floorTick"));
    if (this.ticks.editable) {
      this.allBox = Object.assign(document.createElement("input"), { type: "checkbox" });
      this.allBox.setAttribute("aria-label", say("allFloorsChecked"));
      this.allBox.addEventListener("change", () => this.ticks.set(this.#inhabited(), this.allBox.checked));
      label.append(this.allBox);
    }
    cell.append(label);
    return cell;
  }

  #inhabited() {
    return this.plan.floors.filter((floor) => floor.units.length).map((floor) => floor.floor);
  }

  #columnHead(block, key) {
    const cell = header("col", key || "");
    const layout = key ? commonLayout(block.members.filter((unit) => positionOf(unit) === key)) : "";
    if (layout) cell.append(" ", Object.assign(document.createElement("span"), { className: "unit-note", textContent: layout }));
    return cell;
  }

  #body() {
    const body = document.createElement("tbody");
    for (const floor of this.plan.floors) {
      if (floor.units.length) floor.lines.forEach((line, number) => body.append(this.#line(floor, line, number)));
      else body.append(this.#plantRow(floor));
    }
    return body;
  }

  #plantRow(floor) {
    const row = document.createElement("tr");
    row.className = "is-plant";
    const cell = document.createElement("td");
    cell.colSpan = this.plan.columns + this.plan.blocks.length;
    cell.textContent = say("plantFloor");
    row.append(header("row", String(floor.floor)), cell);
    return row;
  }

  #line(floor, blocks, number) {
    const row = document.createElement("tr");
    if (number === 0) row.append(this.#floorCell(floor));
    const places = [];
    blocks.forEach((units, block) => {
      if (block) row.append(gap("td"));
      for (const unit of units) {
        row.append(unit ? this.#unitCell(unit) : emptyCell());
        places.push(unit);
        if (unit) this.places.set(unit.id, [this.matrix.length, places.length - 1]);
      }
    });
    if (number === 0) this.rowOfFloor.set(floor.floor, this.matrix.length);
    this.floorOfRow.push(floor.floor);
    this.matrix.push(places);
    if (number === 0) row.append(this.#averageCell(floor));
    return row;
  }

  #floorCell(floor) {
    const cell = header("row", "");
    cell.rowSpan = floor.lines.length;
    const label = document.createElement("label");
    label.className = "floor-head";
    label.append(String(floor.floor));
    if (floor.nominal) label.append(Object.assign(document.createElement("small"), { textContent: floor.nominal, title: say("nominalFloor") }));
    const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: this.ticks.isChecked(floor.floor), disabled: !this.ticks.editable });
    box.setAttribute("aria-label", say("floorChecked", { floor: floor.floor }));
    box.tabIndex = -1; // reached by the arrow to the left from the first room: the grid stays one tab stop
    box.addEventListener("change", () => this.ticks.set([floor.floor], box.checked));
    box.addEventListener("keydown", (event) => this.#onBoxKey(event, floor.floor));
    this.boxes.set(floor.floor, box);
    label.append(box);
    cell.append(label);
    return cell;
  }

  #onBoxKey(event, floor) {
    const boxes = [...this.boxes.values()];
    const at = boxes.indexOf(event.target);
    const next = { ArrowUp: boxes[at - 1], ArrowDown: boxes[at + 1] }[event.key];
    if (next) { event.preventDefault(); next.focus(); }
    if (event.key === "ArrowRight") { event.preventDefault(); this.cursor.move(this.rowOfFloor.get(floor), 0); }
  }

  #averageCell(floor) {
    const cell = document.createElement("td");
    cell.className = "floor-average";
    cell.rowSpan = floor.lines.length;
    this.averages.set(floor.floor, { cell, floor });
    this.#drawAverage(floor.floor);
    return cell;
  }

  #drawAverage(number) {
    const { cell, floor } = this.averages.get(number) ?? {};
    if (!cell) return;
    const average = averageOf(this.store, floor.units);
    cell.textContent = average === null ? "—" : showCents(Math.round(average / 100) * 100);
    cell.classList.toggle("bad", floor.units.some((unit) => this.store.faultAt(unit.id, "price_sale")?.tone === "bad"));
  }

  #unitCell(unit) {
    const cell = document.createElement("td");
    cell.setAttribute("role", "gridcell");
    cell.tabIndex = -1;
    cell.dataset.unit = unit.id;
    cell.innerHTML = '<div class="price-cell"><b></b><em></em><span class="raw"></span><span class="fit"></span><span class="area"></span><span class="sale"></span></div>';
    const box = cell.firstChild;
    for (const [place, name] of [[2, "rawMark"], [3, "fitMark"], [4, "areaMark"], [5, "saleMark"]]) box.children[place].dataset.name = say(name);
    this.cells.set(unit.id, cell);
    this.#drawUnit(unit);
    return cell;
  }

  #drawUnit(unit) {
    const cell = this.cells.get(unit.id);
    if (!cell || this.editor?.id === unit.id) return;
    const box = cell.firstChild;
    const [room, total, raw, fit, area, sale] = box.children;
    const fault = worstPriceFault(this.store, unit.id);
    const price = cents(this.store.shown(unit, "price_sale"));
    const withheld = unit.sale_kind_code !== "saleable" && !price;
    room.textContent = unit.room_no;
    total.textContent = withheld ? unit.sale_kind : price ? say("tenThousands", { total: showTenThousands(totalNow(this.store, unit)) }) : say("unpriced");
    raw.textContent = showPrice(this.store.shown(unit, "price_bare"));
    fit.textContent = price ? showPrice(this.store.shown(unit, "price_decoration")) : "—";
    area.textContent = showArea(areaParts(unit.gross_area));
    sale.textContent = showPrice(this.store.shown(unit, "price_sale"));
    box.classList.toggle("is-withheld", withheld);
    box.classList.toggle("is-unpriced", !price && !withheld);
    box.classList.toggle("is-manual", Boolean(unit.price_by_hand));
    box.classList.toggle("is-selected", this.store.selection.has(unit.id));
    box.classList.toggle("is-dirty", ["price_sale", "price_bare", "price_decoration"].some((name) => this.store.typedAt(unit.id, name)));
    box.classList.toggle("is-wrong", fault?.tone === "bad");
    box.classList.toggle("is-doubtful", fault?.tone === "warn");
    box.querySelector(".why")?.remove();
    if (fault) box.append(Object.assign(document.createElement("i"), { className: "why", textContent: fault.short }));
    cell.title = fault?.reason ?? "";
    if (fault?.tone === "bad") cell.setAttribute("aria-invalid", "true"); else cell.removeAttribute("aria-invalid");
    cell.setAttribute("aria-label", this.#spoken(unit, price, fault));
  }

  #spoken(unit, price, fault) {
    const state = [
      price ? say("spokenPrice", { price: sale(this.store, unit), total: showTenThousands(totalNow(this.store, unit)) }) : say("unpriced"),
      unit.price_by_hand ? say("byHand") : "", this.store.selection.has(unit.id) ? say("picked") : "", fault?.reason ?? "",
    ];
    return `${say("unitName", { entrance: unit.entrance, room: unit.room_no })} ${state.filter(Boolean).join("，")}`;
  }

  #foot() {
    const foot = document.createElement("tfoot");
    const row = foot.insertRow();
    row.append(header("row", say("step")));
    this.feet = [];
    this.plan.blocks.forEach((block, place) => {
      if (place) row.append(gap("td"));
      block.columns.forEach((key) => {
        const cell = row.insertCell();
        cell.className = "foot-step";
        this.feet.push({ cell, members: key ? block.members.filter((unit) => positionOf(unit) === key) : [] });
      });
    });
    this.footAverage = row.insertCell();
    this.footAverage.className = "floor-average";
    return foot;
  }

  #drawFeet() {
    for (const { cell, members } of this.feet) cell.textContent = columnSteps(members.map((unit) => [unit.actual_floor, cents(this.store.shown(unit, "price_sale"))]));
    const average = averageOf(this.store, this.store.units);
    this.footAverage.textContent = average === null ? "—" : showCents(Math.round(average / 100) * 100);
  }

  // ---------- What changes ----------

  onChanged(ids) {
    if (!this.table || this.root.hidden) { this.stale = true; return; }
    const units = this.store.units; // a price judges its neighbours: every cell may have changed its reason
    for (const unit of units) this.#drawUnit(unit);
    for (const floor of this.averages.keys()) this.#drawAverage(floor);
    if (ids.length) this.#drawFeet();
    this.cursor.paint(!this.editor && this.root.contains(document.activeElement));
  }

  onSelected(ids, reload) {
    if (!this.table || this.root.hidden) { this.stale = true; return; }
    if (reload) { this.stale = true; this.show(); return; }
    for (const id of ids) this.#drawUnit(this.store.byId.get(id));
  }

  onLoaded() {
    this.stale = true;
    if (!this.root.hidden) this.show();
  }

  onTicks() {
    for (const [floor, box] of this.boxes ?? []) box.checked = this.ticks.isChecked(floor);
    if (this.allBox) this.allBox.checked = this.#inhabited().every((floor) => this.ticks.isChecked(floor));
  }

  goTo(id) {
    const place = this.places?.get(id);
    if (!place) return false;
    this.cursor.move(...place);
    return true;
  }

  // ---------- For the cursor ----------

  #grid() {
    const at = (row, column) => this.matrix[row]?.[column] ?? null;
    return {
      root: this.root,
      size: () => [this.matrix.length, this.plan.columns],
      isGap: (row, column) => !at(row, column),
      leaveLeft: (row) => { const box = this.ticks.editable && this.boxes.get(this.floorOfRow[row]); box?.focus?.(); return Boolean(box); },
      cellAt: (row, column) => this.cells.get(at(row, column)?.id) ?? null,
      placeOf: (element) => this.places.get(Number(element.closest?.("[data-unit]")?.dataset.unit)) ?? null,
      reveal: (row, column) => this.#reveal(this.cells.get(at(row, column)?.id)),
      text: (row, column) => (at(row, column) ? this.store.shown(at(row, column), "price_sale") ?? "" : ""),
      canEdit: (row, column) => Boolean(at(row, column) && this.store.canEdit(at(row, column), "price_sale")),
      edit: (row, column, initial) => this.#edit(row, column, initial),
      write: (cells, pasted) => this.store.type(cells.filter(([row, column]) => at(row, column)).map(([row, column, text]) => ({ id: at(row, column).id, field: "price_sale", text })), pasted),
      pick: (cells) => this.store.toggle(cells.map(([row, column]) => at(row, column)?.id).filter(Boolean)),
      isEditing: () => this.editor !== null,
    };
  }

  /** Into sight, clear of the sticky head, foot, floor column. */
  #reveal(cell) {
    if (!cell) return;
    const frame = this.root;
    const head = this.table.tHead.offsetHeight;
    const foot = this.table.tFoot.offsetHeight;
    const side = this.table.querySelector("tbody th").offsetWidth;
    const { offsetTop: top, offsetLeft: left, offsetHeight: height, offsetWidth: width } = cell;
    if (top - head < frame.scrollTop) frame.scrollTop = top - head;
    else if (top + height + foot > frame.scrollTop + frame.clientHeight) frame.scrollTop = top + height + foot - frame.clientHeight;
    if (left - side < frame.scrollLeft) frame.scrollLeft = left - side;
    else if (left + width > frame.scrollLeft + frame.clientWidth) frame.scrollLeft = left + width - frame.clientWidth;
  }

  #edit(row, column, initial) {
    const unit = this.matrix[row][column];
    const cell = this.cells.get(unit.id);
    this.editor = { id: unit.id };
    const done = (direction) => {
      this.editor = null;
      this.#drawUnit(unit);
      const [nextRow, nextColumn] = { down: [row + 1, column], up: [row - 1, column], right: [row, column + 1], left: [row, column - 1] }[direction] ?? [row, column];
      if (direction) this.cursor.move(...(this.matrix[nextRow]?.[nextColumn] ? [nextRow, nextColumn] : [row, column]));
    };
    const { close } = openPriceEditor(cell, this.store, unit, { initial, commit: (entries) => { this.editor = null; this.store.type(entries); }, done });
    if (this.editor) this.editor.close = close;
  }
}

function commonLayout(units) {
  const counts = countsOf(units, (unit) => unit.layout);
  const [layout, count] = [...counts].sort(([, a], [, b]) => b - a)[0] ?? ["", 0];
  return count >= units.length * COMMON ? layout : "";
}

function sale(store, unit) {
  return showPrice(store.shown(unit, "price_sale"));
}

function worstPriceFault(store, id) {
  const faults = (store.faultsById.get(id) ?? []).filter((fault) => fault.field.startsWith("price_") && fault.tone !== "open");
  return faults.find((fault) => fault.tone === "bad") ?? faults[0];
}

function header(scope, text) {
  const cell = document.createElement("th");
  cell.scope = scope;
  cell.textContent = text;
  return cell;
}

function gap(tag) {
  return Object.assign(document.createElement(tag), { className: "block-gap" });
}

function emptyCell() {
  return Object.assign(document.createElement("td"), { className: "no-unit" });
}
