// The price step from floor to floor that a column follows, in words.

import { showCents } from "./numbers.js";
import { say } from "./words.js";

const ENOUGH = 0.15; // of all steps: below, a step is chance

/** pairs: [floor, price in cents or null]. */
export function columnSteps(pairs) {
  const column = pairs.filter(([, price]) => price > 0).sort(([a], [b]) => a - b);
  const steps = column.slice(1).map(([floor, price], place) => ({ floor, step: price - column[place][1] }));
  const usual = usualSteps(steps);
  if (!usual.length) return "—";
  if (usual.length === 1) return signed(usual[0].step);
  const [down, up] = usual.sort((a, b) => a.floor - b.floor);
  return say("upDown", { up: signed(up.step), down: signed(-down.step) });
}

/** The one or two steps that occur most, with the middle of the floors where they do. */
function usualSteps(steps) {
  const found = new Map();
  for (const { floor, step } of steps) (found.get(step) ?? found.set(step, []).get(step)).push(floor);
  return [...found].map(([step, floors]) => ({ step, count: floors.length, floor: floors.reduce((sum, one) => sum + one, 0) / floors.length }))
    .filter((one) => one.count > 1 && one.count >= steps.length * ENOUGH).sort((a, b) => b.count - a.count).slice(0, 2);
}

function signed(step) {
  if (step === 0) return "0";
  return step > 0 ? `+${showCents(step)}` : `−${showCents(-step)}`;
}
