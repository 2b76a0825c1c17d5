// The left column: what to select, how much is selected, and selections that have a name.

import { NO_FILTER, UNFILLED, bandLabel, bandOf, countsOf, filterUnits, isEmptyFilter, matchesRoom } from "./filters.js";
import { areaParts, showArea } from "./numbers.js";
import { say } from "./words.js";

const HINTED = 3;
const LISTED = ["entrance", "nominal_floor", "use", "layout", "nature"]; // a batch sets the same fields on all its units

export class FilterPanel {
  /** failed(error) tells what the server refused or could not be asked. */
  constructor(root, store, memory, named, failed) {
    Object.assign(this, { root, store, memory, named, failed });
    this.form = root.querySelector("[data-filter-form]");
    this.filter = { ...NO_FILTER, ...memory.get("filter", {}) };
    this.form.addEventListener("input", (event) => { if (event.target.name !== "only") this.#read(); });
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.elements.only.addEventListener("change", () => store.select(store.selection, this.form.elements.only.checked));
    for (const button of root.querySelectorAll("[data-position]")) button.addEventListener("click", () => this.set({ ...this.filter, position: button.dataset.position }));
    for (const button of root.querySelectorAll("[data-select]")) button.addEventListener("click", () => this.#act(button.dataset.select));
    root.querySelector("[data-save-selection]").addEventListener("submit", (event) => this.#save(event));
    root.querySelector("[data-save-selection]").addEventListener("keydown", (event) => { if (event.key === "Escape") this.#naming(false); });
    store.addEventListener("loaded", () => this.#onLoaded());
    store.addEventListener("selected", () => this.#onSelected());
    store.addEventListener("changed", ({ detail }) => { if (LISTED.some((name) => detail.changes?.[0]?.new[name] !== undefined)) this.#fillLists(); });
  }

  /** Use this filter and select what it means; an empty filter selects nothing. */
  set(filter, only = this.store.only) {
    this.filter = { ...NO_FILTER, ...filter };
    this.#show();
    this.store.select(this.#idsOf(this.filter), only);
  }

  #idsOf(filter) {
    return isEmptyFilter(filter) ? [] : filterUnits(this.store.units, filter, (unit, state) => this.store.hasState(unit, state)).map((unit) => unit.id);
  }

  #read() {
    const values = Object.fromEntries([...new FormData(this.form)].map(([name, value]) => [name, String(value).normalize("NFKC").trim()]));
    delete values.only;
    this.set({ ...values, position: this.filter.position });
  }

  #onLoaded() {
    this.#fillLists();
    this.#show();
    if (!this.restored) this.#restore();
    this.restored = true;
    this.#showSaved();
  }

  #restore() {
    this.store.select(this.memory.get("ids", this.#idsOf(this.filter)), this.memory.get("only", false));
    this.#atServer(() => this.named.load((id) => this.store.byId.has(id)));
  }

  /** Whether it was done; the list is drawn as it is there now. */
  async #atServer(call) {
    try {
      await call();
    } catch (error) {
      if (!error.problem) throw error;
      this.failed(error);
      return false;
    }
    this.#showSaved();
    return true;
  }

  #onSelected() {
    const { selectedUnits, only } = this.store;
    this.form.elements.only.checked = only;
    const area = selectedUnits.reduce((sum, unit) => sum + areaParts(unit.gross_area), 0);
    this.root.querySelector("[data-selected-count]").innerHTML = "<b></b> <span class='figure'></span>";
    this.root.querySelector("[data-selected-count] b").textContent = say("selected", { count: selectedUnits.length.toLocaleString("en-US") });
    this.root.querySelector("[data-selected-count] .figure").textContent = `${showArea(area)} m²`;
    this.memory.set("filter", this.filter);
    this.memory.set("ids", [...this.store.selection]);
    this.memory.set("only", only);
    this.#showSaved();
  }

  // ---------- The form ----------

  #fillLists() {
    const { units } = this.store;
    this.#fill("entrance", countsOf(units, (unit) => unit.entrance), say("allEntrances"));
    this.#fill("nominal", countsOf(units, (unit) => unit.nominal_floor), say("all"));
    this.#fill("use", countsOf(units, (unit) => unit.use), say("allUses"));
    this.#fill("layout", countsOf(units, (unit) => unit.layout), say("allLayouts"));
    this.#fill("nature", countsOf(units, (unit) => unit.nature), say("allNatures"));
    const bands = new Map([...countsOf(units, bandOf)].sort(([a], [b]) => a - b));
    this.#fill("area", bands, say("allAreas"), bandLabel);
  }

  #fill(name, counts, all, labelOf = (value) => value) {
    const list = this.form.elements[name];
    const wanted = [["", `${all}${name === "entrance" ? say("howMany", { count: counts.size }) : ""}`],
      ...[...counts].map(([value, count]) => [value === "" ? UNFILLED : String(value), `${value === "" ? say("unfilled") : labelOf(value)}（${count}）`])];
    list.closest("[data-when-mixed]")?.toggleAttribute("hidden", counts.size < 2);
    const signature = JSON.stringify(wanted);
    if (list.dataset.filled === signature) return;
    list.dataset.filled = signature;
    list.replaceChildren(...wanted.map(([value, label]) => new Option(label, value)));
    list.value = this.filter[name];
  }

  #show() {
    for (const [name, value] of Object.entries(this.filter)) {
      const field = this.form.elements[name];
      if (field && field.value !== value && document.activeElement !== field) field.value = value;
    }
    for (const button of this.root.querySelectorAll("[data-position]")) button.setAttribute("aria-pressed", String(button.dataset.position === this.filter.position));
    this.root.querySelector("[data-match-hint]").textContent = this.#hint();
  }

  #hint() {
    const { digits, matchLength: length, position, roomLength } = this.filter;
    if (!digits) return say("matchHint");
    const rooms = this.store.units.filter((unit) => matchesRoom(position, digits, Number(length) || 0, unit.room_no) && (!roomLength || unit.room_no.length === Number(roomLength))).map((unit) => unit.room_no);
    if (!rooms.length) return say("noMatch", { digits: digits.padStart(Number(length) || 0, "0") });
    if (rooms.length <= HINTED) return say("matches", { rooms: rooms.join("、") });
    return say("matchesMany", { first: rooms.slice(0, 2).join("、"), last: rooms.at(-1) });
  }

  // ---------- The buttons ----------

  #act(name) {
    const { store } = this;
    if (name === "all") this.#pick(store.units, false);
    if (name === "invert") this.#pick(store.units.filter((unit) => !store.selection.has(unit.id)), store.only);
    if (name === "clear") this.set(NO_FILTER, false);
    if (name === "save") this.#naming(this.root.querySelector("[data-save-selection]").hidden);
  }

  selectAll() {
    this.#act("all");
  }

  /** Units that no filter stands for. */
  #pick(units, only) {
    this.filter = { ...NO_FILTER, position: this.filter.position };
    this.#show();
    this.store.select(units.map((unit) => unit.id), only);
  }

  #naming(open) {
    const form = this.root.querySelector("[data-save-selection]");
    form.hidden = !open;
    if (open) form.querySelector("input").focus(); else this.root.querySelector('[data-select="save"]').focus();
  }

  /** What the filter alone selects is kept as a filter, so that it still fits when units change; else the units are kept. */
  async #save(event) {
    event.preventDefault();
    const input = event.target.querySelector("input");
    const name = input.value.trim();
    if (!name) return;
    const ids = [...this.store.selection];
    const byFilter = !isEmptyFilter(this.filter) && String(this.#idsOf(this.filter)) === String(this.store.selectedUnits.map((unit) => unit.id));
    const wanted = byFilter ? { name, filter: this.filter } : { name, ids };
    input.value = "";
    this.#naming(false); // at once: the next key is meant for what comes after
    if (await this.#atServer(() => this.named.keep(wanted))) return;
    input.value ||= name;
    event.target.hidden = false;
  }

  #unitsOf(one) {
    return one.filter ? this.#idsOf({ ...NO_FILTER, ...one.filter }) : one.ids.filter((id) => this.store.byId.has(id));
  }

  #showSaved() {
    const now = String(this.store.selectedUnits.map((unit) => unit.id));
    const items = this.named.list.map((one) => this.#savedItem(one, now));
    this.root.querySelector("[data-saved-list]").replaceChildren(...items);
    this.root.querySelector("[data-saved-block]").hidden = !items.length;
  }

  #savedItem(one, now) {
    const ids = this.#unitsOf(one);
    const use = Object.assign(document.createElement("button"), { type: "button", className: "saved-name" });
    use.append(Object.assign(document.createElement("span"), { textContent: one.name }), Object.assign(document.createElement("span"), { className: "menu-count", textContent: ids.length }));
    if (ids.length && String(ids) === now) use.setAttribute("aria-current", "true");
    use.addEventListener("click", () => { if (one.filter) this.set(one.filter); else this.#pick(ids.map((id) => this.store.byId.get(id)), this.store.only); });
    const drop = Object.assign(document.createElement("button"), { type: "button", className: "close", textContent: "×" });
    drop.setAttribute("aria-label", say("dropSelection", { name: one.name }));
    drop.addEventListener("click", () => this.#atServer(() => this.named.drop(one)));
    const item = document.createElement("li");
    item.append(use, drop);
    return item;
  }
}
