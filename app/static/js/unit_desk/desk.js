// 定价台: 户室表 and 价格核对 as two views of the same units. Everything is set up here; see the other modules for the parts.

import { toast } from "../app.js";
import { DeskApi, sentencesOf } from "./api.js";
import { BatchDrawer } from "./batch_drawer.js";
import { BatchHistory } from "./batch_history.js";
import { Conflicts } from "./conflicts.js";
import { DeskKeys } from "./desk_keys.js";
import { Drawer } from "./drawer.js";
import { FaultList } from "./fault_list.js";
import { Figures } from "./figures.js";
import { FilterPanel } from "./filter_panel.js";
import { FloorTicks } from "./floor_ticks.js";
import { Memory } from "./memory.js";
import { NamedSelections } from "./named_selections.js";
import { PriceGrid } from "./price_grid.js";
import { PriceList } from "./price_list.js";
import { QuickPrice } from "./quick_price.js";
import { Saver } from "./saving.js";
import { UnitStore } from "./store.js";
import { TaskEnd } from "./task_end.js";
import { UnitSheet } from "./unit_sheet.js";
import { UnitTable } from "./unit_table.js";
import { say } from "./words.js";

const clock = new Intl.DateTimeFormat("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai" });

class Desk {
  constructor(root) {
    this.root = root;
    const { building, business, editable, person } = root.dataset;
    this.editable = editable === "true";
    this.api = new DeskApi(building, business);
    this.memory = new Memory(person, building);
    this.store = new UnitStore(this.editable);
    this.saver = new Saver(this.store, this.api);
    this.ticks = new FloorTicks(this.api, this.editable);
    this.notes = root.querySelector("[data-notes]");
    this.conflicts = new Conflicts(this.notes, this.store, this.saver, this.api, () => this.history.load());
    this.#buildParts();
    this.#listen();
    this.view = root.dataset.view;
    this.load();
  }

  #buildParts() {
    const { root, store, api, memory } = this;
    const drawerRoot = root.querySelector("[data-drawer]");
    const acts = {
      run: (call) => this.#run(call), quietly: (call) => this.#quietly(call), done: (answer, words) => this.#done(answer, words),
    };
    this.drawer = new Drawer(drawerRoot, root.querySelector("[data-open-drawer]"), store, memory);
    this.panel = new FilterPanel(root.querySelector("[data-filters]"), store, memory, new NamedSelections(api, memory), (error) => this.#tell(sentencesOf(error.problem).join("；"), { tone: "bad" }));
    this.figures = new Figures(root.querySelector("[data-figures]"), store, this.panel);
    this.batch = new BatchDrawer(root.querySelector('[data-panel="batch"] form'), store, api, acts);
    this.quick = new QuickPrice(root.querySelector('[data-panel="price"] form'), store, api, acts);
    this.history = new BatchHistory(root, store, api, acts);
    this.faults = new FaultList(root, drawerRoot, store, (fault) => this.#jump(fault.id, fault.field));
    this.list = new PriceList(root, this.drawer, store, api, acts, memory, (id) => this.#jump(id, "price_sale"));
    this.sheet = new UnitSheet(root, this.notes, store, api, acts);
    this.views = { units: new UnitTable(root.querySelector("[data-unit-table]"), store), prices: new PriceGrid(root.querySelector("[data-price-grid]"), store, this.ticks) };
    this.end = new TaskEnd(this, {
      run: (call) => this.#run(call), tell: (words, options) => this.#tell(words, options), show: (name, remember) => this.show(name, remember),
      lookAtFaults: () => { this.drawer.openTab("faults"); this.faults.step(1); },
    });
    drawerRoot.addEventListener("shown", ({ detail }) => this.#onTab(detail));
    drawerRoot.addEventListener("toggled", () => this.views[this.view]?.show());
  }

  #listen() {
    const { root, store } = this;
    store.addEventListener("loaded", () => this.#onLoaded());
    store.addEventListener("changed", ({ detail }) => this.#onChanged(detail));
    store.addEventListener("selected", ({ detail }) => { for (const view of Object.values(this.views)) view.onSelected(detail.ids, store.only || detail.onlyChanged); });
    this.saver.addEventListener("state", ({ detail }) => this.#showSaved(detail));
    this.saver.addEventListener("conflict", ({ detail }) => this.conflicts.tell(detail.problem));
    this.saver.addEventListener("done", () => this.history.load());
    this.ticks.addEventListener("ticked", () => this.#onTicks());
    this.ticks.addEventListener("failed", ({ detail }) => this.#tell(detail.message, { tone: "bad" }));
    for (const button of root.querySelectorAll("[data-show]")) button.addEventListener("click", () => this.show(button.dataset.show, true));
    root.querySelector("[data-done]")?.addEventListener("click", () => this.end.finish());
    root.querySelector("[data-retry]").addEventListener("click", () => this.load());
    root.addEventListener("desk-note", ({ detail }) => this.#tell(detail.words, { tone: detail.tone }));
    this.#nameKeys();
    window.addEventListener("beforeunload", (event) => { if (this.saver.isDirty) event.preventDefault(); });
  }

  // ---------- Loading ----------

  async load() {
    const unreachable = this.root.querySelector("[data-unreachable]");
    unreachable.hidden = true;
    try {
      const [units] = await Promise.all([this.api.getUnits(), this.history.load(), this.ticks.load()]);
      this.store.load(units);
    } catch (error) {
      if (!error.problem) throw error;
      unreachable.hidden = false;
      this.root.querySelector("[data-unreachable-reason]").textContent = sentencesOf(error.problem).join("；");
      for (const part of this.root.querySelectorAll("[data-unit-table], [data-price-grid]")) part.hidden = true;
    }
    this.root.setAttribute("aria-busy", "false");
  }

  #onLoaded() {
    const { units } = this.store;
    this.root.querySelector("[data-empty]").hidden = units.length > 0;
    const floors = this.store.occupiedFloors.length;
    const entrances = new Set(units.map((unit) => unit.entrance)).size;
    Object.assign(this.root.querySelector("[data-shape]"), { hidden: !units.length, textContent: say("shape", { floors, units: units.length.toLocaleString("en-US"), entrances }) });
    for (const view of Object.values(this.views)) view.onLoaded();
    this.ticks.know(this.store.occupiedFloors);
    this.show(this.view, false);
  }

  // ---------- Views ----------

  show(name, remember) {
    this.view = name;
    for (const button of this.root.querySelectorAll("[data-show]")) button.setAttribute("aria-pressed", String(button.dataset.show === name));
    const none = !this.store.units.length;
    this.root.querySelector("[data-unit-table]").hidden = none || name !== "units";
    this.root.querySelector("[data-price-grid]").hidden = none || name !== "prices";
    if (!none) this.views[name].show();
    if (remember && this.root.classList.contains("is-standalone")) history.replaceState(null, "", `?view=${name}`);
    this.#onTicks();
  }

  #onTab(name) {
    if (name === "batch") this.batch?.draw();
    if (name === "price") this.quick?.changed();
    if (name === "faults") this.faults?.drawList();
  }

  #jump(id, field) {
    const view = this.view === "prices" && !field.startsWith("price_") ? "units" : this.view;
    const hidden = this.store.only && !this.store.selection.has(id);
    if (hidden) this.store.select(this.store.selection, false);
    if (view !== this.view) this.show(view, true);
    this.views[view].goTo(id, field); // at once: the next key is meant for that cell
  }

  #onChanged(detail) {
    for (const view of Object.values(this.views)) view.onChanged(detail.ids);
    if (detail.saved) this.#untick(detail.changes);
    this.end.draw();
  }

  #untick(changes) {
    const moved = changes.filter((change) => Object.keys(change.new).some((name) => name.startsWith("price_")));
    this.ticks.untick([...new Set(moved.map((change) => this.store.byId.get(change.id)?.actual_floor))]);
  }

  // ---------- Keys ----------

  #nameKeys() {
    const view = (name) => () => { this.show(name, true); this.views[name].focus(); };
    const tab = (name) => () => this.drawer.openTab(name);
    const looking = { "Alt+1": view("units"), "Alt+2": view("prices"), "Alt+5": tab("faults"), "Alt+6": tab("history"), "Alt+0": () => this.root.querySelector("[data-case]")?.click() };
    const working = {
      "Alt+3": tab("batch"), "Alt+4": tab("price"), "Alt+a": () => this.panel.selectAll(), "Alt+l": () => this.list.choose(), "Alt+k": () => this.#tickAll(), "Alt+Enter": () => this.end.finish(),
      "Ctrl+s": () => this.saver.flush(), "Ctrl+z": () => { if (!this.store.untype()) this.history.undo(); }, "Ctrl+y": () => this.history.redo(), "Ctrl+Z": () => this.history.redo(),
    };
    new DeskKeys(this.root, this.editable ? { ...looking, ...working } : looking);
  }

  /** 已核 on every floor, or on none where all have it. */
  #tickAll() {
    const floors = this.store.occupiedFloors;
    this.ticks.set(floors, !floors.every((floor) => this.ticks.isChecked(floor)));
  }

  // ---------- Acts on the building ----------

  /** Saves what is typed, then acts; a conflict is told and the act goes on once the clerk reloads. Undefined when it did not happen. */
  async #run(call) {
    try {
      return await this.saver.act(() => { if (this.saver.stopped) throw new Held(); return call(); });
    } catch (error) {
      if (error instanceof Held) return undefined;
      if (error.problem?.status !== 409) throw error;
      return new Promise((resolve, reject) => { this.conflicts.tell(error.problem, () => this.#run(call).then(resolve, reject)); });
    }
  }

  /** A question that changes nothing; undefined when the units moved on, then the note says so. */
  async #quietly(call) {
    try {
      return await this.saver.act(call);
    } catch (error) {
      if (error.problem?.status !== 409) throw error;
      this.conflicts.tell(error.problem);
      return undefined;
    }
  }

  async #done(answer, words) {
    if (answer.changes) this.store.apply(answer.version, answer.changes);
    else this.store.load(await this.api.getUnits());
    await this.history.load();
    this.#showSaved({ state: "saved" });
    this.#tell(words);
  }

  /** One passing notice at a time: the newest says all that matters. */
  #tell(words, options) {
    this.told?.remove();
    this.told = toast(words, options);
  }

  // ---------- Ticks and state ----------

  #onTicks() {
    const floors = this.store.occupiedFloors;
    const done = floors.filter((floor) => this.ticks.isChecked(floor)).length;
    const show = this.view === "prices" && floors.length > 0;
    const bar = this.root.querySelector("[data-floors-bar]");
    this.root.querySelector("[data-floors-checked]").hidden = bar.hidden = !show;
    this.root.querySelector('[data-figure="floors"]').textContent = `${done}/${floors.length}`;
    Object.assign(bar, { max: floors.length || 1, value: done });
    this.views.prices.onTicks();
    this.end.draw();
  }

  #showSaved({ state, reason }) {
    const words = { saving: say("saving"), waiting: say("waiting"), refused: say("keptTyped", { count: this.store.typed.size }), offline: say("offlineKept", { reason }), saved: say("savedAt", { time: clock.format(new Date()) }) };
    const place = this.root.querySelector("[data-saved]");
    place.textContent = state === "saved" && this.store.refused.size ? words.refused : words[state];
    place.classList.toggle("bad", state === "refused" || state === "offline" || this.store.refused.size > 0);
  }
}

/** An act waits until the clerk has answered a conflict. */
class Held extends Error {}

for (const root of document.querySelectorAll("[data-unit-desk]")) new Desk(root);
