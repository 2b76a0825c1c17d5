// Drafts that survive a killed browser: what stands in a form is kept every 20 seconds, when typing rests, before sending.

import { fetchJson, renewToken, toast } from "/static/js/app.js";

const DRAFT_MILLISECONDS = 20_000;
const IDLE_MILLISECONDS = 3_000;
const OF_ANOTHER_SESSION = [400, 401]; // signed out, or signed in again elsewhere

/** Keeps what stands in one form, however wrong. words: {business, keptText, notKeptText, signedOutText, signInText}. */
export class Keeper {
  constructor(form, words, send) {
    Object.assign(this, { form, words, send, note: (form.closest(".panel") ?? form).querySelector("[data-kept-note]"), pending: Promise.resolve(true), waiting: 0, idle: 0 });
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
    this.#say(this.words.keptText.replace("{time}", clock()), false);
    this.form.dispatchEvent(new Event("kept"));
    return true;
  }

  /** Whoever signed in again in another window goes on here. */
  async #sendOrRenew() {
    try {
      await this.send();
    } catch (fault) {
      if (!OF_ANOTHER_SESSION.includes(fault.problem?.status)) throw fault;
      fault.isSignedOut = !(await renewToken(`/business/${this.words.business}/`));
      if (fault.isSignedOut) throw fault;
      await this.send();
    }
  }

  #told(fault, tell) {
    this.#say(this.words.notKeptText.replace("{reason}", fault.message), true);
    if (fault.isSignedOut) askToSignIn(this.words); else if (tell) toast(fault.message, { tone: "bad" });
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
function askToSignIn(words) {
  if (asked?.isConnected) return;
  asked = toast(words.signedOutText, { tone: "bad", action: { text: words.signInText, href: "/login/" } });
  asked.querySelector("a").target = "_blank";
}

function clock() {
  return new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
}

/** No form leaves this page before everything typed in any of them is kept. */
async function keepThenSend(event, page, keepers) {
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

/** What a page posts as it stands, to the address that the form names. */
export function keepForm(form) {
  const body = new FormData(form);
  body.delete("csrf_token");
  return fetchJson(form.dataset.keep, { method: "POST", body, keepalive: true });
}

/** Watch a page: after the listener of app.js that asks before a destructive step. */
export function keepBeforeSending(page, keepers) {
  document.addEventListener("submit", (event) => keepThenSend(event, page, keepers));
  window.addEventListener("pageshow", () => { leaving = false; });
}

/** What stands in a form, as the API takes it: blanks as null, repeated parts as lists; `wanted` picks by name. */
export function formValues(form, wanted = () => true) {
  const data = {};
  for (const [name, value] of new FormData(form)) {
    if (["csrf_token", "version"].includes(name) || !wanted(name)) continue;
    put(data, name.split("-"), value === "" ? null : value);
  }
  return data;
}

function put(holder, [head, ...rest], value) {
  if (!rest.length) { holder[head] = value; return; }
  holder[head] ??= /^\d+$/.test(rest[0]) ? [] : {};
  put(holder[head], rest, value);
}
