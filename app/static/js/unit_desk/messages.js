// Sentences that stay in sight until solved.

import { say } from "./words.js";

/** A note of a tone ("warn", "bad", "info") with sentences and buttons [{text, run, primary}]. */
export function noteOf(tone, sentences, buttons = []) {
  const note = document.createElement("div");
  note.className = `note is-${tone}`;
  note.setAttribute("role", tone === "bad" || tone === "warn" ? "alert" : "status");
  const text = document.createElement("span");
  text.append(Object.assign(document.createElement("b"), { textContent: sentences[0] ?? "" }));
  if (sentences.length > 1) text.append(listOf(sentences.slice(1)));
  note.append(text);
  if (buttons.length) note.append(rowOf(buttons));
  return note;
}

function listOf(sentences) {
  const list = document.createElement("ul");
  list.className = "note-list";
  list.append(...sentences.map((sentence) => Object.assign(document.createElement("li"), { textContent: sentence })));
  return list;
}

function rowOf(buttons) {
  const row = document.createElement("span");
  row.className = "line-up push";
  for (const { text, run, primary } of buttons) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: `button is-small${primary ? " is-primary" : ""}`, textContent: text });
    button.addEventListener("click", run);
    row.append(button);
  }
  return row;
}

/** How many cells a paste filled, and how many it had to leave. */
export function tellPasted(grid, count, skipped) {
  const words = say(skipped ? "pastedSkipped" : "pasted", { count: (count - skipped).toLocaleString("en-US"), skipped: skipped.toLocaleString("en-US") });
  grid.dispatchEvent(new CustomEvent("desk-note", { bubbles: true, detail: { words, tone: skipped ? "warn" : "" } }));
}

const NOTHING = "—";

/** Old and new value as everywhere: struck through, arrow, new; where nothing stood, only the new. */
export function changeOf(old, now) {
  const change = Object.assign(document.createElement("span"), { className: "value-change" });
  if (old !== now && old !== NOTHING) change.append(Object.assign(document.createElement("del"), { textContent: old }));
  change.append(Object.assign(document.createElement(old === now ? "span" : "ins"), { textContent: now }));
  return change;
}
