// One business: drafts that survive a killed browser, uploads on choice, and the lines of a return.

import { fetchJson, renewToken, toast } from "/static/js/app.js";

const DRAFT_MILLISECONDS = 20_000;
const IDLE_MILLISECONDS = 3_000;
const OF_ANOTHER_SESSION = [400, 401]; // signed out, or signed in again elsewhere

const page = document.getElementById("workspace");
const words = page.dataset;

// ---------- Drafts ----------

/** Keeps what stands in one form, however wrong: every 20 seconds, when typing rests, and before anything is sent. */
class Keeper {
  constructor(form, send) {
    Object.assign(this, { form, send, note: (form.closest(".panel") ?? form).querySelector("[data-kept-note]"), pending: Promise.resolve(true), waiting: 0, idle: 0 });
    this.kept = this.typed();
    setInterval(() => this.keep(), DRAFT_MILLISECONDS);
    form.addEventListener("input", () => { clearTimeout(this.idle); this.idle = setTimeout(() => this.keep(), IDLE_MILLISECONDS); });
    document.addEventListener("visibilitychange", () => { if (document.hidden && !leaving) this.keep(); });
  }

  typed() {
    return JSON.stringify([...new FormData(this.form)].filter(([name]) => !["csrf_token", "version"].includes(name)));
  }

  get isSettled() {
    return this.waiting === 0 && this.typed() === this.kept;
  }

  /** One after the other; false when the server could not be reached or asks to sign in, so that it is worth waiting. */
  keep({ tell = false } = {}) {
    clearTimeout(this.idle);
    this.waiting += 1;
    return (this.pending = this.pending.catch(() => true).then(() => this.#keep(tell)).finally(() => { this.waiting -= 1; }));
  }

  /** What could not be kept is left to the answer of the form itself. */
  settle() {
    this.kept = this.typed();
  }

  async #keep(tell) {
    const now = this.typed();
    if (now === this.kept) return true;
    try {
      await this.#sendOrRenew();
    } catch (fault) {
      if (!fault.problem) throw fault;
      return !this.#told(fault, tell);
    }
    this.kept = now;
    this.#say(words.keptText.replace("{time}", clock()), false);
    this.form.dispatchEvent(new Event("kept"));
    return true;
  }

  /** Whoever signed in again in another window goes on here. */
  async #sendOrRenew() {
    try {
      await this.send();
    } catch (fault) {
      if (!OF_ANOTHER_SESSION.includes(fault.problem?.status)) throw fault;
      fault.isSignedOut = !(await renewToken(`/business/${words.business}/`));
      if (fault.isSignedOut) throw fault;
      await this.send();
    }
  }

  #told(fault, tell) {
    this.#say(words.notKeptText.replace("{reason}", fault.message), true);
    if (fault.isSignedOut) askToSignIn(); else if (tell) toast(fault.message, { tone: "bad" });
    return fault.isSignedOut || fault.problem.status === 0;
  }

  #say(text, bad) {
    if (!this.note) return;
    this.note.textContent = text;
    this.note.classList.toggle("bad", bad);
  }
}

let leaving = false;
let asked = null;

/** In a window of its own: what is typed here stays here. */
function askToSignIn() {
  if (asked?.isConnected) return;
  asked = toast(words.signedOutText, { tone: "bad", action: { text: words.signInText, href: "/login/" } });
  asked.querySelector("a").target = "_blank";
}

function clock() {
  return new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
}

/** What stands in the task's form, as the API takes it: blanks as null, repeated parts as lists. */
function values(form) {
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

function keepTask(form) {
  const { business, task, version } = words;
  return fetchJson(`/api/v1/businesses/${business}/tasks/${task}?draft=1`, { method: "PUT", body: { version: Number(version), data: values(form) }, keepalive: true });
}

function keepOperation(form) {
  const body = new FormData(form);
  body.delete("csrf_token");
  return fetchJson(form.dataset.keep, { method: "POST", body, keepalive: true });
}

const taskForm = words.editable === "yes" ? document.querySelector("form[data-autosave]") : null;
const operationForm = document.querySelector("form[data-keep]");
const keepers = [
  ...(taskForm ? [new Keeper(taskForm, () => keepTask(taskForm))] : []),
  ...(operationForm ? [new Keeper(operationForm, () => keepOperation(operationForm))] : []),
];

/** No form leaves this page before everything typed in any of them is kept. */
async function keepBeforeSending(event) {
  const { target, submitter } = event;
  if (event.defaultPrevented || !page.contains(target)) return;
  if (keepers.every((keeper) => keeper.isSettled)) { leaving = true; return; }
  event.preventDefault();
  const kept = await Promise.all(keepers.map((keeper) => keeper.keep({ tell: true })));
  if (kept.includes(false)) return;
  keepers.forEach((keeper) => keeper.settle());
  if (submitter) submitter.dataset.agreed = "1";
  target.requestSubmit(submitter);
  if (submitter) delete submitter.dataset.agreed;
}

// After the listener of app.js that asks before a destructive step.
document.addEventListener("submit", keepBeforeSending);
window.addEventListener("pageshow", () => { leaving = false; });
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

