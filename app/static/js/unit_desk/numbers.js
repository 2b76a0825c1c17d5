// Money in whole cents and areas in ten-thousandths of a square metre, so that sums are exact; shown half up.

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const AREA_PARTS = 10000;
const PLAIN = /^\d+(\.\d+)?$/; // most are, and need no cleaning

/** What was typed as a number, full-width digits and separators allowed; null when it is none. */
export function readNumber(text) {
  const typed = String(text ?? "");
  if (PLAIN.test(typed)) return Number(typed);
  const plain = typed.normalize("NFKC").replaceAll(",", "").trim();
  return /^[+-]?\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}

export function cents(text) {
  const number = readNumber(text);
  return number === null ? null : Math.round(number * 100);
}

export function areaParts(text) {
  return Math.round(Number(text) * AREA_PARTS);
}

/** 7490.00 as 7,490; cents only where there are any. */
export function showPrice(text) {
  const value = cents(text);
  return value === null ? "—" : showCents(value);
}

export function showCents(value) {
  const rest = Math.abs(value) % 100;
  const whole = grouped.format(Math.trunc(value / 100));
  return rest ? `${whole}.${String(rest).padStart(2, "0")}` : whole;
}

/** Cents in whole yuan, grouped. */
export function showWhole(value) {
  return grouped.format(Math.round(value / 100));
}

/** Cents with both decimals, grouped. */
export function showMoney(value) {
  return `${value < 0 ? "-" : ""}${grouped.format(Math.trunc(Math.abs(value) / 100))}.${String(Math.abs(value) % 100).padStart(2, "0")}`;
}

/** Cents as 万元 with two decimals. */
export function showTenThousands(value) {
  return showMoney(Math.round(value / 10000));
}

/** Parts of a square metre with two decimals, grouped. */
export function showArea(parts) {
  return showMoney(Math.round(parts / 100));
}

/** Cents per square metre. */
export function pricePerArea(total, parts) {
  return parts ? Math.round((total * AREA_PARTS) / parts) : null;
}

/** The total in cents that a price in cents comes to over an area. */
export function totalOf(price, parts) {
  return Math.round((price * parts) / AREA_PARTS);
}

export function middleOf(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
