// Flask-AppBuilder's lists in our own clothes: row selection, columns a person wants to see, and new conditions.

import { dressChoices, say, toast } from "./app.js";

// ---------- Selection ----------

function watchSelection(records) {
  const bar = records.querySelector("[data-selection]");
  const all = records.querySelector("[data-select-all]");
  if (!bar || !all) return;
  const ticks = [...records.querySelectorAll("input.action_check")];
  const show = () => showSelection(bar, all, ticks);
  all.addEventListener("change", () => { tickAll(ticks, all.checked); show(); });
  bar.querySelector("[data-select-none]").addEventListener("click", () => { tickAll(ticks, false); show(); });
  ticks.forEach((tick) => tick.addEventListener("change", show));
  show();
}

function tickAll(ticks, checked) {
  for (const tick of ticks) tick.checked = checked;
}

function showSelection(bar, all, ticks) {
  const count = ticks.filter((tick) => tick.checked).length;
  bar.hidden = count === 0;
  bar.querySelector("[data-selected-count]").textContent = say("selected", { count });
  all.checked = count > 0 && count === ticks.length;
  all.indeterminate = count > 0 && count < ticks.length;
  for (const tick of ticks) tick.closest("tr").toggleAttribute("data-selected", tick.checked);
}

// ---------- Columns ----------

function watchColumns(menu) {
  const key = `columns:${menu.dataset.columns}`;
  const boxes = [...menu.querySelectorAll("input")];
  const hidden = new Set(JSON.parse(localStorage.getItem(key) ?? "[]"));
  for (const box of boxes) {
    box.checked = !hidden.has(box.value);
    showColumn(box.value, box.checked);
    box.addEventListener("change", () => {
      showColumn(box.value, box.checked);
      localStorage.setItem(key, JSON.stringify(boxes.filter((one) => !one.checked).map((one) => one.value)));
    });
  }
}

function showColumn(column, shown) {
  for (const cell of document.querySelectorAll(`.record-list [data-column="${CSS.escape(column)}"]`)) cell.hidden = !shown;
}

// ---------- Conditions ----------

function watchConditions(form) {
  const given = JSON.parse(form.querySelector("[data-filter-definitions]").textContent);
  dressOperators();
  new window.AdminFilters("#filter_form", given.labels, given.fields, given.options, []);
  form.addEventListener("click", (event) => {
    const chosen = event.target.closest("a.filter");
    if (!chosen) return;
    event.preventDefault();
    setTimeout(() => nameCondition(form.querySelector(".filters tbody").lastElementChild, chosen.textContent.trim()));
  });
  form.addEventListener("submit", () => dropEmpty(form));
}

function nameCondition(row, label) {
  const value = row.querySelector(".filter_val");
  row.querySelector(".filter-op")?.setAttribute("aria-label", `${label} ${say("condition")}`);
  row.querySelector(".remove-filter")?.setAttribute("title", say("remove"));
  value.setAttribute("aria-label", `${label} ${say("value")}`);
  value.removeAttribute("required");
  dressChoices(row);
  value.focus();
}

function dropEmpty(form) {
  for (const field of form.querySelectorAll("input[name], select[name]")) if (field.value === "") field.disabled = true;
}

/** ab_filters.js dresses its list of operators by select2; a native list of five words is calmer and says the same. */
function dressOperators() {
  const dress = window.jQuery.fn.select2;
  window.jQuery.fn.select2 = function select2(...given) {
    if (!this.hasClass("filter-op")) return dress.apply(this, given);
    this.addClass("field is-small").removeClass("my_select2");
    return this.on("change", () => this.trigger({ type: "select2:select", params: { data: { id: this.val() } } }));
  };
  window.jQuery.fn.select2.defaults = dress.defaults;
  window.jQuery.fn.select2.amd = dress.amd;
}

// ---------- What remaining templates of Flask-AppBuilder call ----------

window.ab_alert = (text) => toast(text === "No row selected" ? say("noRow") : text, { tone: "warn" });

document.querySelectorAll("[data-records]").forEach(watchSelection);
document.querySelectorAll("[data-columns]").forEach(watchColumns);
document.querySelectorAll("form[data-filters]").forEach(watchConditions);
