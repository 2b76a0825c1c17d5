// Totals and averages of units, in cents.

import { areaParts, cents, pricePerArea, totalOf } from "./numbers.js";

/** The stored total, or what the typed price comes to until the server has answered. */
export function totalNow(store, unit) {
  const typed = ["price_sale", "price_bare", "price_decoration"].some((name) => store.typedAt(unit.id, name));
  if (!typed && unit.filed_total !== null) return cents(unit.filed_total);
  return totalOf(cents(store.shown(unit, "price_sale")) ?? 0, pricedArea(unit));
}

/** Parts of a square metre that the unit price is multiplied with; one place counts as one. */
export function pricedArea(unit) {
  const areas = { gross: unit.gross_area, inner: unit.inner_area, set: "1" };
  return areaParts(areas[unit.pricing_mode_code] ?? unit.gross_area);
}

/** Cents per m² over what has a price by area; null where nothing has. */
export function averageOf(store, units) {
  const priced = units.filter((unit) => cents(store.shown(unit, "price_sale")) > 0 && unit.pricing_mode_code !== "set");
  const total = priced.reduce((sum, unit) => sum + totalNow(store, unit), 0);
  return pricePerArea(total, priced.reduce((sum, unit) => sum + areaParts(unit.gross_area), 0));
}
