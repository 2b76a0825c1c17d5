// What one person keeps for one building in this browser: filter, selection, tab, what a price list left open.

export class Memory {
  constructor(person, building) {
    this.key = `unit-desk:${person || "anyone"}:${building}`;
    this.values = read(this.key);
  }

  get(name, otherwise) {
    return this.values[name] ?? otherwise;
  }

  set(name, value) {
    this.values[name] = value;
    this.#store();
  }

  drop(name) {
    delete this.values[name];
    this.#store();
  }

  #store() {
    try {
      localStorage.setItem(this.key, JSON.stringify(this.values));
    } catch {
      // A full or forbidden store only means that the next visit starts fresh.
    }
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? {};
  } catch {
    return {};
  }
}
