// One unit in the 价格核对 grid: 室号, 毛, 装, 面, 销 and 总价(万), its marks, and all of it in words.

import { areaParts, showArea, showPrice, showTenThousands, showWhole } from "./numbers.js";
import { foldedPrice, isPlace, totalNow } from "./unit_prices.js";
import { say } from "./words.js";

const PRICE_FIELDS = ["price_sale", "price_bare", "price_decoration"];
const MARKS = ["rawMark", "fitMark", "areaMark", "saleMark"];

let pattern = null;

/** The empty cell of a unit: it has its place and its name, and is drawn once it comes into sight. */
export function unitCell(unit) {
  const cell = document.createElement("td");
  cell.setAttribute("role", "gridcell");
  cell.tabIndex = -1;
  cell.dataset.unit = unit.id;
  cell.setAttribute("aria-label", `${nameOf(unit)} `);
  return cell;
}

export function clearCell(cell, unit) {
  cell.replaceChildren();
  cell.removeAttribute("title");
  cell.setAttribute("aria-label", `${nameOf(unit)} `);
}

export function drawCell(cell, store, unit) {
  if (!cell.firstChild) cell.append(emptyBox());
  const box = cell.firstChild;
  const fault = worstPriceFault(store, unit.id);
  const price = store.priceOf(unit);
  const withheld = unit.sale_kind_code !== "saleable" && !price;
  fill(box, [unit.room_no, totalWords(store, unit, price, withheld), ...figuresOf(store, unit, price)]);
  mark(box, {
    "is-withheld": withheld, "is-place": isPlace(unit), "is-unpriced": !price && !withheld, "is-manual": unit.price_by_hand, "is-selected": store.selection.has(unit.id),
    "is-dirty": PRICE_FIELDS.some((name) => store.typedAt(unit.id, name)), "is-wrong": fault?.tone === "bad", "is-doubtful": fault?.tone === "warn",
  });
  showWhy(box, fault);
  cell.title = fault?.reason ?? "";
  if (fault?.tone === "bad") cell.setAttribute("aria-invalid", "true"); else cell.removeAttribute("aria-invalid");
  cell.setAttribute("aria-label", spoken(store, unit, price, fault));
}

function emptyBox() {
  pattern ??= makePattern();
  return pattern.cloneNode(true);
}

function makePattern() {
  const box = Object.assign(document.createElement("div"), { className: "price-cell" });
  box.innerHTML = '<b></b><em></em><span class="raw"></span><span class="fit"></span><span class="area"></span><span class="sale"></span>';
  MARKS.forEach((name, place) => { box.children[place + 2].dataset.name = say(name); });
  return box;
}

function fill(box, texts) {
  texts.forEach((text, place) => { if (box.children[place].textContent !== text) box.children[place].textContent = text; });
}

function mark(box, marks) {
  for (const [name, on] of Object.entries(marks)) box.classList.toggle(name, Boolean(on));
}

function showWhy(box, fault) {
  box.querySelector(".why")?.remove();
  if (fault) box.append(Object.assign(document.createElement("i"), { className: "why", textContent: fault.short }));
}

/** 毛, 装, 面, 销; a price for the place has its total above and, below, what it comes to by the square metre. */
function figuresOf(store, unit, price) {
  const area = showArea(areaParts(unit.gross_area));
  if (isPlace(unit)) return [say("byPlace"), price ? showPrice(store.shown(unit, "price_decoration")) : "—", area, price ? showWhole(foldedPrice(store, unit)) : "—"];
  return [showPrice(store.shown(unit, "price_bare")), price ? showPrice(store.shown(unit, "price_decoration")) : "—", area, showPrice(store.shown(unit, "price_sale"))];
}

/** The total, or why there is none. */
function totalWords(store, unit, price, withheld) {
  if (withheld) return unit.sale_kind;
  return price ? say("tenThousands", { total: showTenThousands(totalNow(store, unit)) }) : say("unpriced");
}

function worstPriceFault(store, id) {
  const faults = (store.faultsById.get(id) ?? []).filter((fault) => fault.field.startsWith("price_") && fault.tone !== "open");
  return faults.find((fault) => fault.tone === "bad") ?? faults[0];
}

function nameOf(unit) {
  return say("unitName", { entrance: unit.entrance, room: unit.room_no });
}

function spoken(store, unit, price, fault) {
  const state = [
    price ? say("spokenPrice", { price: showPrice(store.shown(unit, "price_sale")), total: showTenThousands(totalNow(store, unit)) }) : say("unpriced"),
    unit.price_by_hand ? say("byHand") : "", store.selection.has(unit.id) ? say("picked") : "", fault?.reason ?? "",
  ];
  return `${nameOf(unit)} ${state.filter(Boolean).join("，")}`;
}
