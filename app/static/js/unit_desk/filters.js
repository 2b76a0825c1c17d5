// Which units a filter means. The same rules as the server's selection: all that is filled in must hold.

export const NO_FILTER = Object.freeze({
  position: "suffix", digits: "", matchLength: "", roomLength: "", entrance: "", floorFrom: "", floorTo: "",
  nominal: "", use: "", nature: "", layout: "", area: "", state: "",
});
export const UNFILLED = "-";
const AREA_BAND = 20;

export function isEmptyFilter(filter) {
  return Object.keys(NO_FILTER).every((name) => name === "position" || !filter[name]);
}

/** The room number is compared as stored, hyphen included; the digits are padded with 0 on the left. */
export function matchesRoom(position, digits, length, roomNo) {
  const compared = length || digits.length;
  if (compared > roomNo.length) return false;
  const part = position === "prefix" ? roomNo.slice(0, compared) : roomNo.slice(roomNo.length - compared);
  return part === digits.padStart(compared, "0");
}

/** The units that pass; states is a function of unit and state name. */
export function filterUnits(units, filter, hasState) {
  return units.filter((unit) => passes(unit, filter) && (!filter.state || hasState(unit, filter.state)));
}

function passes(unit, filter) {
  return (
    (!filter.digits || matchesRoom(filter.position, filter.digits, Number(filter.matchLength) || 0, unit.room_no)) &&
    (!filter.roomLength || unit.room_no.length === Number(filter.roomLength)) &&
    isEqual(filter.entrance, unit.entrance) &&
    (!isFloor(filter.floorFrom) || unit.actual_floor >= Number(filter.floorFrom)) &&
    (!isFloor(filter.floorTo) || unit.actual_floor <= Number(filter.floorTo)) &&
    isEqual(filter.nominal, unit.nominal_floor) &&
    isEqual(filter.use, unit.use) &&
    isEqual(filter.nature, unit.nature) &&
    isEqual(filter.layout, unit.layout) &&
    (!filter.area || bandOf(unit) === Number(filter.area))
  );
}

function isEqual(wanted, found) {
  return !wanted || (wanted === UNFILLED ? !found : wanted === found);
}

function isFloor(text) {
  return /^-?\d+$/.test(text);
}

/** The lower end of the band of 20 m² that the gross area lies in. */
export function bandOf(unit) {
  return Math.floor(Number(unit.gross_area) / AREA_BAND) * AREA_BAND;
}

export function bandLabel(lower) {
  return `${lower}–${lower + AREA_BAND} m²`;
}

/** The values that occur in a field with how often, in the order of the building. */
export function countsOf(units, valueOf) {
  const counts = new Map();
  for (const unit of units) {
    const value = valueOf(unit) ?? "";
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}
