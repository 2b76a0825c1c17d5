// Selections with a name: kept at the server, so that they are there in every browser of the person.

const SENT_AS = { matchLength: "match_length", roomLength: "room_length", floorFrom: "floor_from", floorTo: "floor_to" };
const READ_AS = Object.fromEntries(Object.entries(SENT_AS).map(([ours, theirs]) => [theirs, ours]));

export class NamedSelections {
  constructor(api, memory) {
    Object.assign(this, { api, memory });
    this.list = []; // {id, name, filter} or {id, name, ids}
  }

  /** knows(id) tells whether a unit is of this building still. */
  async load(knows) {
    this.#take(await this.api.getSelections());
    await this.#moveOver(knows);
  }

  /** What this browser kept before the server did; what is there under the same name stays. */
  async #moveOver(knows) {
    for (const one of this.memory.get("named", [])) {
      const ids = one.ids?.filter(knows);
      if (!this.has(one.name) && (one.filter || ids?.length)) await this.keep(one.filter ? one : { name: one.name, ids });
    }
    this.memory.drop("named");
  }

  has(name) {
    return this.list.some((one) => one.name === name);
  }

  async keep({ name, filter, ids }) {
    this.#take(await this.api.keepSelection(filter ? { name, filter: renamed(filter, SENT_AS) } : { name, ids }));
  }

  async drop(one) {
    this.#take(await this.api.dropSelection(one.id));
  }

  #take(answer) {
    this.list = answer.result.map((one) => (one.filter ? { ...one, filter: renamed(one.filter, READ_AS) } : one));
  }
}

function renamed(filter, names) {
  return Object.fromEntries(Object.entries(filter).map(([name, value]) => [names[name] ?? name, value]));
}
