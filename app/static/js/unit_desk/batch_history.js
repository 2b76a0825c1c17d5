// Every batch of the building and taking the last one back.

import { say } from "./words.js";

const clock = new Intl.DateTimeFormat("zh-CN", { month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai" });

export class BatchHistory {
  /** acts: {run(call), done(answer, sentence)}; memory keeps which batches one act of the clerk wrote. */
  constructor(root, store, api, acts, memory) {
    Object.assign(this, { root, store, api, acts, memory });
    this.batches = [];
    this.list = root.querySelector("[data-batch-list]");
    this.button = root.querySelector("[data-undo]");
    this.button?.addEventListener("click", () => this.undoLast());
  }

  async load() {
    this.batches = (await this.api.getBatches()).result.map(batchOf);
    this.#draw();
  }

  /** One act wrote this many batches: they are undone together. */
  group(count) {
    if (count < 2) return;
    const numbers = this.batches.slice(0, count).map((batch) => batch.number);
    this.memory.set("groups", { ...this.memory.get("groups", {}), [numbers[0]]: numbers });
    this.#draw();
  }

  /** The batches that the last act wrote and that still stand, the newest first. */
  get last() {
    const standing = this.batches.find((batch) => !batch.undone && !batch.isUndo);
    return standing ? this.#groupOf(standing).filter((one) => !one.undone) : [];
  }

  #groupOf(batch) {
    const numbers = this.memory.get("groups", {})[batch.number] ?? [batch.number];
    return numbers.map((number) => this.batches.find((one) => one.number === number)).filter(Boolean);
  }

  undoLast() {
    return this.last.length ? this.undo(this.last) : Promise.resolve();
  }

  async undo(batches) {
    const title = titleOf(batches);
    const answers = await this.acts.run(async () => {
      const told = [];
      for (const batch of batches) told.push(await this.api.undo(told.at(-1)?.version ?? this.store.version, batch.number));
      return told;
    });
    if (!answers) return;
    const kept = answers.flatMap((answer) => answer.kept_since ?? []);
    const words = kept.length ? say("undoneExcept", { title, count: kept.length, rooms: kept.slice(0, 5).map((one) => one.room_no).join("、") }) : say("undone", { title });
    await this.acts.done({ ...answers.at(-1), changes: answers.flatMap((answer) => answer.changes ?? []) }, words, answers.filter((answer) => answer.batch).length);
  }

  #draw() {
    const { last } = this;
    if (this.button) {
      this.button.hidden = !last.length;
      if (last.length) this.button.textContent = say("undo", { title: titleOf(last) });
    }
    const grouped = new Set(Object.values(this.memory.get("groups", {})).flatMap((numbers) => numbers.slice(1)));
    const rows = this.batches.filter((batch) => !grouped.has(batch.number)).map((batch) => this.#row(batch));
    this.list.replaceChildren(...(rows.length ? rows : [Object.assign(document.createElement("li"), { className: "hint", textContent: say("noBatches") })]));
  }

  #row(batch) {
    const members = this.#groupOf(batch);
    const item = document.createElement("li");
    item.classList.toggle("is-undone", batch.undone);
    const text = document.createElement("span");
    text.append(Object.assign(document.createElement("b"), { textContent: titleOf(members) }),
      Object.assign(document.createElement("small"), { textContent: [batch.person, batch.at ? clock.format(batch.at) : "", batch.undone ? say("isUndone") : ""].filter(Boolean).join(" · ") }));
    item.append(text);
    if (!batch.undone && this.store.editable) item.append(this.#undoButton(members.filter((one) => !one.undone)));
    return item;
  }

  #undoButton(members) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button is-small", textContent: say("undoShort") });
    button.setAttribute("aria-label", say("undo", { title: titleOf(members) }));
    button.addEventListener("click", () => this.undo(members));
    return button;
  }
}

function batchOf(entry) {
  return { number: entry.n, title: entry.what, person: entry.who, at: entry.when ? new Date(entry.when) : null, count: entry.count, undone: entry.undone, isUndo: entry.what.startsWith("撤销 ") };
}

/** 快捷定价（13 套） and 快捷定价（20 套） of one act read 快捷定价 33 套. */
function titleOf(batches) {
  const count = batches.reduce((sum, batch) => sum + batch.count, 0);
  return batches[0].title.replace(/（\d+ 套）/, ` ${count} 套`);
}
