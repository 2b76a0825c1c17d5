// Totals and averages of units, in cents.

import { areaParts, cents, pricePerArea, totalOf } from "./numbers.js";

/** The stored total, or what the typed price comes to until the server has answered. */
export function totalNow(store, unit) {
  const typed = store.typed.size > 0 && ["price_sale", "price_bare", "price_decoration"].some((name) => store.typedAt(unit.id, name));
  if (!typed && unit.filed_total !== null) return cents(unit.filed_total);
  return totalOf(store.priceOf(unit) ?? 0, pricedArea(unit));
}

/** The unit price that a typed total in yuan comes to, as text; what is no number stays as it was typed. */
export function priceOfTotal(unit, text) {
  const total = cents(text);
  if (total === null) return text;
  return (pricePerArea(total, pricedArea(unit)) / 100).toFixed(2);
}

/** Parts of a square metre that the unit price is multiplied with; one place counts as one. */
export function pricedArea(unit) {
  const areas = { gross: unit.gross_area, inner: unit.inner_area, set: "1" };
  return areaParts(areas[unit.pricing_mode_code] ?? unit.gross_area);
}

export function isPlace(unit) {
  return unit.pricing_mode_code === "set";
}

/** A garage has a price for the place, which says nothing about square metres; a flat sold at a total does. */
export function countsInAverage(store, unit) {
  return !isPlace(unit) || store.residentialUses.has(unit.use_code);
}

/** Cents per m² that a total comes to where the price is for the place; only shown. */
export function foldedPrice(store, unit) {
  return pricePerArea(store.priceOf(unit) ?? 0, areaParts(unit.gross_area));
}

/** Cents per m² over what has a price that says something about area; null where nothing has. */
export function averageOf(store, units) {
  const priced = units.filter((unit) => store.isPriced(unit) && countsInAverage(store, unit));
  const total = priced.reduce((sum, unit) => sum + totalNow(store, unit), 0);
  return pricePerArea(total, priced.reduce((sum, unit) => sum + areaParts(unit.gross_area), 0));
}
