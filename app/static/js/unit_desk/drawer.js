// The drawer beside the grid and its tabs.

import { say } from "./words.js";

const SMALL = "(max-width: 860px)";

export class Drawer {
  constructor(root, opener, store, memory) {
    Object.assign(this, { root, opener, store, memory });
    this.tabs = [...root.querySelectorAll("[data-tab]")];
    for (const tab of this.tabs) tab.addEventListener("click", () => this.open(tab.dataset.tab));
    root.querySelector('[role="tablist"]').addEventListener("keydown", (event) => this.#onKey(event));
    root.querySelector("[data-close-drawer]").addEventListener("click", () => this.close());
    root.addEventListener("keydown", (event) => { if (event.key === "Escape" && !event.defaultPrevented) this.close(); });
    opener?.addEventListener("click", () => { if (root.hidden) this.open(this.shown, true); else this.close(); });
    store.addEventListener("selected", () => this.#title());
    store.addEventListener("loaded", () => this.#title());
    if (window.matchMedia(SMALL).matches) this.close(false); // on a phone the grid is what people came for
    const kept = memory.get("tab", "price");
    this.show(this.tabs.some((tab) => tab.dataset.tab === kept) ? kept : this.tabs[0].dataset.tab);
  }

  show(name) {
    this.shown = name;
    for (const tab of this.tabs) {
      tab.setAttribute("aria-selected", String(tab.dataset.tab === name));
      tab.tabIndex = tab.dataset.tab === name || (name === "list" && tab === this.tabs[0]) ? 0 : -1;
    }
    for (const panel of this.root.querySelectorAll("[data-panel]")) panel.hidden = panel.dataset.panel !== name;
    this.root.dispatchEvent(new CustomEvent("shown", { detail: name }));
  }

  open(name, focus = false) {
    this.root.hidden = false;
    this.#told();
    this.show(name);
    if (name !== "list") this.memory.set("tab", name);
    if (focus) this.tabs.find((tab) => tab.dataset.tab === name)?.focus();
  }

  /** Its tab, and into its first field. */
  openTab(name) {
    this.open(name);
    const panel = this.root.querySelector(`[data-panel="${name}"]`);
    (panel.querySelector("input:not([readonly]):not([type=file]), select:not([aria-disabled=true])") ?? this.tabs.find((tab) => tab.dataset.tab === name))?.focus();
  }

  close(focus = true) {
    this.root.hidden = true;
    this.#told();
    if (focus) this.opener?.focus();
  }

  #told() {
    this.opener?.setAttribute("aria-expanded", String(!this.root.hidden));
    this.root.closest("[data-body]").classList.toggle("without-drawer", this.root.hidden);
    this.root.dispatchEvent(new CustomEvent("toggled", { bubbles: true }));
  }

  #title() {
    const count = this.store.selection.size;
    this.root.querySelector("[data-drawer-title]").textContent = !this.store.editable ? say("faultsAndHistory") : count ? say("setSelected", { count: count.toLocaleString("en-US") }) : say("setNone");
  }

  #onKey(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = this.tabs.at((this.tabs.indexOf(event.target) + step) % this.tabs.length);
    this.open(next.dataset.tab);
    next.focus();
  }
}
