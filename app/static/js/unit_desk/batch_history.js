// Every batch of the building; the last one taken back, and what was taken back put in force again.

import { say } from "./words.js";

const clock = new Intl.DateTimeFormat("zh-CN", { month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai" });

export class BatchHistory {
  /** acts: {run(call), done(answer, sentence)}. */
  constructor(root, store, api, acts) {
    Object.assign(this, { root, store, api, acts });
    this.batches = [];
    this.list = root.querySelector("[data-batch-list]");
    this.undoButton = root.querySelector("[data-undo]");
    this.redoButton = root.querySelector("[data-redo]");
    this.undoButton?.addEventListener("click", () => this.undo());
    this.redoButton?.addEventListener("click", () => this.redo());
  }

  async load() {
    this.batches = readBatches((await this.api.getBatches()).result);
    this.#draw();
  }

  /** The newest act that stands. */
  get last() {
    return this.batches.find((batch) => !batch.undone && !batch.takesBack);
  }

  /** The newest undoing that stands; a new act since then closes the way back. */
  get takenBack() {
    const since = this.batches.findIndex((batch) => batch.reverts === null);
    return this.batches.slice(0, since < 0 ? undefined : since).find((batch) => !batch.undone && batch.takesBack);
  }

  undo(batch = this.last) {
    return batch ? this.#turn(batch, "undone") : Promise.resolve();
  }

  redo() {
    return this.takenBack ? this.#turn(this.takenBack, "redone") : Promise.resolve();
  }

  async #turn(batch, words) {
    const answer = await this.acts.run(() => this.api.undo(this.store.version, batch.number));
    if (!answer) return;
    const kept = answer.kept_since ?? [];
    const rooms = kept.slice(0, 5).map((one) => one.room_no).join("、");
    await this.acts.done(answer, kept.length ? say(`${words}Except`, { title: batch.act, count: kept.length, rooms }) : say(words, { title: batch.act }));
  }

  #draw() {
    name(this.undoButton, this.last, "undo");
    name(this.redoButton, this.takenBack, "redo");
    const rows = this.batches.map((batch) => this.#row(batch));
    this.list.replaceChildren(...(rows.length ? rows : [Object.assign(document.createElement("li"), { className: "hint", textContent: say("noBatches") })]));
  }

  #row(batch) {
    const item = document.createElement("li");
    item.classList.toggle("is-undone", batch.undone);
    const text = document.createElement("span");
    text.append(Object.assign(document.createElement("b"), { textContent: batch.title }),
      Object.assign(document.createElement("small"), { textContent: [batch.person, batch.at ? clock.format(batch.at) : "", batch.undone ? say("isUndone") : ""].filter(Boolean).join(" · ") }));
    item.append(text);
    if (!batch.undone && this.store.editable) item.append(this.#undoButton(batch));
    return item;
  }

  #undoButton(batch) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button is-small", textContent: say(batch.takesBack ? "redoShort" : "undoShort") });
    button.setAttribute("aria-label", say(batch.takesBack ? "redo" : "undo", { title: batch.act }));
    button.addEventListener("click", () => this.#turn(batch, batch.takesBack ? "redone" : "undone"));
    return button;
  }
}

function name(button, batch, words) {
  if (!button) return;
  button.hidden = !batch;
  if (batch) { button.textContent = say(words, { title: batch.act }); button.title = button.textContent; }
}

/** Newest first; takesBack tells an undoing from an act and from its redoing, `act` is the title of the act itself. */
function readBatches(told) {
  const byNumber = new Map();
  for (const one of [...told].reverse()) {
    const reverted = byNumber.get(one.reverts);
    byNumber.set(one.n, {
      number: one.n, title: shortened(one.what), act: reverted ? reverted.act : shortened(one.what), person: one.who, at: one.when ? new Date(one.when) : null,
      undone: one.undone, reverts: one.reverts ?? null, takesBack: reverted ? !reverted.takesBack : false,
    });
  }
  return [...byNumber.values()].reverse();
}

/** 快捷定价（33 套） reads 快捷定价 33 套 on a button. */
function shortened(title) {
  return title.replace(/（(\d+ 套)）/, " $1");
}
