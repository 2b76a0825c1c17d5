// 批量设置: every field for all selected units at once; what the survey filled is shown and stays.

import { sentencesOf } from "./api.js";
import { noteOf } from "./messages.js";
import { say } from "./words.js";

// The order of the manual's form, then what the survey may have left open.
const ORDER = ["entrance", "actual_floor", "nominal_floor", "gross_area", "inner_area", "shared_area", "structure", "house_type", "use", "nature", "lift",
  "layout", "decoration", "storey_height", "balcony", "price_sale", "price_decoration", "price_bare", "sale_kind", "pricing_mode"];
const WIDE = ["balcony"];

export class BatchDrawer {
  /** acts: {run(call) -> answer, done(answer, sentence)}. */
  constructor(form, store, api, acts) {
    Object.assign(this, { form, store, api, acts });
    this.fields = form.querySelector("[data-batch-fields]");
    form.addEventListener("submit", (event) => { event.preventDefault(); this.apply(); });
    form.addEventListener("reset", () => setTimeout(() => this.#typed()));
    form.addEventListener("input", () => this.#typed());
    form.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.ctrlKey) { event.preventDefault(); this.apply(); } });
    store.addEventListener("loaded", () => { this.#build(); this.draw(); });
    store.addEventListener("selected", () => this.draw());
    store.addEventListener("changed", () => this.draw());
  }

  #build() {
    if (this.fields.childElementCount) return;
    const fields = ORDER.map((name) => this.store.fieldByName.get(name)).filter(Boolean);
    this.fields.replaceChildren(...fields.map((field) => this.#row(field)));
  }

  #row(field) {
    const row = document.createElement("div");
    row.className = `form-row${WIDE.includes(field.name) ? " is-full-row" : ""}`;
    const label = Object.assign(document.createElement("label"), { htmlFor: `batch-${field.name}`, textContent: field.label });
    if (field.unit) label.append(" ", Object.assign(document.createElement("span"), { className: "unit-note", textContent: field.unit }));
    const lock = Object.assign(document.createElement("span"), { className: "lock-note", textContent: say("surveyed"), hidden: true });
    label.append(" ", lock);
    row.append(label, control(field), Object.assign(document.createElement("p"), { className: "fault", id: `batch-${field.name}-fault`, hidden: true }));
    return row;
  }

  /** The fields as they stand for the present selection. */
  draw() {
    if (this.form.parentElement.hidden || !this.fields.childElementCount) return;
    const units = this.store.selectedUnits;
    for (const input of this.#inputs()) this.#drawField(input, units);
    this.#typed();
  }

  #inputs() {
    return [...this.fields.querySelectorAll("[data-field]")];
  }

  #drawField(input, units) {
    const name = input.dataset.field;
    const locked = units.filter((unit) => this.store.isLocked(unit, name)).length;
    const values = new Set(units.map((unit) => this.store.shown(unit, name) ?? ""));
    const all = units.length > 0 && locked === units.length;
    const shown = values.size > 1 ? say("manyValues") : [...values][0] ?? "";
    input.classList.toggle("is-locked", all);
    input.disabled = !units.length;
    if (all) input.value = "";
    if (input.tagName === "SELECT") { input.options[0].textContent = all ? shown : shown ? say("unchangedNow", { value: shown }) : say("unchanged"); input.setAttribute("aria-disabled", String(all)); }
    else { input.placeholder = shown || say("unchanged"); input.readOnly = all; }
    const lock = input.closest(".form-row").querySelector(".lock-note");
    lock.hidden = !locked;
    lock.textContent = all ? say("surveyed") : say("surveyedSome", { count: locked });
  }

  #values() {
    return Object.fromEntries(this.#inputs().filter((input) => input.value !== "" && input.getAttribute("aria-disabled") !== "true" && !input.readOnly).map((input) => [input.dataset.field, input.value.trim()]));
  }

  #typed() {
    const count = Object.keys(this.#values()).length;
    const ready = count > 0 && this.store.selection.size > 0;
    this.form.querySelector("[data-apply]").setAttribute("aria-disabled", String(!ready));
    const words = !this.store.selection.size ? say("selectFirst") : count ? say("batchReady", { units: this.store.selection.size, fields: count }) : say("batchEmpty");
    this.form.querySelector("[data-batch-count]").textContent = words;
  }

  async apply() {
    const values = this.#values();
    if (!Object.keys(values).length || !this.store.selection.size) return;
    this.#clearFaults();
    try {
      const ids = [...this.store.selection];
      const answer = await this.acts.run(() => this.api.setFields(this.store.version, ids, values, false));
      if (!answer) return;
      this.#empty(values);
      this.acts.done(answer, say(answer.skipped ? "batchDoneSkipped" : "batchDone", { count: answer.count, skipped: answer.skipped ?? 0 }));
    } catch (error) {
      if (!error.problem) throw error;
      this.#showFaults(error.problem);
    }
  }

  /** What was written leaves its field; what was typed meanwhile stays. */
  #empty(written) {
    for (const input of this.#inputs()) if (input.value.trim() === written[input.dataset.field]) input.value = "";
    this.#typed();
  }

  #clearFaults() {
    this.form.querySelector("[data-batch-faults]").replaceChildren();
    for (const input of this.#inputs()) { input.classList.remove("is-wrong"); input.removeAttribute("aria-invalid"); input.removeAttribute("aria-describedby"); }
    for (const fault of this.fields.querySelectorAll(".fault")) fault.hidden = true;
  }

  /** Each fault at its field, the rest in a note; all that was typed stays. */
  #showFaults(problem) {
    const rest = [];
    for (const error of problem.errors ?? []) {
      const input = this.fields.querySelector(`[data-field="${CSS.escape((error.field ?? "").replace(/^set\./, ""))}"]`);
      if (!input) { rest.push(error.message); continue; }
      const fault = input.closest(".form-row").querySelector(".fault");
      Object.assign(fault, { hidden: false, textContent: error.message });
      input.classList.add("is-wrong");
      input.setAttribute("aria-invalid", "true");
      input.setAttribute("aria-describedby", fault.id);
    }
    if (rest.length || !problem.errors?.length) this.form.querySelector("[data-batch-faults]").replaceChildren(noteOf("bad", [say("notSaved"), ...(rest.length ? rest : sentencesOf(problem))]));
    this.fields.querySelector(".is-wrong")?.focus();
  }
}

function control(field) {
  const choices = field.kind === "bool" ? [say("yes"), say("no")] : field.options?.map((option) => option.label);
  const input = choices && field.name !== "layout" ? document.createElement("select") : document.createElement("input");
  input.className = `field is-small${field.kind === "decimal" || field.kind === "integer" ? " is-number" : ""}`;
  input.id = `batch-${field.name}`;
  input.dataset.field = field.name;
  if (input.tagName === "SELECT") input.append(new Option("", ""), ...choices.map((label) => new Option(label, label)));
  else Object.assign(input, { autocomplete: "off", inputMode: field.kind === "decimal" ? "decimal" : "text" });
  if (field.name === "actual_floor" || /area$/.test(field.name)) input.readOnly = true;
  return input;
}
