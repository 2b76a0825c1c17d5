// The building table: one tab stop, arrows between rooms, a room's card beside the grid, a jump by room number.

const desk = document.querySelector("[data-building-table]");
const holder = desk?.querySelector("[data-unit-card]");
const cells = desk ? [...desk.querySelectorAll("a[data-unit]")] : [];

function current() {
  return cells.find((cell) => cell.hasAttribute("aria-current"));
}

async function choose(cell, { focus = true } = {}) {
  current()?.removeAttribute("aria-current");
  cell.setAttribute("aria-current", "true");
  rove(cell);
  if (focus) cell.focus({ preventScroll: true });
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  const address = new URL(location.href);
  address.searchParams.set("unit", cell.dataset.unit);
  history.replaceState(history.state, "", address);
  const answer = await fetch(`/building/${desk.dataset.buildingTable}/units/${cell.dataset.unit}/card/`, { headers: { Accept: "text/html" } });
  if (!answer.ok) { location.assign(cell.href); return; }
  const card = await answer.text();
  if (current() === cell) { holder.innerHTML = card; holder.parentElement.scrollTop = 0; }
}

function rove(cell) {
  for (const one of cells) one.tabIndex = one === cell ? 0 : -1;
}

/** The nearest room in that direction, by where it stands on the screen. */
function neighbour(cell, key) {
  const here = cell.getBoundingClientRect();
  const [down, right] = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }[key];
  let best = null;
  let nearest = Infinity;
  for (const other of cells) {
    const there = other.getBoundingClientRect();
    const along = down ? (there.top - here.top) * down : (there.left - here.left) * right;
    const across = down ? Math.abs(there.left - here.left) : Math.abs(there.top - here.top);
    if (along < 4 || (right && across > 4)) continue;
    const distance = along + across * 3;
    if (distance < nearest) { nearest = distance; best = other; }
  }
  return best;
}

function onKey(event) {
  const cell = event.target.closest?.("a[data-unit]");
  if (!cell || !event.key.startsWith("Arrow")) return;
  event.preventDefault();
  const next = neighbour(cell, event.key);
  if (next) { rove(next); next.focus(); }
}

function onClick(event) {
  const cell = event.target.closest("a[data-unit]");
  if (!cell || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  choose(cell);
}

function jump(field) {
  const wanted = field.value.trim().toLowerCase();
  const found = wanted && (cells.find((cell) => cell.dataset.room.toLowerCase() === wanted) ?? cells.find((cell) => cell.dataset.room.toLowerCase().startsWith(wanted)));
  field.classList.toggle("is-wrong", Boolean(wanted) && !found);
  field.setAttribute("aria-invalid", String(Boolean(wanted) && !found));
  if (found) choose(found);
}

if (desk) {
  rove(current() ?? cells[0]);
  current()?.scrollIntoView({ block: "center", inline: "nearest" });
  desk.addEventListener("click", onClick);
  desk.addEventListener("keydown", onKey);
  document.querySelector("[data-jump]")?.addEventListener("keydown", (event) => { if (event.key === "Enter") jump(event.target); });
}
