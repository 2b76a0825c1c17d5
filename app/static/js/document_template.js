// The editor of a document template: line numbers, faults by line, fields put in at the caret, drafts kept while typing.

import { fetchJson, guardUnsaved, toast } from "/static/js/app.js";

const KEEP_MILLISECONDS = 20_000;
const IDLE_MILLISECONDS = 3_000;

const form = document.querySelector("[data-template]");
const body = form.querySelector("[data-body]");
const numbers = form.querySelector("[data-line-numbers]");
const list = form.querySelector("[data-faults]");
const note = document.querySelector("[data-kept-note]");

// ---------- Line numbers ----------

function wrongLines() {
  return new Set([...list.querySelectorAll("[data-line]")].map((button) => Number(button.dataset.line)));
}

function drawNumbers() {
  const wrong = wrongLines();
  const count = body.value.split("\n").length;
  numbers.replaceChildren(...Array.from({ length: count }, (_, place) => {
    const line = Object.assign(document.createElement("span"), { textContent: place + 1 });
    line.classList.toggle("is-wrong", wrong.has(place + 1));
    return line;
  }));
  numbers.scrollTop = body.scrollTop;
}

// ---------- Faults ----------

/** Select the whole line, in sight. */
function goToLine(line) {
  const lines = body.value.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  body.focus();
  body.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
  body.scrollTop = Math.max(0, (line - 4) * Number.parseFloat(getComputedStyle(body).lineHeight));
}

function lineOfCaret() {
  return body.value.slice(0, body.selectionStart).split("\n").length;
}

/** F8 and Shift+F8 go round the faulty lines from where the caret is. */
function goRound(backwards) {
  const lines = [...wrongLines()].sort((one, other) => one - other);
  if (!lines.length) return;
  const here = document.activeElement === body ? lineOfCaret() : 0;
  const next = backwards ? lines.findLast((line) => line < here) ?? lines.at(-1) : lines.find((line) => line > here) ?? lines[0];
  goToLine(next);
}

function showFaults(faults) {
  list.replaceChildren(...faults.map(faultLine));
  const title = form.querySelector("[data-fault-title]");
  const mark = Object.assign(document.createElement("span"), { className: faults.length ? "bad" : "good" });
  mark.textContent = faults.length ? form.dataset.faultText.replace("{count}", faults.length) : `✓ ${form.dataset.soundText}`;
  title.replaceChildren(mark);
  body.toggleAttribute("aria-invalid", faults.length > 0);
  drawNumbers();
}

function faultLine({ line, message }) {
  const item = document.createElement("li");
  if (!line) { item.textContent = message; return item; }
  const button = Object.assign(document.createElement("button"), { type: "button", className: "link-button", textContent: message });
  button.dataset.line = line;
  item.append(button);
  return item;
}

// ---------- Fields ----------

function insert(text) {
  body.focus();
  // Through the browser's own editing, so that Ctrl+Z takes it back.
  if (!document.execCommand("insertText", false, text)) body.setRangeText(text, body.selectionStart, body.selectionEnd, "end");
  body.dispatchEvent(new Event("input", { bubbles: true }));
}

function findFields(field) {
  const wanted = field.value.trim().toLowerCase();
  for (const line of document.querySelectorAll("[data-word]")) line.hidden = !line.dataset.word.toLowerCase().includes(wanted);
}

// ---------- Drafts ----------

const guard = guardUnsaved(form);
let idle = 0;
let kept = body.value;
let keeping = false;
let leaving = false;

/** The text as it stands, however wrong; another person's change is told and stops the keeping. */
async function keep() {
  clearTimeout(idle);
  if (keeping || leaving || body.value === kept) return;
  keeping = true;
  const now = body.value;
  try {
    const answer = await fetchJson(form.dataset.keep, { method: "POST", body: new FormData(form) });
    form.elements.version.value = answer.version;
    kept = now;
    showFaults(answer.faults);
    if (body.value === now) guard.settle();
    note.textContent = form.dataset.keptText.replace("{time}", new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" }));
  } catch (fault) {
    if (!fault.problem) throw fault;
    note.textContent = form.dataset.unkeptText + fault.message;
    if (fault.problem.status === 409) { leaving = true; toast(fault.message, { tone: "bad" }); }
  } finally {
    keeping = false;
  }
}

// ---------- Set up ----------

body.addEventListener("input", () => { drawNumbers(); clearTimeout(idle); idle = setTimeout(keep, IDLE_MILLISECONDS); });
body.addEventListener("scroll", () => { numbers.scrollTop = body.scrollTop; });
form.addEventListener("submit", () => { leaving = true; });
setInterval(keep, KEEP_MILLISECONDS);
document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-line], [data-insert]");
  if (target?.dataset.line) goToLine(Number(target.dataset.line));
  else if (target) insert(target.dataset.insert);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "F8") { event.preventDefault(); goRound(event.shiftKey); }
  else if (event.ctrlKey && event.key === "s") { event.preventDefault(); form.requestSubmit(document.querySelector("[data-save]")); }
});
document.querySelector("[data-find-field]")?.addEventListener("input", (event) => findFields(event.target));
drawNumbers();
