// What a price list left open: units that it names wrongly, twice, without a price, or not at all.

export class ListedFaults {
  constructor() {
    this.faults = new Map(); // id -> {id, field, tone, reason, short}
  }

  get ids() {
    return this.faults.keys();
  }

  of(id) {
    return this.faults.has(id) ? [this.faults.get(id)] : [];
  }

  /** faults: [{id, reason, short}]; those of an earlier list are forgotten. */
  keep(faults) {
    this.faults = new Map(faults.map((fault) => [fault.id, { ...fault, field: "price_sale", tone: "warn" }]));
  }
}
