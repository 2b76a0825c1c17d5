// What is still missing in a unit, and which prices look wrong against their neighbours.

import { cents, middleOf, showCents } from "./numbers.js";
import { positionOf } from "./floor_plan.js";
import { countsInAverage, foldedPrice, isPlace } from "./unit_prices.js";
import { say } from "./words.js";

const TEN_TIMES = 5; // a slipped decimal point makes ten; five leaves room for real differences
const TOLERANCE = 0.01; // of the middle price: how far a unit may leave its neighbours above and below

/** {id, field, tone: "bad"|"warn"|"open", reason, short}: bad ones first, then doubtful, then unfilled, in unit order. */
export function faultsOf(store) {
  const wrong = refusedFaults(store);
  const doubts = priceFaults(store);
  const listed = store.units.filter((unit) => !store.isPriced(unit)).flatMap((unit) => store.listed.of(unit.id));
  const open = store.units.flatMap((unit) => store.missing.get(unit.id));
  return [...wrong, ...doubts.filter((fault) => fault.tone === "bad"), ...listed, ...doubts.filter((fault) => fault.tone === "warn"), ...open];
}

function refusedFaults(store) {
  return [...store.refused.values()].map((fault) => ({ ...fault, tone: "bad", short: say("refusedShort"), refused: true }));
}

export function missingOf(store, unit) {
  return store.requiredFields.filter((field) => isRequired(store, unit, field) && !isFilled(store, unit, field))
    .map((field) => ({ id: unit.id, field: field.name, tone: "open", reason: say("missing", { field: field.label }), short: say("missing", { field: field.label }) }));
}

function isRequired(store, unit, field) {
  if (field.required === "saleable") return store.priceRequired && unit.sale_kind_code === "saleable";
  if (field.required === "residential") return isResidential(store, unit);
  return field.required === "always";
}

function isResidential(store, unit) {
  return store.residentialUses.has(unit.use_code) || store.residentialTypes.has(unit.house_type_code);
}

function isFilled(store, unit, field) {
  const value = store.shown(unit, field.name);
  return field.name === "price_sale" ? store.isPriced(unit) : value !== null && value !== "";
}

// ---------- Prices ----------

function priceFaults(store) {
  const priced = store.units.map((unit) => ({ unit, price: store.priceOf(unit) })).filter((one) => one.price > 0);
  const strange = [...groupBy(priced, kindOf).values()].flatMap(groupFaults);
  const slipped = strange.filter((fault) => fault.tone === "bad");
  const told = new Set(slipped.map((fault) => fault.id));
  const outside = priced.filter(({ unit }) => !told.has(unit.id)).flatMap((one) => corridorFault(store, one));
  return [...slipped, ...outside, ...strange.filter((fault) => fault.tone !== "bad")];
}

function groupBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item);
    if (groups.has(key)) groups.get(key).push(item); else groups.set(key, [item]);
  }
  return groups;
}

/** Outside the range that the region expects for this use; a garage has none. The server judges what is stored by the same rule. */
function corridorFault(store, { unit }) {
  const limits = store.corridor[unit.use_code] ?? store.corridor["*"];
  if (!limits || !countsInAverage(store, unit)) return [];
  const price = isPlace(unit) ? foldedPrice(store, unit) : store.priceOf(unit);
  const [least, most] = limits.map(cents);
  const high = most !== null && price > most;
  if (!high && (least === null || price >= least)) return [];
  const reason = say(high ? "aboveCorridor" : "belowCorridor", { price: showCents(price), limit: showCents(high ? most : least) });
  return [{ id: unit.id, field: "price_sale", tone: "warn", reason, short: say(high ? "aboveCorridorShort" : "belowCorridorShort") }];
}

/** Only like is compared with like: use and pricing mode. */
function kindOf({ unit }) {
  return `${unit.use_code}|${unit.pricing_mode_code}`;
}

function groupFaults(members) {
  const middle = middleOf(members.map((one) => one.price));
  const [far, near] = [[], []];
  for (const one of members) (isFar(one.price, middle) && members.length > 2 ? far : near).push(one);
  return [...far.map((one) => farFault(one, middle)), ...stepFaults(near, middle)];
}

function isFar(price, middle) {
  return price >= middle * TEN_TIMES || price * TEN_TIMES <= middle;
}

function farFault({ unit, price }, middle) {
  const high = price > middle;
  const reason = say(high ? "farHigh" : "farLow", { price: showCents(price), middle: showCents(Math.round(middle)) });
  return { id: unit.id, field: "price_sale", tone: "bad", reason, short: say(high ? "oneDigitMore" : "oneDigitLess") };
}

/** A unit that leaves its neighbours above and below although its floor as a whole does not. */
function stepFaults(members, middle) {
  const columns = groupBy(members, ({ unit }) => `${unit.entrance}|${positionOf(unit)}`);
  const steps = [...columns.values()].flatMap(columnSteps);
  const floors = groupBy(steps, ({ unit }) => `${unit.entrance}|${unit.actual_floor}`);
  return steps.filter((step) => isOutOfStep(step, floors.get(`${step.unit.entrance}|${step.unit.actual_floor}`), middle * TOLERANCE))
    .map((step) => ({ id: step.unit.id, field: "price_sale", tone: "warn", short: say(step.excess > 0 ? "aboveShort" : "belowShort"),
      reason: say(step.excess > 0 ? "aboveNeighbours" : "belowNeighbours", { price: showCents(step.price), above: showCents(step.above), below: showCents(step.below) }) }));
}

function columnSteps(members) {
  const column = [...members].sort((a, b) => a.unit.actual_floor - b.unit.actual_floor);
  return column.slice(1, -1).map((one, place) => {
    const [below, above] = [column[place].price, column[place + 2].price];
    const excess = Math.max(one.price - Math.max(above, below), 0) - Math.max(Math.min(above, below) - one.price, 0);
    return { unit: one.unit, price: one.price, above, below, excess };
  });
}

function isOutOfStep(step, floor, tolerance) {
  if (Math.abs(step.excess) <= tolerance) return false;
  const others = floor.filter((other) => other !== step).map((other) => other.excess);
  return Math.abs(step.excess - (others.length > 1 ? middleOf(others) : 0)) > tolerance;
}
