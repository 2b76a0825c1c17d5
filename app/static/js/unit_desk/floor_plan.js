// Where a unit stands in the grid: floors down, entrances as blocks, rooms across.

const WIDEST_BLOCK = 48; // more positions than this on one floor (garages) run over several lines
const LINE_OF_WIDE = 12;

/** The room number without its floor: 1-01 and 101 stand at 01. */
export function positionOf(unit) {
  const floors = [unit.nominal_floor, String(unit.actual_floor)].filter(Boolean);
  for (const floor of floors) {
    if (!unit.room_no.startsWith(floor)) continue;
    const rest = unit.room_no.slice(floor.length).replace(/^-/, "");
    if (rest) return rest;
  }
  return unit.room_no;
}

/**
 * {blocks: [{entrance, columns: [key]}], floors: [{floor, nominal, of, lines: [[unit|null per column]]}]}, highest first;
 * withPlant: floors without units are shown too. A garage that has its floors for itself takes their whole width.
 */
export function planOf(units, knownFloors, withPlant = true) {
  const all = [...groupByEntrance(units)].map(([entrance, members]) => blockOf(entrance, members));
  const garages = all.filter((block) => !block.named && isAlone(block, all) && all.some((other) => other.named));
  const blocks = all.filter((block) => !garages.includes(block));
  const floors = allFloors(units, knownFloors).map((floor) => garageFloor(floor, garages, blocks) ?? floorOf(floor, blocks)).filter((floor) => withPlant || floor.units.length);
  return { blocks, floors, columns: blocks.reduce((sum, block) => sum + block.columns.length, 0) };
}

function groupByEntrance(units) {
  const groups = new Map();
  for (const unit of units) (groups.get(unit.entrance) ?? groups.set(unit.entrance, []).get(unit.entrance)).push(unit);
  return groups;
}

function blockOf(entrance, members) {
  const keys = [...new Set(members.map(positionOf))].sort(byPosition);
  const byFloor = new Map();
  for (const unit of members) (byFloor.get(unit.actual_floor) ?? byFloor.set(unit.actual_floor, []).get(unit.actual_floor)).push(unit);
  const named = keys.length <= WIDEST_BLOCK && [...byFloor.values()].every(hasOwnPositions);
  const widest = Math.max(...[...byFloor.values()].map((list) => list.length));
  const columns = named ? keys : Array.from({ length: Math.min(widest, LINE_OF_WIDE) }, () => "");
  return { entrance, members, named, columns, byFloor };
}

function isAlone(block, blocks) {
  return [...block.byFloor.keys()].every((floor) => blocks.every((other) => other === block || !other.byFloor.has(floor)));
}

/** The places in their order over all columns, line by line; null where the floor is no garage's. */
function garageFloor(floor, garages, blocks) {
  const garage = garages.find((block) => block.byFloor.has(floor));
  if (!garage) return null;
  const units = inOrder(garage.byFloor.get(floor));
  const widths = blocks.map((block) => block.columns.length);
  const width = widths.reduce((sum, one) => sum + one, 0);
  const lines = Array.from({ length: Math.ceil(units.length / width) }, (_, line) => dealt(units.slice(line * width, (line + 1) * width), widths));
  return { floor, nominal: "", of: garage.entrance, units, lines };
}

function dealt(units, widths) {
  const rest = [...units];
  return widths.map((width) => Array.from({ length: width }, () => rest.shift() ?? null));
}

function inOrder(units) {
  return [...units].sort((a, b) => byPosition(a.room_no, b.room_no));
}

function hasOwnPositions(units) {
  return new Set(units.map(positionOf)).size === units.length;
}

function byPosition(a, b) {
  return a.localeCompare(b, "zh", { numeric: true });
}

/** Every floor between the lowest and the highest, without a floor zero: those without units are plant floors. */
function allFloors(units, knownFloors) {
  const numbers = [...units.map((unit) => unit.actual_floor), ...knownFloors];
  const [lowest, highest] = [Math.min(...numbers), Math.max(...numbers)];
  return Array.from({ length: highest - lowest + 1 }, (_, step) => highest - step).filter((floor) => floor !== 0);
}

function floorOf(floor, blocks) {
  const parts = blocks.map((block) => linesOf(block, block.byFloor.get(floor) ?? []));
  const height = Math.max(...parts.map((lines) => lines.length), 1);
  const units = blocks.flatMap((block) => block.byFloor.get(floor) ?? []);
  const lines = Array.from({ length: height }, (_, line) => parts.map((lines, place) => lines[line] ?? blocks[place].columns.map(() => null)));
  const nominals = [...new Set(units.map((unit) => unit.nominal_floor).filter(Boolean))];
  return { floor, nominal: nominals.length === 1 && nominals[0] !== String(floor) ? nominals[0] : "", units, lines };
}

function linesOf(block, units) {
  if (!units.length) return [];
  if (block.named) {
    const at = new Map(units.map((unit) => [positionOf(unit), unit]));
    return [block.columns.map((key) => at.get(key) ?? null)];
  }
  const ordered = inOrder(units);
  const width = block.columns.length;
  return Array.from({ length: Math.ceil(ordered.length / width) }, (_, line) =>
    Array.from({ length: width }, (_, place) => ordered[line * width + place] ?? null));
}
