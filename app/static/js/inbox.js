// The lists of a desk: a current row moved by J, K and the arrows, Enter opens it, the panel at the right follows it.

import { startPops } from "/static/js/pops.js";
import { startColumns } from "/static/js/list_arrangement.js";

const FOLLOW_AFTER_MILLISECONDS = 140;

const page = document.querySelector("[data-desk-list]");
const rows = page ? [...page.querySelectorAll("tr[data-business]")] : [];
const follow = page?.querySelector("[data-follow]");
let waiting = 0;

function current() {
  return rows.findIndex((row) => row.hasAttribute("aria-current"));
}

function isTyping(target) {
  return target.matches?.("input:not([type='checkbox']), select, textarea") ?? false;
}

function moveTo(index, { focus = true } = {}) {
  const row = rows[Math.min(Math.max(index, 0), rows.length - 1)];
  if (!row) return;
  rows[current()]?.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  row.scrollIntoView({ block: "nearest" });
  if (focus) row.querySelector("[data-open]")?.focus({ preventScroll: true });
  remember(row.dataset.business);
  clearTimeout(waiting);
  waiting = setTimeout(() => show(row.dataset.business), FOLLOW_AFTER_MILLISECONDS);
}

/** The row stays in the address, so that coming back finds it. */
function remember(number) {
  const address = new URL(location.href);
  if (address.pathname.endsWith("/receive")) return;
  address.searchParams.set("at", number);
  history.replaceState(history.state, "", address);
}

async function show(number) {
  if (!follow || follow.dataset.shown === number) return;
  const answer = await fetch(`/inbox/progress/${encodeURIComponent(number)}/`, { headers: { Accept: "text/html" } });
  if (!answer.ok || rows[current()]?.dataset.business !== number) return;
  follow.innerHTML = await answer.text();
  follow.dataset.shown = number;
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector(".modal.show, .dropdown-menu.show")) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    moveTo(current() + step);
  } else if (event.key === "Enter" && event.target === document.body) {
    rows[current()]?.querySelector("[data-open]")?.click();
  }
}

function onClick(event) {
  const step = event.target.closest("[data-step]");
  if (step) { moveTo(current() + Number(step.dataset.step)); return; }
  const row = event.target.closest("tr[data-business]");
  if (row && !event.target.closest("a, button, input")) moveTo(rows.indexOf(row));
}

// ---------- Several at once ----------

const boxes = () => [...page.querySelectorAll("tbody input[name='item']")];

function countTicked() {
  const bar = page.querySelector("[data-selection]");
  const all = page.querySelector("[data-tick-all]");
  if (!bar) return;
  const ticked = boxes().filter((box) => box.checked).length;
  bar.hidden = ticked === 0;
  const text = page.querySelector("[data-selected-text]")?.dataset.selectedText ?? "{count}";
  bar.querySelector("[data-selected]").textContent = text.replace("{count}", ticked);
  if (all) { all.checked = ticked > 0 && ticked === boxes().length; all.indeterminate = ticked > 0 && !all.checked; }
  for (const box of boxes()) box.closest("tr").toggleAttribute("data-selected", box.checked);
}

function onChange(event) {
  if (event.target.matches("[data-tick-all]")) for (const box of boxes()) box.checked = event.target.checked;
  if (event.target.matches("[data-tick-all], input[name='item']")) countTicked();
  if (event.target.matches("select[data-submit]")) event.target.form.requestSubmit();
}

/** Blank filters stay out of the address. */
function onSubmit(event) {
  if (event.target.method !== "get") return;
  for (const field of event.target.elements) if (field.name && !field.value) field.disabled = true;
}

startColumns(document);
startPops();
if (page) {
  if (follow && current() >= 0) follow.dataset.shown = rows[current()].dataset.business;
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  page.addEventListener("change", onChange);
  page.addEventListener("submit", onSubmit);
  page.addEventListener("focusin", (event) => {
    const row = event.target.closest("tr[data-business]");
    if (row && rows.indexOf(row) !== current()) moveTo(rows.indexOf(row), { focus: false });
  });
  countTicked();
}
