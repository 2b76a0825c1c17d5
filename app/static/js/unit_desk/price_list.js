// 导入价格表: the verdict on every row is shown before anything is written; what the list left open stays marked.

import { sentencesOf } from "./api.js";
import { noteOf } from "./messages.js";
import { showPrice } from "./numbers.js";
import { nameIn } from "./unit_names.js";
import { say } from "./words.js";

const ORDER = ["unmatched", "repeated", "area_differs", "price_missing", "total_differs", "suspicious", "missing_in_sheet", "matched"];
const SHOWN = 200;

export class PriceList {
  /** acts as for the other drawers; jump(id) shows the unit; memory keeps what a list left open. */
  constructor(root, drawer, store, api, acts, memory, jump) {
    Object.assign(this, { root, drawer, store, api, acts, memory, jump });
    this.input = root.querySelector("[data-price-list]");
    this.result = root.querySelector("[data-price-list-result]");
    this.input?.addEventListener("change", () => { if (this.input.files[0]) this.check(this.input.files[0]); });
    root.querySelector("[data-list-drop]").addEventListener("click", () => this.drop());
    root.querySelector("[data-list-apply]").addEventListener("click", () => this.apply());
    this.drawer.root.addEventListener("keydown", (event) => this.#onKey(event));
    store.listed.keep(memory.get("listed", []));
  }

  choose() {
    this.input?.click();
  }

  #onKey(event) {
    if (event.key !== "Enter" || !event.ctrlKey || this.drawer.shown !== "list") return;
    event.preventDefault();
    this.apply();
  }

  async check(file) {
    this.file = file;
    this.input.value = "";
    this.#show([noteOf("info", [say("checkingList", { name: file.name })])], "", false);
    this.drawer.open("list");
    try {
      this.verdict = await this.acts.run(() => this.api.sendPriceList(this.store.version, file, { dry_run: 1 }));
      if (this.verdict) this.#showVerdict();
    } catch (error) {
      if (!error.problem) throw error;
      this.#show([noteOf("bad", [say("listUnreadable", { name: file.name }), ...sentencesOf(error.problem)])], "", false);
    }
  }

  #showVerdict() {
    const { rows, matched, count } = this.verdict;
    const groups = ORDER.map((verdict) => [verdict, rows.filter((row) => row.verdict === verdict)]).filter(([, members]) => members.length);
    const faulty = rows.filter((row) => row.verdict !== "matched").length;
    this.choice = faulty ? { apply: "matched" } : {};
    const head = noteOf(faulty ? "warn" : "good", [say(faulty ? "listFaulty" : "listGood", { name: this.file.name, matched: number(matched), faulty })]);
    const words = count ? say("listWill", { count: number(count) }) : say("nothingChanges");
    this.#show([head, ...groups.flatMap(([verdict, members]) => this.#group(verdict, members))], words, count > 0 || faulty > 0);
    this.root.querySelector("[data-list-apply]").focus();
  }

  #group(verdict, members) {
    const head = Object.assign(document.createElement("h3"), { className: "section-title", textContent: `${say(`verdict_${verdict}`)} ${number(members.length)}` });
    head.dataset.verdict = verdict;
    const list = Object.assign(document.createElement("ul"), { className: "fault-lines" });
    list.append(...members.slice(0, SHOWN).map((row) => this.#line(row, verdict)));
    const rest = members.length - SHOWN;
    if (rest > 0) list.append(Object.assign(document.createElement("li"), { className: "hint", textContent: say("moreRows", { count: number(rest) }) }));
    return [head, list];
  }

  #line(row, verdict) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: `fault-line is-${verdict === "matched" ? "good" : "warn"}` });
    const unit = this.#unitOf(row);
    const price = row.unit_price ? say("listPrice", { price: showPrice(row.unit_price) }) : "";
    const words = [row.row ? say("listRow", { row: row.row }) : "", row.message, price].filter(Boolean).join("：");
    button.append(Object.assign(document.createElement("b"), { textContent: unit && row.unit_id ? nameIn(this.store, unit) : row.room_no }), Object.assign(document.createElement("span"), { textContent: words }));
    if (unit) button.addEventListener("click", () => this.jump(unit.id));
    else button.setAttribute("aria-disabled", "true");
    const item = document.createElement("li");
    item.append(button);
    return item;
  }

  /** The unit that the row names, or the one that it probably means. */
  #unitOf(row) {
    return this.store.byId.get(row.unit_id) ?? this.store.units.find((unit) => unit.room_no === row.suggest);
  }

  #show(parts, count, ready) {
    this.result.replaceChildren(...parts);
    this.root.querySelector("[data-price-list-count]").textContent = count;
    this.root.querySelector("[data-list-apply]").setAttribute("aria-disabled", String(!ready));
  }

  async apply() {
    if (!this.file || this.root.querySelector("[data-list-apply]").getAttribute("aria-disabled") === "true") return;
    try {
      const answer = await this.acts.run(() => this.api.sendPriceList(this.store.version, this.file, this.choice));
      if (!answer) return;
      const open = this.#leftOpen(answer.rows);
      this.file = null;
      this.memory.set("listed", open);
      this.drawer.open(open.length ? "faults" : "price");
      await this.acts.done(answer, say(open.length ? "listDoneOpen" : "listDone", { count: number(answer.count), open: open.length }));
      this.store.list(open);
    } catch (error) {
      if (!error.problem) throw error;
      this.result.prepend(noteOf("bad", [say("notSaved"), ...sentencesOf(error.problem)]));
    }
  }

  /** One fault a unit: the first row that names it; a row that only resembles it is told with it. */
  #leftOpen(rows) {
    const faults = new Map();
    for (const row of rows) {
      const unit = row.verdict === "matched" ? null : this.store.byId.get(row.unit_id);
      if (unit && !faults.has(unit.id)) faults.set(unit.id, { id: unit.id, short: say(`verdict_${row.verdict}`), reason: this.#reasonOf(row, rows) });
    }
    return [...faults.values()];
  }

  #reasonOf(row, rows) {
    const alike = row.row ? null : rows.find((other) => other.suggest === row.room_no);
    const words = alike ? say("listAlike", { row: alike.row, room: alike.room_no }) : row.message;
    const shown = alike ?? row;
    const price = shown.unit_price ? say("listPrice", { price: showPrice(shown.unit_price) }) : "";
    return [row.row ? say("fromList") : "", words, price].filter(Boolean).join("：");
  }

  drop() {
    this.file = null;
    this.drawer.open("price");
  }
}

function number(count) {
  return count.toLocaleString("en-US");
}
