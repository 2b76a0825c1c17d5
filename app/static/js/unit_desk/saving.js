// Saves what is typed by itself, one call at a time; nothing typed is ever lost to a refusal or a conflict.

import { sentencesOf } from "./api.js";

const PAUSE = 900; // milliseconds without typing before saving
const RETRY = 15000;

/** Events: "state" {state: "saving"|"saved"|"waiting"|"refused"|"offline", at}, "conflict" {problem}, "done" {answer}. */
export class Saver extends EventTarget {
  constructor(store, api) {
    super();
    this.store = store;
    this.api = api;
    this.queue = Promise.resolve();
    this.stopped = false;
    store.addEventListener("changed", ({ detail }) => { if (detail.toSave) this.schedule(); });
  }

  get isDirty() {
    return this.store.typed.size > 0;
  }

  schedule() {
    clearTimeout(this.timer);
    this.#state("waiting");
    if (!this.stopped) this.timer = setTimeout(() => this.flush(), PAUSE);
  }

  /** Everything typed so far is at the server, or refused, when this resolves. */
  flush() {
    clearTimeout(this.timer);
    return this.#inTurn(() => this.#sendAll());
  }

  /** Run an act on the building after what is typed is saved; acts never overlap, so their versions follow each other. */
  act(run) {
    clearTimeout(this.timer);
    return this.#inTurn(async () => {
      await this.#sendAll();
      return run();
    });
  }

  resume() {
    this.stopped = false;
    return this.flush();
  }

  #inTurn(run) {
    const turn = this.queue.then(run);
    this.queue = turn.catch(() => {});
    return turn;
  }

  async #sendAll() {
    for (let sent = this.store.sendable(); sent.length && !this.stopped; sent = this.store.sendable()) if (!(await this.#send(sent))) return;
  }

  async #send(sent) {
    this.#state("saving");
    try {
      const answer = await this.api.setRows(this.store.version, rowsOf(sent, this.store));
      this.store.settle(sent);
      this.store.apply(answer.version, answer.changes ?? []);
      this.#state("saved");
      this.dispatchEvent(new CustomEvent("done", { detail: { answer } }));
      return true;
    } catch (error) {
      if (!error.problem) throw error;
      return this.#refused(error.problem, sent);
    }
  }

  /** Faulty cells wait for the clerk, the others are sent again at once. */
  #refused(problem, sent) {
    if (problem.status === 409) {
      this.stopped = true;
      this.#state("refused");
      this.dispatchEvent(new CustomEvent("conflict", { detail: { problem } }));
      return false;
    }
    const faults = faultsOf(problem, sent);
    if (faults.length) {
      this.store.refuse(faults);
      this.#state("refused");
      return true;
    }
    this.#state("offline", sentencesOf(problem).join("；"));
    if (!problem.status || problem.status >= 500) this.timer = setTimeout(() => this.flush(), RETRY);
    return false;
  }

  #state(state, reason = "") {
    this.dispatchEvent(new CustomEvent("state", { detail: { state, reason } }));
  }
}

function rowsOf(sent, store) {
  const rows = new Map();
  for (const { id, field, text } of sent) {
    if (!rows.has(id)) rows.set(id, { id });
    rows.get(id)[field] = text === "" ? null : text;
  }
  return [...rows.values()].filter((row) => store.byId.has(row.id));
}

/** rows.<id>.<field> names a cell; units.<id> or rows.<id> names everything typed in that unit. */
function faultsOf(problem, sent) {
  return (problem.errors ?? []).flatMap((error) => {
    const [, id, field] = /^(?:rows|units)\.(\d+)(?:\.(\w+))?$/.exec(error.field ?? "") ?? [];
    return sent.filter((cell) => String(cell.id) === id && (!field || cell.field === field)).map((cell) => ({ id: cell.id, field: cell.field, reason: error.message }));
  });
}
