// What administrators do with lists: another order by dragging or Alt and an arrow, another line in a form, a drawer closed.

import { say, toast } from "./app.js";

const SETTLE_MILLISECONDS = 400;
let pending = null;

function rowsOf(body) {
  return [...body.querySelectorAll("tr[data-key]")];
}

function placeOf(row) {
  return rowsOf(row.parentElement).indexOf(row);
}

/** The order as it would be posted. */
function orderOf(body) {
  return rowsOf(body).map((row) => row.dataset.key).join(",");
}

function announce(body, row) {
  const status = document.querySelector("[data-reorder-status]");
  status.textContent = body.dataset.moved.replace("{name}", row.dataset.name).replace("{place}", placeOf(row) + 1);
}

// ---------- By mouse, pen or finger ----------

function startDrag(event) {
  const handle = event.target.closest(".drag-handle");
  const body = handle?.closest("[data-reorder]");
  if (!body || event.button !== 0) return;
  event.preventDefault();
  handle.focus();
  const row = handle.closest("tr");
  const before = orderOf(body);
  row.classList.add("is-dragged");
  const move = (moved) => dragTo(body, row, moved.clientY);
  const end = () => {
    document.removeEventListener("pointermove", move);
    row.classList.remove("is-dragged");
    if (orderOf(body) !== before) { announce(body, row); send(body, row); }
  };
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", end, { once: true });
  document.addEventListener("pointercancel", end, { once: true });
}

/** The row goes where the pointer is: before the first other row whose middle lies below it. */
function dragTo(body, row, y) {
  const below = rowsOf(body).find((other) => other !== row && middleOf(other) > y);
  if (below) below.before(row); else rowsOf(body).at(-1).after(row);
}

function middleOf(row) {
  const box = row.getBoundingClientRect();
  return box.top + box.height / 2;
}

// ---------- By keys ----------

function onKey(event) {
  if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  const row = event.target.closest?.("[data-reorder] tr[data-key]");
  if (!row) return;
  event.preventDefault();
  const rows = rowsOf(row.parentElement);
  const neighbour = rows[placeOf(row) + (event.key === "ArrowUp" ? -1 : 1)];
  if (!neighbour) return;
  if (event.key === "ArrowUp") neighbour.before(row); else neighbour.after(row);
  row.querySelector(".drag-handle").focus();
  announce(row.parentElement, row);
  clearTimeout(pending);
  pending = setTimeout(() => send(row.parentElement, row), SETTLE_MILLISECONDS);
}

// ---------- Saving ----------

async function send(body, row) {
  pending = null;
  const form = document.getElementById(body.dataset.reorder);
  form.elements.order.value = orderOf(body);
  form.elements.at.value = row.dataset.key;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "text/html" } });
    show(await answer.text(), answer.redirected ? answer.url : "", row.dataset.key);
  } catch {
    toast(say("offline"), { tone: "bad" });
  }
}

/** The page as the server answers it takes the place of this one; the handle that was used keeps the focus. */
function show(text, url, key) {
  const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("page");
  if (!fresh) { location.reload(); return; }
  document.getElementById("page").replaceChildren(...fresh.childNodes);
  if (url) history.replaceState(null, "", url);
  document.querySelector(`tr[data-key="${CSS.escape(key)}"] .drag-handle`)?.focus();
}

// ---------- Lines of a form ----------

/** Another blank line behind the last one. */
function addLine(button) {
  const lines = button.closest("form").querySelector("[data-lines]");
  const line = lines.lastElementChild.cloneNode(true);
  for (const field of line.querySelectorAll("input, select")) {
    field.value = field.tagName === "SELECT" ? field.options[0].value : "";
    field.removeAttribute("aria-invalid");
  }
  line.querySelector(".fault")?.remove();
  lines.append(line);
  line.querySelector("input:not([type=hidden])").focus();
}

document.addEventListener("pointerdown", startDrag);
document.addEventListener("keydown", onKey);
document.addEventListener("keydown", (event) => { if (event.key === "Escape") document.querySelector("[data-close-drawer]")?.click(); });
document.addEventListener("click", (event) => { const add = event.target.closest("[data-add-line]"); if (add) addLine(add); });
for (const button of document.querySelectorAll("[data-add-line]")) button.hidden = false;
