// The prices of one unit corrected in its place in the grid; a total gives the unit price back.

import { cents, pricePerArea, readNumber, showMoney, totalOf } from "./numbers.js";
import { isPlace, pricedArea } from "./unit_prices.js";
import { say } from "./words.js";

const FIELDS = [["price_sale", "sale"], ["price_bare", "bare"], ["price_decoration", "decoration"]];

/** options: {initial: first character typed into 销, commit(entries), done(direction)}. */
export function openPriceEditor(cell, store, unit, { initial, commit, done }) {
  const form = document.createElement("form");
  form.className = "price-editor";
  form.setAttribute("aria-label", say("correctPrice", { room: unit.room_no }));
  const place = isPlace(unit);
  const inputs = Object.fromEntries(FIELDS.map(([name, label]) => [name, addInput(form, say(place && name === "price_sale" ? "totalPlace" : label), plain(store.shown(unit, name)))]));
  inputs.total = addInput(form, say("totalTenThousands"), "");
  const before = Object.fromEntries(FIELDS.map(([name]) => [name, inputs[name].value]));
  const area = pricedArea(unit);
  let [last, closed] = ["price_sale", false];
  showTotal(inputs, area);

  const close = (save, direction) => {
    if (closed) return;
    closed = true;
    form.remove();
    cell.classList.remove("is-editing");
    if (save) commit(entriesOf(unit, inputs, before, last));
    done(direction);
  };
  form.addEventListener("input", (event) => { last = nameOf(inputs, event.target) ?? last; derive(inputs, last, area); });
  form.addEventListener("keydown", (event) => onKey(event, close));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("mousedown", (event) => event.stopPropagation());
  form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) close(true, ""); });
  cell.classList.add("is-editing");
  cell.append(form);
  begin(inputs.price_sale, initial, form);
  return { close: () => close(true, "") };
}

function begin(input, initial, form) {
  input.focus();
  if (initial === undefined) { input.select(); return; }
  input.value = initial;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

function addInput(form, label, value) {
  const holder = document.createElement("label");
  const input = Object.assign(document.createElement("input"), { className: "field is-small is-number", inputMode: "decimal", autocomplete: "off", value });
  holder.append(Object.assign(document.createElement("span"), { textContent: label }), input);
  form.append(holder);
  return input;
}

function plain(value) {
  return value === null ? "" : String(value).replace(/\.00$/, "");
}

function nameOf(inputs, input) {
  return Object.keys(inputs).find((name) => inputs[name] === input);
}

/** 销售 = 毛坯 + 装修; the field typed last decides what follows. */
function derive(inputs, last, area) {
  if (last === "total") inputs.price_sale.value = priceFromTotal(inputs.total.value, area);
  const value = (name) => cents(inputs[name].value) ?? 0;
  if (last === "price_sale" || last === "total") inputs.price_bare.value = cents(inputs.price_sale.value) === null ? "" : shown(value("price_sale") - value("price_decoration"));
  else inputs.price_sale.value = shown(value("price_bare") + value("price_decoration"));
  if (last !== "total") showTotal(inputs, area);
}

function priceFromTotal(text, area) {
  const total = readNumber(text);
  return total === null ? "" : shown(pricePerArea(Math.round(total * 1000000), area));
}

function shown(value) {
  return (value / 100).toFixed(2).replace(/\.00$/, "");
}

function showTotal(inputs, area) {
  const price = cents(inputs.price_sale.value);
  inputs.total.value = price === null ? "" : showMoney(Math.round(totalOf(price, area) / 10000)).replaceAll(",", "");
}

/** Only what was meant is sent: the price typed last, and the decoration where it changed. */
function entriesOf(unit, inputs, before, last) {
  const names = new Set(last === "price_bare" ? ["price_bare"] : last === "price_decoration" ? [] : ["price_sale"]);
  if (inputs.price_decoration.value !== before.price_decoration) names.add("price_decoration");
  return [...names].filter((name) => inputs[name].value !== before[name]).map((name) => ({ id: unit.id, field: name, text: inputs[name].value.trim() }));
}

function onKey(event, close) {
  event.stopPropagation();
  if (event.isComposing) return;
  if (event.key === "Escape") { event.preventDefault(); close(false, "stay"); }
  if (event.key === "Enter") { event.preventDefault(); close(true, event.shiftKey ? "up" : "down"); }
}
