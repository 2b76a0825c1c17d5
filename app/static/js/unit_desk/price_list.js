// 导入价格表: the verdict on every row is shown before anything is written.

import { sentencesOf } from "./api.js";
import { noteOf } from "./messages.js";
import { say } from "./words.js";

const ORDER = ["matched", "unmatched", "repeated", "area_differs", "total_differs", "price_missing", "suspicious", "missing_in_sheet"];
const SHOWN = 300;

export class PriceList {
  /** acts as for the other drawers; jump(id) shows the unit. */
  constructor(root, drawer, store, api, acts, jump) {
    Object.assign(this, { root, drawer, store, api, acts, jump });
    this.input = root.querySelector("[data-price-list]");
    this.result = root.querySelector("[data-price-list-result]");
    this.input?.addEventListener("change", () => { if (this.input.files[0]) this.check(this.input.files[0]); });
    root.querySelector("[data-list-drop]").addEventListener("click", () => this.drop());
    root.querySelector("[data-list-apply]").addEventListener("click", () => this.apply());
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
    const rows = this.verdict.rows ?? [];
    const groups = ORDER.map((verdict) => [verdict, rows.filter((row) => row.verdict === verdict)]).filter(([, members]) => members.length);
    const faulty = rows.filter((row) => !["matched", "missing_in_sheet"].includes(row.verdict)).length;
    const matched = this.verdict.matched ?? rows.filter((row) => row.verdict === "matched").length;
    this.choice = faulty ? { apply: "matched" } : {};
    const parts = groups.flatMap(([verdict, members]) => this.#group(verdict, members));
    this.#show([noteOf(faulty ? "warn" : "good", [say(faulty ? "listFaulty" : "listGood", { name: this.file.name, matched, faulty })]), ...parts], say("listWill", { count: matched }), matched > 0);
  }

  #group(verdict, members) {
    const head = Object.assign(document.createElement("h3"), { className: "section-title", textContent: `${say(`verdict_${verdict}`)} ${members.length}` });
    const list = Object.assign(document.createElement("ul"), { className: "fault-lines" });
    list.append(...members.slice(0, SHOWN).map((row) => this.#line(row, verdict)));
    return [head, list];
  }

  #line(row, verdict) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: `fault-line is-${verdict === "matched" ? "good" : "warn"}` });
    const where = row.row ? say("listRow", { row: row.row }) : "";
    button.append(Object.assign(document.createElement("b"), { textContent: row.room_no ?? "" }), Object.assign(document.createElement("span"), { textContent: [where, row.message ?? row.detail ?? ""].filter(Boolean).join("：") }));
    const unit = this.#unitOf(row);
    if (unit) button.addEventListener("click", () => this.jump(unit.id));
    else button.setAttribute("aria-disabled", "true");
    const item = document.createElement("li");
    item.append(button);
    return item;
  }

  #unitOf(row) {
    return this.store.byId.get(row.unit_id ?? row.id) ?? this.store.units.find((unit) => unit.room_no === row.room_no && (!row.entrance || row.entrance === unit.entrance));
  }

  #show(parts, count, ready) {
    this.result.replaceChildren(...parts);
    this.root.querySelector("[data-price-list-count]").textContent = count;
    this.root.querySelector("[data-list-apply]").setAttribute("aria-disabled", String(!ready));
  }

  async apply() {
    if (this.root.querySelector("[data-list-apply]").getAttribute("aria-disabled") === "true") return;
    try {
      const answer = await this.acts.run(() => this.api.sendPriceList(this.store.version, this.file, this.choice));
      if (!answer) return;
      this.drop();
      await this.acts.done(answer, say("listDone", { count: answer.count ?? answer.matched ?? 0 }));
    } catch (error) {
      if (!error.problem) throw error;
      this.result.prepend(noteOf("bad", [say("notSaved"), ...sentencesOf(error.problem)]));
    }
  }

  drop() {
    this.file = null;
    this.drawer.open("price");
  }
}
