// One business: drafts that survive a killed browser, uploads on choice, and the lines of a return.

import { fetchJson } from "/static/js/app.js";
import { Keeper, formValues, keepBeforeSending, keepForm } from "/static/js/keeper.js";

const page = document.getElementById("workspace");
const words = page.dataset;

// ---------- Drafts ----------

function keepTask(form) {
  const { business, task, version } = words;
  return fetchJson(`/api/v1/businesses/${business}/tasks/${task}?draft=1`, { method: "PUT", body: { version: Number(version), data: formValues(form) }, keepalive: true });
}

const taskForm = words.editable === "yes" ? document.querySelector("form[data-autosave]") : null;
const operationForm = document.querySelector("form[data-keep]");
const keepers = [
  ...(taskForm ? [new Keeper(taskForm, words, () => keepTask(taskForm))] : []),
  ...(operationForm ? [new Keeper(operationForm, words, () => keepForm(operationForm))] : []),
];

keepBeforeSending(page, keepers);
const keepAll = () => keepers.forEach((keeper) => keeper.keep({ tell: true }));
document.querySelector("[data-save-draft]")?.addEventListener("click", keepAll);
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") { event.preventDefault(); keepAll(); }
});

// ---------- Uploads ----------

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit-on-choice]") && event.target.value) event.target.form.requestSubmit();
});

// ---------- Return lines ----------

const list = document.querySelector("[data-lines]");
const places = document.getElementById("return-places");

/** The stored name of a place: the option's, or `units.<id>` for a room typed by hand, or the words themselves. */
function targetOf(words) {
  const option = [...(places?.options ?? [])].find((one) => one.value === words);
  return option?.dataset.target ?? words;
}

function renumber() {
  list.querySelectorAll("[data-line]").forEach((line, index) => {
    for (const part of line.querySelectorAll("[data-part]")) {
      if (part.name) part.name = part.name.replace(/lines-\d+/, `lines-${index}`);
      if (part.id) { const old = part.id; part.id = old.replace(/\d+$/, index); line.querySelector(`label[for="${old}"]`)?.setAttribute("for", part.id); }
    }
  });
}

function addLine(place = "", target = "") {
  const lines = list.querySelectorAll("[data-line]");
  const empty = [...lines].find((line) => !line.querySelector('[data-part="place"]').value);
  const line = empty ?? lines[0].cloneNode(true);
  if (!empty) {
    for (const part of line.querySelectorAll("input")) part.value = "";
    list.append(line);
    renumber();
  }
  line.querySelector('[data-part="place"]').value = place;
  line.querySelector('[data-part="target"]').value = target || place;
  document.getElementById("send-back").open = true;
  line.scrollIntoView({ block: "center" });
  line.querySelector(place ? '[data-part="fault"]' : '[data-part="place"]').focus({ preventScroll: true });
}

if (list) {
  list.addEventListener("input", (event) => {
    if (event.target.dataset.part === "place") {
      event.target.closest("[data-line]").querySelector('[data-part="target"]').value = targetOf(event.target.value);
    }
  });
  list.addEventListener("click", (event) => {
    if (!event.target.closest("[data-drop-line]")) return;
    const line = event.target.closest("[data-line]");
    if (list.children.length > 1) line.remove(); else line.querySelectorAll("input").forEach((part) => { part.value = ""; });
    renumber();
  });
  document.querySelector("[data-add-line]").addEventListener("click", () => addLine());
  document.addEventListener("return-line", (event) => addLine(event.detail.title, event.detail.target));
  for (const place of document.querySelectorAll("[data-target]")) {
    if (place.tagName === "OPTION") continue;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button is-small is-plain add-line", textContent: "↩" });
    button.setAttribute("aria-label", `${words.returnText} ${place.dataset.targetTitle}`);
    button.addEventListener("click", () => addLine(place.dataset.targetTitle, place.dataset.target));
    (place.querySelector("td, dt") ?? place).append(button);
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest("#send-back")) document.getElementById("send-back").open = false;
  });
}

// Send-back opens its lines instead of posting nothing.
document.querySelector('button[name="operation"][value="send_back"]')?.addEventListener("click", (event) => {
  const filled = [...(list?.querySelectorAll('[data-part="fault"]') ?? [])].some((part) => part.value.trim());
  if (!filled) { event.preventDefault(); addLine(); }
});
document.querySelector('button[name="operation"][value="reassign"]')?.addEventListener("click", (event) => {
  const panel = document.getElementById("reassign");
  if (panel && !panel.open) { event.preventDefault(); panel.open = true; document.getElementById("to-user").focus(); }
});

