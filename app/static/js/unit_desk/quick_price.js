// 快捷设置价格: base price, step up and step down by floor, room position, special floors, rounding; preview before writing.

import { sentencesOf } from "./api.js";
import { changeOf, noteOf } from "./messages.js";
import { areaParts, cents, pricePerArea, readNumber, showCents, showMoney, showTenThousands, showWhole, totalOf } from "./numbers.js";
import { nameIn } from "./unit_names.js";
import { countsInAverage, isPlace, pricedArea } from "./unit_prices.js";
import { say } from "./words.js";

const PAUSE = 450;
const ROWS_SHOWN = 100; // of a preview, before somebody asks for the rest
const KINDS = { sale: "price_sale", bare: "price_bare", decoration: "price_decoration" };

export class QuickPrice {
  /** acts: {run(call) -> answer, done(answer, sentence, numbers)}. */
  constructor(form, store, api, acts) {
    Object.assign(this, { form, store, api, acts });
    this.choices = { kind: "sale", rounding: "none", keep: "true" };
    for (const name of Object.keys(this.choices)) for (const button of form.querySelectorAll(`[data-${name}]`)) button.addEventListener("click", () => this.#choose(name, button.dataset[name]));
    for (const button of form.querySelectorAll("[data-add]")) button.addEventListener("click", () => this.#addItem(button.dataset.add));
    form.querySelector("[data-preview-rest]").addEventListener("click", () => this.#showEvery());
    form.addEventListener("input", () => this.changed());
    form.addEventListener("reset", () => setTimeout(() => this.#clear()));
    form.addEventListener("submit", (event) => { event.preventDefault(); this.apply(); });
    form.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.ctrlKey) { event.preventDefault(); this.apply(); } });
    for (const kind of ["loaded", "selected"]) store.addEventListener(kind, () => this.changed());
    store.addEventListener("changed", ({ detail }) => { if (detail.saved) this.changed(); });
  }

  #choose(name, value) {
    this.choices[name] = value;
    for (const button of this.form.querySelectorAll(`[data-${name}]`)) button.setAttribute("aria-pressed", String(button.dataset[name] === value));
    this.changed();
  }

  #clear() {
    for (const holder of this.form.querySelectorAll("[data-positions], [data-exceptions]")) holder.replaceChildren();
    for (const [name, value] of Object.entries({ kind: "sale", rounding: "none", keep: "true" })) this.#choose(name, value);
  }

  // ---------- 户位差 and 特殊楼层 ----------

  #addItem(kind) {
    const holder = this.form.querySelector(kind === "position" ? "[data-positions]" : "[data-exceptions]");
    const item = Object.assign(document.createElement("span"), { className: "rule-item" });
    const key = Object.assign(document.createElement("input"), { className: "field is-small is-tiny", autocomplete: "off" });
    const amount = Object.assign(document.createElement("input"), { className: "field is-small is-number is-tiny", inputMode: "text", autocomplete: "off" });
    key.setAttribute("aria-label", say(kind === "position" ? "positionKey" : "exceptionKey"));
    amount.setAttribute("aria-label", say("amount"));
    key.placeholder = kind === "position" ? "01" : "33";
    amount.placeholder = "±";
    const drop = Object.assign(document.createElement("button"), { type: "button", className: "close", textContent: "×" });
    drop.setAttribute("aria-label", say("drop"));
    drop.addEventListener("click", () => { item.remove(); this.changed(); });
    item.append(key, ...(kind === "position" ? [] : [Object.assign(document.createElement("span"), { className: "field-unit", textContent: say("floorUnit") })]), amount, drop);
    holder.append(item);
    key.focus();
  }

  #items(selector) {
    const pairs = [...this.form.querySelectorAll(`${selector} .rule-item`)].map((item) => [...item.querySelectorAll("input")].map((input) => input.value.normalize("NFKC").trim()));
    return pairs.filter(([key, amount]) => key && readNumber(amount) !== null).map(([key, amount]) => [key, String(readNumber(amount))]);
  }

  // ---------- The rules ----------

  /** Up from the base floor, and down from it in the same act; null while something needed is missing. */
  #rule() {
    const value = (name) => readNumber(this.form.elements[name].value);
    const units = this.store.selectedUnits;
    if (!units.length || value("basePrice") === null) return null;
    const floors = units.map((unit) => unit.actual_floor);
    const baseFloor = value("baseFloor") ?? (floors.length ? Math.min(...floors) : null);
    const step = (direction) => ({ change: this.form.elements[`${direction}Change`].value, step: plain(this.form.elements[`${direction}Step`].value) || "0" });
    return {
      direction: "up", ...step("up"), opposite: step("down"), select: { ids: units.map((unit) => unit.id) }, floor_from: Math.min(...floors), floor_to: Math.max(...floors), price_kind: this.choices.kind,
      base_price: plain(this.form.elements.basePrice.value), base_floor: baseFloor, position_steps: Object.fromEntries(this.#items("[data-positions]")),
      floor_exceptions: Object.fromEntries(this.#items("[data-exceptions]")), rounding: this.choices.rounding, keep_manual: this.choices.keep === "true",
    };
  }

  /** What is still to be filled in, in words. */
  #wanting() {
    if (!this.store.selection.size) return say("selectFirst");
    if (readNumber(this.form.elements.basePrice.value) === null) return say("wantBasePrice");
    if (this.form.elements.baseFloor.value.trim() === "") return say("wantBaseFloor");
    return "";
  }

  // ---------- Preview ----------

  changed() {
    clearTimeout(this.timer);
    this.plan = null;
    this.#ready(false);
    const wanting = this.#wanting();
    if (wanting) { this.#blank(wanting); return; }
    this.#showMeasure();
    this.#state(say("previewing"));
    if (!this.form.parentElement.hidden && this.store.editable) this.timer = setTimeout(() => this.preview(), PAUSE);
  }

  async preview() {
    const rule = this.#rule();
    const asked = (this.asked = Symbol("preview"));
    try {
      const answer = await this.acts.quietly(() => this.api.applyRule(this.store.version, rule, true));
      if (!answer || asked !== this.asked) return;
      this.#showPlan(rule, answer.changes ?? []);
    } catch (error) {
      if (!error.problem) throw error;
      if (asked === this.asked) this.#refuse(error.problem);
    }
  }

  #showPlan(rule, changes) {
    const byId = new Map(changes.map((change) => [change.id, change]));
    this.plan = { rule, byId };
    const units = this.store.selectedUnits;
    const byHand = units.filter((unit) => unit.price_by_hand).length;
    this.form.querySelector("[data-price-faults]").replaceChildren();
    this.#showFigures(units, byId);
    this.#showRows(units, byId);
    const hand = this.form.querySelector("[data-by-hand]");
    hand.hidden = !byHand;
    this.form.querySelector("[data-by-hand-text]").textContent = say("byHandCount", { count: byHand });
    const skipped = this.choices.keep === "true" ? byHand : 0;
    this.#count(byId.size ? say(skipped ? "willWriteSkip" : "willWrite", { count: byId.size, skipped }) : say("nothingChanges"));
    this.#state(byId.size ? say("notWritten") : "");
    this.#ready(byId.size > 0);
  }

  #showFigures(units, byId) {
    const was = figuresOf(this.store, units, (unit) => cents(unit.price_sale), (unit) => cents(unit.filed_total));
    const now = figuresOf(this.store, units, (unit) => cents(newValue(byId, unit, "price_sale")), (unit) => newTotal(byId, unit));
    const put = (name, ...content) => this.form.querySelector(`[data-preview="${name}"]`).replaceChildren(...content);
    put("least", now.least === null ? "—" : showCents(now.least));
    put("most", now.most === null ? "—" : showCents(now.most));
    put("average", changeOf(whole(was.average), whole(now.average)));
    put("total", changeOf(was.total ? showTenThousands(was.total) : "—", showTenThousands(now.total)));
    this.form.querySelector("[data-preview-figures]").hidden = false;
  }

  #showRows(units, byId) {
    const kind = KINDS[this.choices.kind];
    const field = this.store.fieldByName.get(kind);
    this.form.querySelector("[data-preview-kind]").textContent = `${field.label}(${this.#isForPlaces() ? say("perPlace") : field.unit})`;
    const changed = units.filter((unit) => byId.has(unit.id)).sort((a, b) => b.actual_floor - a.actual_floor);
    const rows = changed.slice(0, this.every ? changed.length : ROWS_SHOWN).map((unit) => {
      const row = document.createElement("tr");
      const [room, price, total] = [row.insertCell(), row.insertCell(), row.insertCell()];
      room.textContent = nameIn(this.store, unit);
      price.className = total.className = "number";
      price.append(changeOf(shown(unit[kind]), shown(newValue(byId, unit, kind))));
      total.textContent = showTenThousands(newTotal(byId, unit));
      return row;
    });
    this.form.querySelector("[data-preview-rows]").replaceChildren(...rows);
    const rest = this.form.querySelector("[data-preview-rest]");
    rest.hidden = rows.length === changed.length;
    rest.textContent = say("restOfPreview", { count: (changed.length - rows.length).toLocaleString("en-US") });
    this.form.querySelector("[data-preview-table]").hidden = !rows.length;
  }

  /** The rest of a long preview, once it is asked for. */
  #showEvery() {
    this.every = true;
    this.#showRows(this.store.selectedUnits, this.plan.byId);
    this.every = false;
  }

  #blank(words) {
    this.#state("");
    this.#count(words);
    this.form.querySelector("[data-preview-figures]").hidden = true;
    this.form.querySelector("[data-preview-table]").hidden = true;
    this.form.querySelector("[data-preview-rest]").hidden = true;
    this.form.querySelector("[data-by-hand]").hidden = true;
    this.form.querySelector("[data-price-faults]").replaceChildren();
  }

  #refuse(problem) {
    this.#blank(say("refusedRule"));
    this.form.querySelector("[data-price-faults]").replaceChildren(noteOf("bad", [say("refusedRule"), ...sentencesOf(problem)]));
  }

  /** Yuan per square metre, or per place where the whole selection is priced so. */
  #showMeasure() {
    this.form.querySelector("[data-price-unit]").textContent = say(this.#isForPlaces() ? "perPlaceOn" : "perAreaOn");
  }

  #isForPlaces() {
    return this.store.selection.size > 0 && this.store.selectedUnits.every(isPlace);
  }

  #state(words) { this.form.querySelector("[data-preview-state]").textContent = words; }
  #count(words) { this.form.querySelector("[data-price-count]").textContent = words; }
  #ready(ready) { this.form.querySelector("[data-apply]").setAttribute("aria-disabled", String(!ready)); }

  // ---------- Writing ----------

  async apply() {
    if (!this.plan && !this.#wanting()) { await this.#previewAtOnce(); return; }
    if (!this.plan?.byId.size) return;
    const { rule, byId } = this.plan;
    try {
      const answer = await this.acts.run(() => this.api.applyRule(this.store.version, rule, false));
      if (answer) this.acts.done(answer, say("ruleDone", { count: byId.size }));
    } catch (error) {
      if (!error.problem) throw error;
      this.#refuse(error.problem);
    }
  }

  /** Nothing is written unseen: whoever was faster than the preview sees it now, and then writes. */
  async #previewAtOnce() {
    clearTimeout(this.timer);
    await this.preview();
    if (this.plan?.byId.size) this.#count(say("seeFirst"));
  }
}

function plain(text) {
  const number = readNumber(text);
  return number === null ? "" : String(number);
}

function newValue(byId, unit, field) {
  return byId.get(unit.id)?.new[field] ?? unit[field];
}

function newTotal(byId, unit) {
  const change = byId.get(unit.id)?.new;
  if (change?.filed_total !== undefined) return cents(change.filed_total);
  return change?.price_sale !== undefined ? totalOf(cents(change.price_sale), pricedArea(unit)) : cents(unit.filed_total);
}

function figuresOf(store, units, priceOf, totalOfUnit) {
  const prices = units.map(priceOf).filter((price) => price > 0);
  const byArea = units.filter((unit) => priceOf(unit) > 0 && countsInAverage(store, unit));
  const sum = (list) => list.reduce((total, unit) => total + (totalOfUnit(unit) ?? 0), 0);
  return {
    least: prices.length ? Math.min(...prices) : null, most: prices.length ? Math.max(...prices) : null, total: sum(units),
    average: pricePerArea(sum(byArea), byArea.reduce((total, unit) => total + areaParts(unit.gross_area), 0)),
  };
}

function whole(value) {
  return value === null ? "—" : showWhole(value);
}

function shown(text) {
  const value = cents(text);
  return value === null ? "—" : value % 100 ? showMoney(value) : showCents(value);
}
