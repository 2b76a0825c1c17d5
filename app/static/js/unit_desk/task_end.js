// Closing 户室信息 or 价格核对: why it cannot be closed yet, and what the server would have somebody look at first.

import { sentencesOf } from "./api.js";
import { noteOf } from "./messages.js";
import { say } from "./words.js";

const SENTENCES_TOLD = 6;
const DOUBTS_TOLD = 3; // the grid below marks every one of them

export class TaskEnd {
  /** desk: its root, store, api, ticks, notes and view; acts: run, tell, show and lookAtFaults. */
  constructor(desk, acts) {
    Object.assign(this, { desk, acts });
  }

  /** In words; empty when it can be closed. */
  get #reason() {
    const { store, ticks, view } = this.desk;
    if (!store.units.length) return say("nothingYet");
    if (store.refused.size) return say("notDoneBad", { count: store.refused.size });
    const count = (state) => store.units.filter((unit) => store.hasState(unit, state)).length;
    if (view === "units") return count("incomplete") ? say("notDoneOpen", { count: count("incomplete") }) : "";
    if (store.priceRequired && count("unpriced")) return say("notDoneUnpriced", { count: count("unpriced") });
    const unchecked = store.occupiedFloors.filter((floor) => !ticks.isChecked(floor)).length;
    return unchecked ? say("notDoneFloors", { count: unchecked }) : "";
  }

  draw() {
    const { root, view } = this.desk;
    const button = root.querySelector("[data-done]");
    if (!button) return;
    const reason = this.#reason;
    button.textContent = say(view === "units" ? "doneUnits" : "donePrices");
    button.setAttribute("aria-disabled", String(Boolean(reason)));
    button.title = reason;
    root.querySelector("[data-not-done]").textContent = reason;
  }

  /** With `agreed`, what the server doubts of the prices was looked at. */
  async finish(agreed = false) {
    const reason = this.#reason;
    if (reason) { this.acts.tell(reason, { tone: "warn" }); return; }
    this.desk.notes.replaceChildren(); // an earlier question is asked anew, or not at all: nobody answers it meanwhile
    try {
      const units = this.desk.view === "units";
      const answer = await this.acts.run(() => (units ? this.#putUnits() : this.#putPrices(agreed)));
      if (answer?.toLookAt) this.#ask(answer.toLookAt);
      else if (answer) this.#tellDone(units);
    } catch (error) {
      if (!error.problem) throw error;
      this.#note("bad", [say("notFinished"), ...sentencesOf(error.problem).slice(0, SENTENCES_TOLD)]);
    }
  }

  async #putUnits() {
    const { api, ticks } = this.desk;
    const task = await api.getTask("units");
    const answer = (await api.putTask("units", task.version, {}, false)) ?? {};
    ticks.version = answer.version ?? ticks.version;
    return answer;
  }

  async #putPrices(agreed) {
    const { doubts = [] } = agreed ? {} : await this.desk.api.getTask("price_check");
    return doubts.length ? { toLookAt: doubts.map((doubt) => doubt.message) } : ((await this.desk.ticks.confirm()) ?? {});
  }

  /** A strange price can be right: the clerk looks, then says so. */
  #ask(sentences) {
    const rest = sentences.length - DOUBTS_TOLD;
    const lines = [say("doubtful", { count: sentences.length }), ...sentences.slice(0, DOUBTS_TOLD), ...(rest > 0 ? [say("moreDoubts", { count: rest })] : [])];
    const note = this.#note("warn", lines, [
      { text: say("lookAtDoubts"), run: () => this.acts.lookAtFaults() },
      { text: say("agreeDoubts"), primary: true, run: () => this.finish(true) },
    ]);
    note.querySelector("button").focus();
  }

  #note(tone, sentences, buttons) {
    const note = noteOf(tone, sentences, buttons);
    this.desk.notes.replaceChildren(note);
    return note;
  }

  #tellDone(units) {
    this.desk.notes.replaceChildren();
    const onward = units ? { text: say("goPrices"), run: () => this.acts.show("prices", true) } : this.#wayBack();
    this.acts.tell(say(units ? "unitsDone" : "pricesDone"), { action: onward });
    this.desk.root.dispatchEvent(new CustomEvent("task-done", { bubbles: true, detail: { task: units ? "units" : "price_check" } }));
  }

  /** From a page of its own, the case is one step away. */
  #wayBack() {
    const link = this.desk.root.querySelector("[data-case]");
    return link ? { text: say("toCase"), href: link.href } : null;
  }
}
