// Somebody else changed the units meanwhile: who and what is told, what was typed stays, the clerk says how to go on.

import { confirmStep } from "../app.js";
import { sentencesOf } from "./api.js";
import { noteOf } from "./messages.js";
import { say } from "./words.js";

const TOLD = 6;

export class Conflicts {
  /** reloaded() is called once the units stand anew. */
  constructor(notes, store, saver, api, reloaded) {
    Object.assign(this, { notes, store, saver, api, reloaded });
  }

  /** again() is what was to be done; it is done after the clerk has reloaded. */
  tell(problem, again = null) {
    const note = noteOf("warn", [sentencesOf(problem)[0] ?? problem.title, ...this.#lines(problem.differs?.units ?? [])], [
      { text: say("reload"), primary: true, run: () => this.#reload(note, false, again) },
      ...(this.saver.isDirty ? [{ text: say("dropMine"), run: () => this.#dropMine(note) }] : []),
    ]);
    this.notes.replaceChildren(note);
    note.querySelector("button").focus();
  }

  #lines(changes) {
    const lines = changes.slice(0, TOLD).flatMap((change) => this.#linesOf(change));
    if (changes.length > TOLD) lines.push(say("andMore", { count: changes.length - TOLD }));
    const same = changes.filter((change) => Object.keys(change.new ?? {}).some((field) => this.store.typedAt(change.id, field))).length;
    if (same) lines.push(say("sameCells", { count: same }));
    return lines;
  }

  #linesOf(change) {
    return Object.keys(change.new ?? {}).filter((field) => this.store.fieldByName.has(field)).map((field) =>
      say("theirChange", { room: change.room_no, field: this.store.fieldByName.get(field).label, old: change.old?.[field] ?? "—", new: change.new[field] ?? "—" }));
  }

  async #dropMine(note) {
    if (await confirmStep(say("dropMineAsk", { count: this.store.typed.size }), { danger: true })) await this.#reload(note, true, null);
  }

  async #reload(note, drop, again) {
    const units = await this.api.getUnits();
    note.remove();
    if (drop) this.store.dropTyped();
    this.store.load(units);
    await this.saver.resume();
    await this.reloaded();
    if (again) await again();
  }
}
