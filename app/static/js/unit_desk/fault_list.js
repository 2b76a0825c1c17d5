// Everything that is wrong or missing, listed; each line and F8 jump to the cell.

import { nameIn } from "./unit_names.js";
import { say } from "./words.js";

const SHOWN = 200;
const GROUPS = [["bad", "groupBad"], ["warn", "groupWarn"], ["open", "groupOpen"]];

export class FaultList {
  /** jump(fault) brings its cell into sight. */
  constructor(root, drawerRoot, store, jump) {
    Object.assign(this, { root, store, jump });
    this.list = drawerRoot.querySelector("[data-fault-list]");
    this.count = drawerRoot.querySelector("[data-fault-count]");
    this.next = root.querySelector("[data-next-fault]");
    this.next?.addEventListener("click", () => this.step(1));
    for (const kind of ["loaded", "changed"]) store.addEventListener(kind, () => this.draw());
    document.addEventListener("keydown", (event) => this.#onKey(event));
  }

  #onKey(event) {
    if (event.key !== "F8" || !this.root.isConnected || !this.root.offsetParent) return;
    event.preventDefault();
    this.step(event.shiftKey ? -1 : 1);
  }

  /** Errors first; only when there are none, what is still unfilled. */
  get #round() {
    const wrong = this.store.faults.filter((fault) => fault.tone !== "open");
    return wrong.length ? wrong : this.store.faults;
  }

  step(by) {
    const round = this.#round;
    if (!round.length) return;
    const at = round.findIndex((fault) => this.now && fault.id === this.now.id && fault.field === this.now.field);
    this.now = at < 0 ? round.at(by > 0 ? 0 : -1) : round.at((at + by) % round.length);
    this.jump(this.now);
    this.#showNow();
  }

  draw() {
    const wrong = this.store.faults.filter((fault) => fault.tone !== "open").length;
    this.count.textContent = wrong || "";
    if (this.next) {
      this.next.hidden = !this.store.faults.length;
      this.next.firstChild.textContent = `${say(wrong ? "nextFault" : "nextOpen")} `;
    }
    if (!this.list.closest("[data-panel]").hidden) this.drawList();
  }

  drawList() {
    const parts = GROUPS.flatMap(([tone, title]) => this.#group(byUnit(this.store.faults.filter((fault) => fault.tone === tone)), say(title)));
    if (!parts.length) parts.push(Object.assign(document.createElement("p"), { className: "hint", textContent: say("noFaults") }));
    this.list.replaceChildren(...parts);
    this.#showNow();
  }

  #group(lines, title) {
    if (!lines.length) return [];
    const head = Object.assign(document.createElement("h3"), { className: "section-title", textContent: say("groupOf", { title, count: lines.length.toLocaleString("en-US") }) });
    const list = Object.assign(document.createElement("ul"), { className: "fault-lines" });
    list.append(...lines.slice(0, SHOWN).map((faults) => this.#line(faults)));
    const rest = lines.length - SHOWN;
    if (rest > 0) list.append(Object.assign(document.createElement("li"), { className: "hint", textContent: say("moreFaults", { count: rest }) }));
    return [head, list];
  }

  /** One line a unit: all that it lacks; it jumps to the first. */
  #line(faults) {
    const [fault] = faults;
    const unit = this.store.byId.get(fault.id);
    const button = Object.assign(document.createElement("button"), { type: "button", className: `fault-line is-${fault.tone}` });
    button.dataset.places = faults.map((one) => `${one.id}.${one.field}`).join(" ");
    button.append(Object.assign(document.createElement("b"), { textContent: unit ? nameIn(this.store, unit) : "" }), Object.assign(document.createElement("span"), { textContent: faults.map((one) => one.reason).join("；") }));
    button.addEventListener("click", () => { this.now = fault; this.jump(fault); this.#showNow(); });
    const item = document.createElement("li");
    item.append(button);
    return item;
  }

  #showNow() {
    for (const line of this.list.querySelectorAll("[aria-current]")) line.removeAttribute("aria-current");
    if (!this.now) return;
    const line = this.list.querySelector(`[data-places~="${this.now.id}.${this.now.field}"]`);
    line?.setAttribute("aria-current", "true");
    line?.scrollIntoView({ block: "nearest" });
  }
}

function byUnit(faults) {
  const units = new Map();
  for (const fault of faults) (units.get(fault.id) ?? units.set(fault.id, []).get(fault.id)).push(fault);
  return [...units.values()];
}
