// A year by keyboard: one tab stop, arrows move by days and weeks, Home and End by month; what differs is marked.

const year = document.querySelector("[data-calendar]");
const days = [...year.querySelectorAll("input[name=working]")];
const changed = document.querySelector("[data-changed]");
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

function moveTo(day) {
  for (const other of days) other.tabIndex = other === day ? 0 : -1;
  day.focus();
}

function sameMonth(day) {
  return days.filter((other) => other.value.slice(0, 7) === day.value.slice(0, 7));
}

function onKey(event) {
  const at = days.indexOf(event.target);
  if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
  const month = sameMonth(event.target);
  const aims = { Home: month[0], End: month.at(-1) };
  const aim = aims[event.key] ?? (event.key in STEPS ? days[at + STEPS[event.key]] : null);
  if (!aim) return;
  event.preventDefault();
  moveTo(aim);
}

function mark(day) {
  const differs = day.checked !== (day.dataset.stored === "yes");
  day.closest(".day").classList.toggle("is-changed", differs);
  const weekday = ![0, 6].includes(new Date(`${day.value}T12:00:00Z`).getUTCDay());
  day.closest(".day").classList.toggle("is-unusual", day.checked !== weekday);
}

function count() {
  if (changed) changed.textContent = changed.dataset.changedText.replace("{count}", year.querySelectorAll(".is-changed").length);
}

const enabled = days.filter((day) => !day.disabled);
for (const day of days) mark(day);
if (year.querySelector(".is-changed")) count();
if (enabled.length) {
  const today = year.querySelector(".is-today input") ?? enabled[0];
  for (const day of enabled) day.tabIndex = day === today ? 0 : -1;
  year.addEventListener("keydown", onKey);
  year.addEventListener("focusin", (event) => { if (days.includes(event.target)) for (const other of enabled) other.tabIndex = other === event.target ? 0 : -1; });
  year.addEventListener("change", (event) => { mark(event.target); count(); });
}
