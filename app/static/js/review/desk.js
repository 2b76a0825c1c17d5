// 审核台: one page for the queue, the case, its papers and the act; after the act the server opens the next case.

import { fetchJson } from "/static/js/app.js";
import { Keeper, formValues, keepBeforeSending, keepForm } from "/static/js/keeper.js";
import { startPops } from "/static/js/pops.js";
import { startColumns } from "/static/js/list_arrangement.js";
import { startQueue } from "/static/js/review/queue.js";
import { startReturnSheet } from "/static/js/review/return_sheet.js";
import { startPhrases } from "/static/js/review/phrases.js";
import { startViewer } from "/static/js/review/viewer.js";

const desk = document.getElementById("review");
const form = document.getElementById("review-form");

startQueue(desk);
startColumns(document);
startPops();
const sheet = form ? startReturnSheet(desk, form) : null;
startViewer(desk, sheet);
startPhrases(document);

// ---------- Drafts ----------

/** The decisions on people belong to their task, the opinion and the lines to the visit. */
async function keepAll() {
  await keepForm(form);
  const decided = formValues(form, (name) => name.startsWith("decisions-"));
  if (!decided.decisions) return;
  const version = Number(form.elements.version.value);
  await fetchJson(`/api/v1/businesses/${desk.dataset.business}/tasks/decision?draft=1`, { method: "PUT", body: { version, data: decided }, keepalive: true });
}

if (form) {
  const keeper = new Keeper(form, desk.dataset, keepAll);
  keepBeforeSending(document, [keeper]);
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") { event.preventDefault(); keeper.keep({ tell: true }); }
  });
}

// ---------- Agreeing ----------

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key !== "Enter") return;
  const agree = form?.querySelector("[data-agree]");
  if (!agree || event.defaultPrevented) return;
  event.preventDefault();
  if (agree.getAttribute("aria-disabled") === "true") agree.focus(); else form.requestSubmit(agree);
});

// ---------- What opens ----------

const reveal = document.querySelector("[data-reveal] form");
reveal?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const fault = reveal.querySelector("[data-reveal-fault]");
  try {
    const answer = await fetchJson(reveal.action, { method: "POST", body: new FormData(reveal) });
    document.querySelector("[data-phone]").textContent = answer.phone;
    reveal.closest("details").remove();
  } catch (problem) {
    fault.textContent = problem.message;
    fault.hidden = false;
  }
});

const units = document.querySelector("details[data-units]");
units?.addEventListener("toggle", async () => {
  if (!units.open || units.dataset.read) return;
  units.dataset.read = "yes";
  const answer = await fetch(units.dataset.units, { headers: { Accept: "text/html" } });
  const rows = units.querySelector("[data-unit-rows]");
  if (!answer.ok) { delete units.dataset.read; rows.textContent = `${answer.status}`; return; }
  rows.innerHTML = await answer.text();
  rows.querySelector("[data-unit-find]").addEventListener("input", (event) => {
    const wanted = event.target.value.trim();
    for (const row of rows.querySelectorAll("tr[data-room]")) row.hidden = !row.dataset.room.includes(wanted);
  });
});
