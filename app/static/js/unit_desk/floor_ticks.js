// 已核: which floors were looked through, kept in the draft of the task 价格核对.

const PAUSE = 600;

export class FloorTicks extends EventTarget {
  constructor(api, editable) {
    super();
    this.api = api;
    this.editable = editable;
    this.checked = new Set();
  }

  /** Who may look at the units but not at this task sees no ticks. */
  async load() {
    const task = await this.api.getTask("price_check").catch((error) => { if ([403, 404].includes(error.problem?.status)) return {}; throw error; });
    this.version = task.version;
    this.checked = new Set(task.draft?.checked_floors ?? []);
    this.confirmed = task.state_code === "done";
    this.dispatchEvent(new Event("ticked"));
  }

  /** Confirming needs every floor, so a task that is done has them all. */
  know(floors) {
    if (this.confirmed) this.checked = new Set(floors);
  }

  isChecked(floor) {
    return this.checked.has(floor);
  }

  set(floors, checked) {
    for (const floor of floors) if (checked) this.checked.add(floor); else this.checked.delete(floor);
    this.dispatchEvent(new Event("ticked"));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#store(), PAUSE);
  }

  /** A price changed after its floor was looked through: look again. */
  untick(floors) {
    const gone = floors.filter((floor) => this.checked.has(floor));
    if (gone.length) this.set(gone, false);
  }

  async #store() {
    try {
      await this.put({ checked_floors: this.#sorted() }, true);
    } catch (error) {
      this.dispatchEvent(new CustomEvent("failed", { detail: error }));
    }
  }

  confirm() {
    clearTimeout(this.timer);
    return this.put({ confirmed: true }, false);
  }

  #sorted() {
    return [...this.checked].sort((a, b) => b - a);
  }

  /** The ticks are this person's own: where only the business moved on meanwhile, they are put again on the new version. */
  async put(data, draft) {
    try {
      return this.#stored(await this.api.putTask("price_check", this.version, data, draft));
    } catch (error) {
      if (error.problem?.status !== 409) throw error;
      this.version = (await this.api.getTask("price_check")).version;
      return this.#stored(await this.api.putTask("price_check", this.version, data, draft));
    }
  }

  #stored(answer) {
    this.version = answer?.version ?? this.version;
    return answer;
  }
}
