// What every page shares: notices, asking before destructive steps, unsaved input, keys, and talking to the API.

export const texts = JSON.parse(document.getElementById("texts")?.textContent ?? "{}");

/** A text of the page's language with its {places} filled. */
export function say(key, places = {}) {
  return Object.entries(places).reduce((text, [name, value]) => text.replace(`{${name}}`, value), texts[key] ?? key);
}

// ---------- Notices ----------

const PASSING_MILLISECONDS = 6000;

/** Show one line at the top. tone "bad" stays until closed; action: {text, href} or {text, run}. */
export function toast(text, { tone = "", action = null } = {}) {
  const notice = document.createElement("div");
  notice.className = tone ? `notice-toast is-${tone}` : "notice-toast";
  notice.setAttribute("role", tone === "bad" ? "alert" : "status");
  notice.append(Object.assign(document.createElement("span"), { textContent: text }));
  if (action) notice.append(noticeAction(notice, action));
  stack().append(notice);
  arrange(notice, tone !== "bad");
  return notice;
}

function noticeAction(notice, action) {
  const link = document.createElement("a");
  link.textContent = action.text;
  link.href = action.href ?? "#";
  if (action.run) link.addEventListener("click", (event) => { event.preventDefault(); notice.remove(); action.run(); });
  return link;
}

function stack() {
  const present = document.getElementById("toasts");
  if (present) return present;
  const made = Object.assign(document.createElement("div"), { id: "toasts", className: "toast-stack" });
  document.body.append(made);
  return made;
}

function arrange(notice, passing) {
  if (passing) {
    let timer = setTimeout(() => notice.remove(), PASSING_MILLISECONDS);
    notice.addEventListener("mouseenter", () => clearTimeout(timer));
    notice.addEventListener("mouseleave", () => { timer = setTimeout(() => notice.remove(), PASSING_MILLISECONDS); });
    return;
  }
  const close = Object.assign(document.createElement("button"), { type: "button", className: "close", textContent: "×" });
  close.setAttribute("aria-label", say("close"));
  close.addEventListener("click", () => notice.remove());
  notice.append(close);
}

// ---------- Asking ----------

/** Ask once, naming the thing; resolves true when confirmed. */
export function confirmStep(text, { ok = "", danger = false } = {}) {
  const dialog = document.getElementById("modal-confirm");
  if (!dialog || !window.bootstrap) return Promise.resolve(window.confirm(text));
  const accept = dialog.querySelector("#modal-confirm-ok");
  (dialog.querySelector(".modal-text") ?? dialog.querySelector(".modal-body")).textContent = text;
  accept.textContent = ok || say("ok");
  accept.className = danger ? "button is-danger is-strong" : "button is-primary";
  const modal = window.bootstrap.Modal.getOrCreateInstance(dialog);
  return new Promise((resolve) => answer(dialog, accept, modal, resolve));
}

function answer(dialog, accept, modal, resolve) {
  let answered = false;
  const agree = (event) => { event.preventDefault(); answered = true; modal.hide(); };
  accept.addEventListener("click", agree);
  dialog.addEventListener("shown.bs.modal", () => accept.focus(), { once: true });
  dialog.addEventListener("hidden.bs.modal", () => { accept.removeEventListener("click", agree); resolve(answered); }, { once: true });
  modal.show();
}

async function askBeforeSubmit(event) {
  const button = event.submitter;
  if (button?.getAttribute("aria-disabled") === "true") { event.preventDefault(); return; }
  if (!button?.dataset.confirm || button.dataset.agreed) return;
  event.preventDefault();
  const text = button.dataset.confirm.replace("{count}", document.querySelectorAll("input.action_check:checked").length);
  const danger = button.matches(".is-danger, .is-danger *");
  if (!(await confirmStep(text, { ok: button.dataset.confirmOk, danger }))) { button.focus(); return; }
  button.dataset.agreed = "1";
  event.target.requestSubmit(button);
  delete button.dataset.agreed;
}

// ---------- Unsaved input ----------

const guarded = new Set();

/** Leaving the page while this form differs from what was loaded asks first. Returns {isDirty, settle}. */
export function guardUnsaved(form) {
  const state = { loaded: snapshot(form), sent: false };
  const isDirty = () => !state.sent && snapshot(form) !== state.loaded;
  const settle = () => { state.loaded = snapshot(form); mark(form, false); };
  form.addEventListener("input", (event) => markField(event.target, form, isDirty));
  form.addEventListener("change", (event) => markField(event.target, form, isDirty));
  // On the window, after every other listener had its chance to stop the sending.
  window.addEventListener("submit", (event) => { if (event.target === form && !event.defaultPrevented) state.sent = true; });
  form.addEventListener("kept", settle);
  guarded.add(isDirty);
  return { isDirty, settle };
}

function snapshot(form) {
  const pairs = [...new FormData(form)].map(([name, value]) => [name, value instanceof File ? value.name + value.size : value]);
  return JSON.stringify(pairs);
}

function markField(field, form, isDirty) {
  if (field.matches?.(".field")) field.classList.toggle("is-dirty", isChanged(field));
  mark(form, isDirty());
}

function isChanged(field) {
  if (field.options) return [...field.options].some((option) => option.selected !== option.defaultSelected);
  return field.value !== field.defaultValue;
}

function mark(form, dirty) {
  const note = form.querySelector("[data-unsaved-note]");
  if (note) note.textContent = dirty ? say("changes", { count: Math.max(1, form.querySelectorAll(".is-dirty").length) }) : "";
}

window.addEventListener("beforeunload", (event) => {
  if ([...guarded].some((isDirty) => isDirty())) event.preventDefault();
});

// ---------- The API ----------

/** The problem a server named (RFC 9457), or that it could not be reached; `problem` carries its members. */
export class ProblemError extends Error {
  constructor(problem) {
    super(problem.detail || problem.title || say("failed"));
    this.problem = problem;
  }
}

/** Send and receive JSON with the CSRF token; a refusal is thrown as ProblemError. */
export async function fetchJson(url, { method = "GET", body = undefined, headers = {}, signal = undefined, keepalive = false } = {}) {
  const sent = { Accept: "application/json", "X-CSRFToken": csrfToken(), ...headers };
  const plain = body !== undefined && !(body instanceof FormData);
  if (plain) sent["Content-Type"] = "application/json";
  const response = await send(url, { method, headers: sent, body: plain ? JSON.stringify(body) : body, signal, keepalive });
  const answered = response.headers.get("Content-Type")?.includes("json") ? await response.json() : null;
  if (!response.ok) throw new ProblemError({ status: response.status, ...(answered ?? {}) });
  return answered;
}

export function csrfToken() {
  return document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}

/** The token of the present session as this page tells it, after signing in in another window; true when there is one. */
export async function renewToken(url) {
  const answer = await fetch(url, { headers: { Accept: "text/html" } });
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = fresh.querySelector('meta[name="csrf-token"]')?.content;
  if (!answer.ok || answer.redirected || !token) return false;
  document.querySelector('meta[name="csrf-token"]').content = token;
  for (const field of document.querySelectorAll('input[name="csrf_token"]')) field.value = token;
  return true;
}

async function send(url, options) {
  try {
    return await fetch(url, { credentials: "same-origin", ...options });
  } catch (fault) {
    if (fault.name === "AbortError") throw fault;
    throw new ProblemError({ status: 0, title: say("offline") });
  }
}

// ---------- Keys ----------

const KEYS_OFF = "single-keys-off";

function areKeysOn() {
  return localStorage.getItem(KEYS_OFF) === null;
}

const TYPED_INTO = "input:not([type='checkbox'], [type='radio'], [type='file']), select, textarea, [contenteditable='true'], [role='grid'] *";

function isTyping(target) {
  return target.matches?.(TYPED_INTO) ?? false;
}

function onKey(event) {
  if (event.key === "F8") { jumpToFault(event); return; }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !areKeysOn()) return;
  const field = document.querySelector(`[data-focus-key="${CSS.escape(event.key)}"]`);
  const button = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!field && !button) return;
  event.preventDefault();
  if (field) field.focus(); else button.click();
}

/** F8 and Shift+F8 go round the faults of the page. */
function jumpToFault(event) {
  const faults = [...document.querySelectorAll('[aria-invalid="true"], .is-wrong')].filter((one) => one.offsetParent);
  if (!faults.length || document.querySelector("[data-own-faults]")) return;
  event.preventDefault();
  const now = faults.indexOf(document.activeElement);
  const next = event.shiftKey ? now - 1 : now + 1;
  const fault = faults.at(next % faults.length);
  fault.focus();
  fault.select?.();
}

function toggleKeys(button) {
  if (areKeysOn()) localStorage.setItem(KEYS_OFF, "1"); else localStorage.removeItem(KEYS_OFF);
  nameKeys(button);
}

function nameKeys(button) {
  button.textContent = say(areKeysOn() ? "keysOn" : "keysOff");
}

// ---------- Long lists to choose from ----------

const MANY_CHOICES = 12;

/** Short lists stay native; long, multiple or remote ones (data-options-url) get a search box. */
export function dressChoices(root = document) {
  for (const list of root.querySelectorAll("select[data-choose], select.my_select2, select[data-options-url]")) {
    const long = list.multiple || list.dataset.optionsUrl || list.options.length > MANY_CHOICES;
    if (long && !list.classList.contains("select2-hidden-accessible")) dressChoice(list);
  }
}

function dressChoice(list) {
  const empty = [...list.options].some((option) => option.value === "" || option.value === "__None");
  const options = { width: "100%", placeholder: say("choose"), allowClear: empty && !list.required, language: words() };
  if (list.dataset.optionsUrl) options.ajax = remote(list.dataset.optionsUrl);
  const holder = list.closest(".modal, .offcanvas");
  if (holder) options.dropdownParent = window.jQuery(holder);
  const dressed = window.jQuery(list).select2(options);
  dressed.on("select2:select select2:unselect select2:clear", () => list.dispatchEvent(new Event("input", { bubbles: true })));
  dressed.on("select2:open", () => document.querySelector(".select2-container--open .select2-search__field")?.focus());
  nameChoice(list);
}

/** select2 puts its own box beside the list; the label, the hint and the fault must reach that box too. */
function nameChoice(list) {
  const box = list.nextElementSibling?.querySelector(".select2-selection");
  const name = list.labels?.[0]?.textContent.trim() || list.getAttribute("aria-label");
  if (!box || !name) return;
  box.removeAttribute("aria-labelledby");
  box.setAttribute("aria-label", name);
  for (const key of ["aria-describedby", "aria-invalid"]) if (list.hasAttribute(key)) box.setAttribute(key, list.getAttribute(key));
  box.querySelector(".select2-search__field")?.setAttribute("aria-label", name);
}

function words() {
  return { noResults: () => say("nothingFound"), searching: () => say("searching"), errorLoading: () => say("failed"), loadingMore: () => say("searching") };
}

/** The address answers {results: [{id, text}], pagination: {more}} to q and page. */
function remote(url) {
  return { url, delay: 250, dataType: "json", data: (asked) => ({ q: asked.term ?? "", page: asked.page ?? 1 }) };
}

// ---------- Set up ----------

function onClick(event) {
  const target = event.target.closest("[data-dismiss-parent], [data-toggle-keys], [aria-disabled='true']");
  if (!target) return;
  if (target.hasAttribute("data-dismiss-parent")) target.parentElement.remove();
  else if (target.hasAttribute("data-toggle-keys")) toggleKeys(target);
  else event.preventDefault();
}

/** Date and time inputs speak with a T; the server's field reads a space. */
function onFormData(event) {
  for (const field of event.target.querySelectorAll("[data-space-for-t]")) {
    const moment = field.value.replace("T", " ");
    if (field.name && event.formData.has(field.name)) event.formData.set(field.name, moment.length === 16 ? `${moment}:00` : moment);
  }
}

/** The menu alone scrolls to the entry of this page; scrollIntoView would move the page as well. */
function showMenuEntry(entry) {
  const menu = entry?.closest(".side-menu");
  if (menu) menu.scrollTop = entry.offsetTop - menu.offsetTop - menu.clientHeight + 2 * entry.offsetHeight;
}

function start() {
  // First of all: a snapshot of a form raises formdata too, and must look the same before and after.
  document.addEventListener("formdata", onFormData);
  document.querySelectorAll(".notice-toast[data-passing]").forEach((notice) => arrange(notice, true));
  document.querySelectorAll("form[data-guard-unsaved]").forEach(guardUnsaved);
  document.querySelectorAll("[data-toggle-keys]").forEach(nameKeys);
  document.querySelector('[aria-invalid="true"]')?.focus();
  showMenuEntry(document.querySelector(".side-menu [aria-current]"));
  document.addEventListener("submit", askBeforeSubmit);
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  document.addEventListener("change", (event) => { if (event.target.matches("select[data-go]")) location.assign(event.target.value); });
  if (window.jQuery?.fn.select2) dressChoices();
}

start();
