// The cells of the 户室表: what they show, and by what marks one sees how a value stands.

import { showMoney, showPrice } from "./numbers.js";
import { nameIn } from "./unit_names.js";
import { isPlace, totalNow } from "./unit_prices.js";
import { say } from "./words.js";

const PRICES = ["price_sale", "price_bare", "price_decoration"];
export const SHOWN_ONLY = { filed_total: { label: "total", unit: "元", kind: "decimal" }, remark: { label: "remark", unit: "", kind: "text" } };

export class UnitCells {
  constructor(store) {
    this.store = store;
  }

  field(name) {
    const shown = SHOWN_ONLY[name];
    return this.store.fieldByName.get(name) ?? { ...shown, name, label: say(shown.label) };
  }

  /** Room, tick and hand mark. */
  room(element, unit) {
    const box = Object.assign(document.createElement("input"), { type: "checkbox", tabIndex: -1, checked: this.store.selection.has(unit.id) });
    box.setAttribute("aria-label", say("pickUnit", { entrance: unit.entrance, room: unit.room_no }));
    box.addEventListener("click", () => this.store.toggle([unit.id]));
    const holder = document.createElement("label");
    holder.className = "room-pick";
    holder.append(box, Object.assign(document.createElement("b"), { textContent: nameIn(this.store, unit) }));
    if (unit.price_by_hand) holder.append(this.#mark(say("byHandMark"), say("byHand")));
    element.setAttribute("aria-label", say("unitName", { entrance: unit.entrance, room: unit.room_no }));
    return holder;
  }

  #mark(text, title) {
    const mark = Object.assign(document.createElement("i"), { className: "hand-mark", textContent: text, title });
    mark.setAttribute("aria-label", title);
    return mark;
  }

  /** Marks the cell with how its value stands; the text it shows. */
  cell(element, unit, name) {
    const typed = this.store.typedAt(unit.id, name);
    const fault = this.store.faultAt(unit.id, name);
    const open = this.isOpen(unit, name);
    element.classList.toggle("is-locked", this.store.isLocked(unit, name) || (name in SHOWN_ONLY && !open));
    element.classList.toggle("is-dirty", Boolean(typed));
    element.classList.toggle("is-pasted", Boolean(typed?.pasted));
    element.classList.toggle("is-wrong", fault?.tone === "bad");
    element.classList.toggle("is-doubtful", fault?.tone === "warn");
    element.classList.toggle("is-open", fault?.tone === "open");
    element.title = fault?.reason ?? (this.store.isLocked(unit, name) ? say("surveyed") : "");
    if (!open) element.setAttribute("aria-readonly", "true");
    if (fault && fault.tone === "bad") element.setAttribute("aria-invalid", "true"); else element.removeAttribute("aria-invalid");
    const text = this.#display(unit, name);
    if (fault && fault.tone !== "open") element.setAttribute("aria-label", `${text} ${fault.reason}`); else element.removeAttribute("aria-label");
    return text;
  }

  /** Typed totals become prices; what the survey filled stays. */
  isOpen(unit, name) {
    return name === "filed_total" ? this.store.canEdit(unit, "price_sale") : this.store.canEdit(unit, name);
  }

  #display(unit, name) {
    if (name === "filed_total") return this.store.isPriced(unit) ? showMoney(totalNow(this.store, unit)) : "";
    const value = this.store.shown(unit, name);
    if (value === null || value === "") return "";
    if (this.store.typedAt(unit.id, name)) return value;
    if (PRICES.includes(name)) return isPlace(unit) && Number(value) ? say("perPlaceShort", { price: showPrice(value) }) : showPrice(value);
    return /area$/.test(name) ? Number(value).toFixed(2) : String(value);
  }
}
