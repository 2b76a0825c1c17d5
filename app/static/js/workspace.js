// One business: drafts that survive a killed browser, uploads on choice, and the lines of a return.

import { fetchJson, toast } from "/static/js/app.js";

const DRAFT_MILLISECONDS = 20_000;
const IDLE_MILLISECONDS = 3_000;

const page = document.getElementById("workspace");
const form = document.querySelector("form[data-autosave]");

// ---------- Drafts ----------

let kept = form ? typed() : "";
let idle = 0;

/** What stands in the task's form, as the API takes it: blanks as null, repeated parts as lists. */
function values() {
  const data = {};
  for (const [name, value] of new FormData(form)) {
    if (["csrf_token", "version"].includes(name)) continue;
    put(data, name.split("-"), value === "" ? null : value);
  }
  return data;
}

function put(holder, [head, ...rest], value) {
  if (!rest.length) { holder[head] = value; return; }
  holder[head] ??= /^\d+$/.test(rest[0]) ? [] : {};
  put(holder[head], rest, value);
}

function typed() {
  return JSON.stringify(values());
}

/** Keep what was typed, however wrong; the task stays to do. */
async function keepDraft({ tell = false } = {}) {
  if (!form || page.dataset.editable !== "yes") return;
  const now = typed();
  if (now === kept && !tell) return;
  const { business, task, version } = page.dataset;
  try {
    await fetchJson(`/api/v1/businesses/${business}/tasks/${task}?draft=1`, {
      method: "PUT",
      body: { version: Number(version), data: values() },
    });
    kept = now;
    note(clock());
  } catch (fault) {
    if (tell) toast(fault.message, { tone: "bad" });
  }
}

function clock() {
  return new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
}

function note(time) {
  const place = document.querySelector("[data-draft-note]");
  if (place) place.textContent = (page.dataset.keptText ?? "暂存于 {time}").replace("{time}", time);
}

if (form) {
  setInterval(keepDraft, DRAFT_MILLISECONDS);
  form.addEventListener("input", () => { clearTimeout(idle); idle = setTimeout(keepDraft, IDLE_MILLISECONDS); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) keepDraft(); });
}
document.querySelector("[data-save-draft]")?.addEventListener("click", () => keepDraft({ tell: true }));
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") { event.preventDefault(); keepDraft({ tell: true }); }
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
  line.querySelector(place ? '[data-part="fault"]' : '[data-part="place"]').focus();
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
    button.setAttribute("aria-label", `${page.dataset.returnText ?? "退件"} ${place.dataset.targetTitle}`);
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

