// 导入户室表: the exported workbook brought back; all its faults are told at once, or all its changes are one batch.

import { sentencesOf } from "./api.js";
import { noteOf } from "./messages.js";
import { say } from "./words.js";

const TOLD = 12;

export class UnitSheet {
  /** acts: {run(call), done(answer, sentence)}; notes is where a refusal stays. */
  constructor(root, notes, store, api, acts) {
    Object.assign(this, { notes, store, api, acts });
    this.input = root.querySelector("[data-unit-sheet]");
    this.input?.addEventListener("change", () => { if (this.input.files[0]) this.take(this.input.files[0]); });
  }

  async take(file) {
    this.input.value = "";
    try {
      const answer = await this.acts.run(() => this.api.sendUnitSheet(this.store.version, file));
      if (!answer) return;
      this.notes.replaceChildren();
      await this.acts.done(answer, this.#words(answer));
    } catch (error) {
      if (!error.problem) throw error;
      const sentences = sentencesOf(error.problem);
      const rest = sentences.length - TOLD;
      this.notes.replaceChildren(noteOf("bad", [say("sheetRefused", { name: file.name }), ...sentences.slice(0, TOLD), ...(rest > 0 ? [say("moreFaults", { count: rest })] : [])], [{ text: say("gotIt"), run: () => this.notes.replaceChildren() }]));
      this.notes.querySelector("button").focus();
    }
  }

  #words({ count, skipped }) {
    if (!count) return say(skipped ? "sheetOnlySurveyed" : "sheetSame", { skipped });
    return say(skipped ? "batchDoneSkipped" : "batchDone", { count, skipped });
  }
}
