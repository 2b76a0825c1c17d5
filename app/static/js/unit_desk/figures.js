// The strip of figures; each of them filters.

import { areaParts, cents, pricePerArea, showMoney, showTenThousands } from "./numbers.js";
import { countsInAverage } from "./unit_prices.js";
import { say } from "./words.js";

export class Figures {
  constructor(root, store, panel) {
    Object.assign(this, { root, store, panel });
    for (const button of root.querySelectorAll("[data-state]")) button.addEventListener("click", () => this.#filter(button.dataset.state));
    for (const kind of ["loaded", "changed", "selected"]) store.addEventListener(kind, () => this.draw());
  }

  #filter(state) {
    const same = this.panel.filter.state === state;
    if (!state || same) this.panel.set({ ...this.panel.filter, state: "" }, false);
    else this.panel.set({ ...this.panel.filter, state }, true);
  }

  draw() {
    const { store } = this;
    const count = (state) => store.units.reduce((sum, unit) => sum + store.hasState(unit, state), 0);
    const right = store.units.filter((unit) => unit.filed_total !== null && !isBad(store, unit));
    const total = sum(right, (unit) => cents(unit.filed_total) ?? 0);
    const byArea = right.filter((unit) => countsInAverage(store, unit));
    const average = pricePerArea(sum(byArea, (unit) => cents(unit.filed_total) ?? 0), sum(byArea, (unit) => areaParts(unit.gross_area)));
    this.#put("all", store.units.length.toLocaleString("en-US"));
    this.#put("complete", count("complete").toLocaleString("en-US"));
    this.#put("unpriced", count("unpriced").toLocaleString("en-US"));
    this.#put("faulty", count("faulty").toLocaleString("en-US"));
    this.#put("average", average === null ? "—" : showMoney(average));
    this.#put("total", showTenThousands(total));
    this.#note(store.faults.some((fault) => fault.tone === "bad" && fault.field === "price_sale"));
    for (const button of this.root.querySelectorAll("[data-state]")) button.setAttribute("aria-pressed", String(button.dataset.state === this.panel.filter.state && (button.dataset.state !== "priced" || button.contains(this.root.querySelector('[data-figure="average"]')))));
  }

  #put(name, text) {
    const place = this.root.querySelector(`[data-figure="${name}"]`);
    if (place.textContent !== text) place.textContent = text;
    place.classList.toggle("is-none", text === "0");
  }

  #note(withFaults) {
    const note = this.root.querySelector('[data-figure="total"]').nextElementSibling;
    note.textContent = say(withFaults ? "tenThousandsWithoutFaults" : "tenThousandsUnit");
  }
}

function isBad(store, unit) {
  return store.faultAt(unit.id, "price_sale")?.tone === "bad";
}

function sum(units, valueOf) {
  return units.reduce((total, unit) => total + valueOf(unit), 0);
}
