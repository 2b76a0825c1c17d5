// The units as last saved, what is typed over them and not yet saved, what is selected and what is wrong.

import { faultsOf, missingOf } from "./checks.js";
import { ListedFaults } from "./listed_faults.js";
import { cents } from "./numbers.js";
import { say } from "./words.js";

const STATES = {
  complete: (store, unit) => !store.missing.get(unit.id).length,
  incomplete: (store, unit) => store.missing.get(unit.id).length > 0,
  priced: (store, unit) => store.isPriced(unit),
  unpriced: (store, unit) => !store.isPriced(unit) && unit.sale_kind_code === "saleable",
  faulty: (store, unit) => (store.faultsById.get(unit.id) ?? []).some((fault) => fault.tone !== "open"),
  byHand: (_store, unit) => unit.price_by_hand,
};
const PRICE_FIELDS = ["price_sale", "price_bare", "price_decoration"];

export class UnitStore extends EventTarget {
  constructor(editable) {
    super();
    this.editable = editable;
    this.units = [];
    this.byId = new Map();
    this.fields = [];
    this.typed = new Map(); // "id.field" -> {id, field, text, pasted}
    this.refused = new Map(); // "id.field" -> {id, field, reason}
    this.steps = []; // keys and texts before each unsaved step, for undo
    this.selection = new Set();
    this.only = false;
    this.faults = [];
    this.faultsById = new Map();
    this.prices = new Map(); // id -> cents, as shown
    this.missing = new Map(); // id -> what is still missing
    this.listed = new ListedFaults(); // what a price list left open
  }

  // ---------- What the server told ----------

  load(answer) {
    this.version = answer.version;
    this.units = answer.result;
    this.byId = new Map(this.units.map((unit) => [unit.id, unit]));
    this.fields = answer.fields ?? [];
    this.requiredFields = this.fields.filter((field) => field.required);
    this.fieldByName = new Map(this.fields.map((field) => [field.name, field]));
    this.entrances = new Set(this.units.map((unit) => unit.entrance)).size;
    this.floors = [-(answer.floors_below ?? 0), answer.floors_above ?? 0].filter(Boolean);
    this.priceRequired = answer.price_required ?? true;
    this.corridor = answer.price_corridor ?? {};
    this.residentialUses = new Set(answer.residential_uses ?? []);
    this.residentialTypes = new Set(answer.residential_house_types ?? []);
    this.#locked = new Map(this.units.map((unit) => [unit.id, new Set(unit.surveyed_fields ?? [])]));
    this.#keepKnown();
    this.judge(this.units);
    this.#tell("loaded");
  }

  #locked = new Map();

  #keepKnown() {
    for (const [key, entry] of this.typed) if (!this.byId.has(entry.id)) this.typed.delete(key);
    this.selection = new Set([...this.selection].filter((id) => this.byId.has(id)));
  }

  /** Take over what an act changed; codes become the labels that people read. */
  apply(version, changes) {
    this.version = version;
    for (const change of changes) this.#take(this.byId.get(change.id), change.new);
    this.#changed(changes.map((change) => change.id), { saved: true, changes });
  }

  #take(unit, values) {
    if (!unit) return;
    for (const [name, value] of Object.entries(values)) {
      const options = this.fieldByName.get(name)?.options;
      const option = options?.find((one) => one.code === value || one.label === value);
      unit[name] = option ? option.label : value;
      if (options && `${name}_code` in unit) unit[`${name}_code`] = option ? option.code : value;
    }
  }

  isLocked(unit, field) {
    return this.#locked.get(unit.id)?.has(field) ?? false;
  }

  canEdit(unit, field) {
    return this.editable && this.fieldByName.has(field) && !this.isLocked(unit, field);
  }

  // ---------- What is typed ----------

  typedAt(id, field) {
    return this.typed.get(`${id}.${field}`);
  }

  /** The value as a person reads it: what was typed, else what is stored. */
  shown(unit, field) {
    const typed = this.#typedOver(unit, field);
    if (typed !== undefined) return typed;
    const value = unit[field];
    return typeof value === "boolean" ? say(value ? "yes" : "no") : value ?? null;
  }

  /** What was typed, or follows from it; mostly nothing is. */
  #typedOver(unit, field) {
    if (!this.typed.size) return undefined;
    const typed = this.typedAt(unit.id, field);
    if (typed) return typed.text;
    return PRICE_FIELDS.includes(field) && this.#hasTypedPrice(unit) ? this.#derived(unit, field) : undefined;
  }

  #hasTypedPrice(unit) {
    return PRICE_FIELDS.some((name) => this.typedAt(unit.id, name));
  }

  /** 销售 = 毛坯 + 装修 until the server's answer is there. */
  #derived(unit, field) {
    const value = (name) => cents(this.typedAt(unit.id, name)?.text ?? unit[name]) ?? 0;
    const typed = (name) => Boolean(this.typedAt(unit.id, name)?.text);
    if (field === "price_bare" && typed("price_sale")) return ((value("price_sale") - value("price_decoration")) / 100).toFixed(2);
    if (field === "price_sale" && (typed("price_bare") || (typed("price_decoration") && unit.price_bare !== null)))
      return ((value("price_bare") + value("price_decoration")) / 100).toFixed(2);
    return unit[field];
  }

  /** entries: [{id, field, text}]; one call is one step that can be taken back. Returns how many cells were locked. */
  type(entries, pasted = false) {
    const open = entries.filter(({ id, field }) => this.byId.has(id) && this.canEdit(this.byId.get(id), field));
    const step = [];
    for (const { id, field, text } of open) {
      const key = `${id}.${field}`;
      if ((this.shown(this.byId.get(id), field) ?? "") === text && !this.refused.has(key)) continue;
      step.push([key, this.typed.get(key)]);
      this.typed.set(key, { id, field, text, pasted });
      this.refused.delete(key);
    }
    if (step.length) this.#stepped(step);
    return entries.length - open.length;
  }

  #stepped(step) {
    this.steps.push(step);
    this.#typedChanged(step.map(([key]) => Number(key.split(".")[0])), true);
  }

  /** Take back the last step that is not saved yet; false when there is none. */
  untype() {
    const step = this.steps.pop();
    if (!step) return false;
    for (const [key, before] of step) {
      if (before) this.typed.set(key, before); else this.typed.delete(key);
      this.refused.delete(key);
    }
    this.#typedChanged(step.map(([key]) => Number(key.split(".")[0])), false);
    return true;
  }

  dropTyped() {
    const ids = [...this.typed.values()].map((entry) => entry.id);
    this.typed.clear();
    this.refused.clear();
    this.steps = [];
    this.#typedChanged(ids, false);
  }

  #typedChanged(ids, toSave) {
    this.#changed([...new Set(ids)], { toSave });
  }

  #changed(ids, detail) {
    this.judge(ids.map((id) => this.byId.get(id)).filter(Boolean));
    this.#tell("changed", { ids, ...detail });
  }

  /** What can be sent: everything typed that was not refused. */
  sendable() {
    return [...this.typed].filter(([key]) => !this.refused.has(key)).map(([key, entry]) => ({ key, ...entry }));
  }

  /** These cells were stored as sent; what was typed over them meanwhile stays. */
  settle(sent) {
    for (const { key, text } of sent) if (this.typed.get(key)?.text === text) this.typed.delete(key);
    this.steps = this.steps.map((step) => step.filter(([key]) => this.typed.has(key))).filter((step) => step.length);
  }

  refuse(faults) {
    for (const fault of faults) this.refused.set(`${fault.id}.${fault.field}`, fault);
    this.#changed(faults.map((fault) => fault.id), {});
  }

  /** What a price list said of units that it could not price; it is told as long as they have no price. */
  list(faults) {
    this.listed.keep(faults);
    this.#changed([...this.listed.ids], {});
  }

  // ---------- What is wrong ----------

  /** These units are looked at anew; prices are compared with their neighbours, so all of them are. */
  judge(units) {
    for (const unit of units) {
      this.prices.set(unit.id, cents(this.shown(unit, "price_sale")));
      this.missing.set(unit.id, missingOf(this, unit));
    }
    this.faults = faultsOf(this);
    this.faultsById = new Map();
    for (const fault of this.faults) (this.faultsById.get(fault.id) ?? this.faultsById.set(fault.id, []).get(fault.id)).push(fault);
  }

  /** Cents, as shown; null where there is none. */
  priceOf(unit) {
    return this.prices.get(unit.id) ?? null;
  }

  isPriced(unit) {
    return this.priceOf(unit) > 0;
  }

  faultAt(id, field) {
    return this.faultsById.get(id)?.find((fault) => fault.field === field);
  }

  hasState(unit, state) {
    return STATES[state](this, unit);
  }

  // ---------- What is selected ----------

  select(ids, only = this.only) {
    const before = this.selection;
    this.selection = new Set(ids);
    const onlyChanged = only !== this.only;
    this.only = only;
    const moved = [...this.selection].filter((id) => !before.has(id)).concat([...before].filter((id) => !this.selection.has(id)));
    this.#tell("selected", { ids: moved, onlyChanged });
  }

  toggle(ids) {
    const all = ids.every((id) => this.selection.has(id));
    const next = new Set(this.selection);
    for (const id of ids) if (all) next.delete(id); else next.add(id);
    this.select(next);
  }

  get selectedUnits() {
    return this.units.filter((unit) => this.selection.has(unit.id));
  }

  /** The actual floors that have units. */
  get occupiedFloors() {
    return [...new Set(this.units.map((unit) => unit.actual_floor))];
  }

  /** What the views show: everything, or only what is selected. */
  get visibleUnits() {
    return this.only && this.selection.size ? this.selectedUnits : this.units;
  }

  #tell(kind, detail = {}) {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }
}
