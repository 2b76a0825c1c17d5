// The table of the 价格核对 grid as built once: head with entrances and rooms, floors, foot with steps. Cells come empty.

import { countsOf } from "./filters.js";
import { positionOf } from "./floor_plan.js";
import { unitCell } from "./price_cell.js";
import { say } from "./words.js";

const COMMON = 0.6; // of a column's units: that layout stands in its head

/** Built from a plan of floor_plan.js; the maps tell where everything stands. */
export class PriceTable {
  constructor(plan, ticks, onBoxKey) {
    Object.assign(this, { plan, ticks, onBoxKey });
    this.matrix = []; // a line of units, or null where none stands, for each row
    this.rows = [];
    this.columns = [];
    this.places = new Map(); // unit id -> [row, column]
    this.cells = new Map(); // unit id -> td
    this.averages = new Map(); // floor -> {cell, floor}
    this.boxes = new Map(); // floor -> checkbox
    this.rowOfFloor = new Map();
    this.floorOfRow = [];
    this.feet = [];
    this.element = this.#build();
  }

  /** Floors that somebody has to look through. */
  get inhabited() {
    return this.plan.floors.filter((floor) => floor.units.length).map((floor) => floor.floor);
  }

  #build() {
    const table = document.createElement("table");
    table.className = `building-table price-table${this.plan.floors.some((floor) => floor.nominal || floor.of) ? " has-nominal" : ""}`;
    table.setAttribute("role", "grid");
    table.setAttribute("aria-label", say("priceGrid"));
    table.setAttribute("aria-multiselectable", "true");
    table.append(this.#widths(), this.#head(), this.#body(), this.#foot());
    table.style.setProperty("--columns", this.plan.columns);
    return table;
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

  // ---------- Head ----------

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
      const cell = header("colgroup", "");
      cell.append(Object.assign(document.createElement("span"), { textContent: entranceWords(block.entrance) }));
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
      this.allBox.addEventListener("change", () => this.ticks.set(this.inhabited, this.allBox.checked));
      label.append(this.allBox);
    }
    cell.append(label);
    return cell;
  }

  #columnHead(block, key) {
    const cell = header("col", key || "");
    const layout = key ? commonLayout(block.members.filter((unit) => positionOf(unit) === key)) : "";
    if (layout) cell.append(" ", Object.assign(document.createElement("span"), { className: "unit-note", textContent: layout }));
    this.columns.push(cell);
    return cell;
  }

  // ---------- Floors ----------

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
      for (const unit of units) row.append(this.#place(unit, places));
    });
    if (number === 0) this.rowOfFloor.set(floor.floor, this.matrix.length);
    this.floorOfRow.push(floor.floor);
    this.matrix.push(places);
    this.rows.push(row);
    if (number === 0) row.append(this.#averageCell(floor));
    return row;
  }

  #place(unit, places) {
    places.push(unit);
    if (!unit) return Object.assign(document.createElement("td"), { className: "no-unit" });
    const cell = unitCell(unit);
    this.places.set(unit.id, [this.matrix.length, places.length - 1]);
    this.cells.set(unit.id, cell);
    return cell;
  }

  #floorCell(floor) {
    const cell = header("row", "");
    cell.rowSpan = floor.lines.length;
    const label = document.createElement("label");
    label.className = "floor-head";
    label.append(String(floor.floor));
    if (floor.nominal) label.append(Object.assign(document.createElement("small"), { textContent: floor.nominal, title: say("nominalFloor") }));
    if (floor.of) label.append(Object.assign(document.createElement("small"), { textContent: floor.of }));
    label.append(this.#box(floor.floor));
    cell.append(label);
    return cell;
  }

  #box(floor) {
    const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: this.ticks.isChecked(floor), disabled: !this.ticks.editable });
    box.setAttribute("aria-label", say("floorChecked", { floor }));
    box.tabIndex = -1; // reached by the arrow to the left from the first room: the grid stays one tab stop
    box.addEventListener("change", () => this.ticks.set([floor], box.checked));
    box.addEventListener("keydown", (event) => this.#onBoxKey(event, floor));
    this.boxes.set(floor, box);
    return box;
  }

  #onBoxKey(event, floor) {
    const boxes = [...this.boxes.values()];
    const at = boxes.indexOf(event.target);
    const next = { ArrowUp: boxes[at - 1], ArrowDown: boxes[at + 1] }[event.key];
    if (next) { event.preventDefault(); next.focus(); }
    if (event.key === "ArrowRight") { event.preventDefault(); this.onBoxKey(this.rowOfFloor.get(floor)); }
  }

  #averageCell(floor) {
    const cell = document.createElement("td");
    cell.className = "floor-average";
    cell.rowSpan = floor.lines.length;
    this.averages.set(floor.floor, { cell, floor });
    return cell;
  }

  // ---------- Foot ----------

  #foot() {
    const foot = document.createElement("tfoot");
    const row = foot.insertRow();
    row.append(header("row", say("step")));
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
}

function commonLayout(units) {
  const counts = countsOf(units, (unit) => unit.layout);
  const [layout, count] = [...counts].sort(([, a], [, b]) => b - a)[0] ?? ["", 0];
  return count >= units.length * COMMON ? layout : "";
}

/** A01 单元, but 地库 as it is called. */
export function entranceWords(entrance) {
  return /^[\x21-\x7e]/.test(entrance) ? say("entranceName", { entrance }) : entrance;
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
