// What both peers share: the same units and columns as the desk, and how long until the result is painted.

export const COLUMNS = [
  "room_no", "actual_floor", "layout", "gross_area", "price_sale", "price_bare", "price_decoration", "filed_total", "decoration", "lift", "storey_height", "balcony",
  "use", "house_type", "nature", "structure", "sale_kind", "pricing_mode", "entrance", "nominal_floor", "inner_area", "shared_area",
];
export const NUMBERS = ["actual_floor", "gross_area", "price_sale", "price_bare", "price_decoration", "filed_total", "storey_height", "inner_area", "shared_area"];

/** Milliseconds from the start of the work until the frame after it was painted. */
export async function painted(work) {
  const start = performance.now();
  await work();
  await new Promise((resolve) => requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = resolve; channel.port2.postMessage(0); }));
  return performance.now() - start;
}

export async function units() {
  return (await (await fetch("units.json")).json()).result;
}

/** What the quick price of the desk answers: three prices and a total for each unit. */
export function ruled(rows, base) {
  return rows.map((unit) => ({ id: unit.id, ...prices(unit, base + 15 * (unit.actual_floor - 10)) }));
}

/** A block of four columns. */
export function pasted(rows) {
  return rows.map((unit, place) => ({ id: unit.id, ...prices(unit, 7000 + (place % 500)) }));
}

function prices(unit, sale) {
  return { price_sale: sale.toFixed(2), price_bare: sale.toFixed(2), price_decoration: "0.00", filed_total: (sale * Number(unit.gross_area)).toFixed(2) };
}
