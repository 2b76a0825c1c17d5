// The papers of a case beside it: page, zoom and turn are kept for each paper; what cannot be shown says why.

const ZOOMS = [1, 1.25, 1.5, 2, 3];
const WIDEST = 2400;
const STEP = 200;

export function startViewer(desk, sheet) {
  const holder = desk.querySelector("[data-viewer]");
  if (!holder?.querySelector("[data-paper-choice]")) return null;
  const viewer = new Viewer(desk, holder, sheet);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-proof]");
    if (link) viewer.open(link.dataset.proof, link.dataset.proofTitle ?? "");
  });
  return viewer;
}

class Viewer {
  constructor(desk, holder, sheet) {
    Object.assign(this, { desk, holder, sheet, request: 0, shown: "" });
    this.choice = this.find("[data-paper-choice]");
    this.image = this.find("[data-page]");
    this.frame = this.find("[data-page-frame]");
    this.places = read(desk.dataset.business);
    this.choice.addEventListener("change", () => this.open(this.choice.value));
    holder.addEventListener("click", (event) => this.#onClick(event.target));
    this.frame.addEventListener("keydown", (event) => this.#onKey(event));
    this.open(this.#first());
  }

  find(selector) {
    return this.holder.querySelector(selector);
  }

  /** What a failing check points to, else what was looked at last, else the first paper there is. */
  #first() {
    const telling = [...document.querySelectorAll(".check-list:not(.checks-holding .check-list) [data-proof]")].map((link) => link.dataset.proof);
    const kept = this.places.last;
    const wanted = [kept, ...telling].find((key) => key && this.#paper(key)?.dataset.url);
    return wanted ?? [...this.choice.options].find((paper) => paper.dataset.url)?.value ?? this.choice.options[0].value;
  }

  #paper(key) {
    return [...this.choice.options].find((paper) => paper.value === key);
  }

  get paper() {
    return this.choice.selectedOptions[0];
  }

  /** Page, zoom and turn of the paper that is open. */
  get place() {
    return (this.places[this.paper.value] ??= { page: 1, zoom: 0, turn: 0 });
  }

  open(key, proves = "") {
    if (!this.#paper(key)) return;
    this.choice.value = key;
    this.places.last = key;
    const chip = this.find("[data-proves]");
    chip.hidden = !proves;
    chip.textContent = proves;
    for (const button of this.holder.querySelectorAll("[data-paper]")) button.toggleAttribute("aria-current", button.dataset.paper === key);
    this.holder.querySelector("[data-paper][aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    const named = this.find("[data-return-paper]");
    if (named) named.hidden = !this.paper.dataset.target;
    this.#show();
  }

  async #show() {
    keep(this.desk.dataset.business, this.places);
    const { url, pages, why } = this.paper.dataset;
    const number = this.find("[data-page-number]");
    number.textContent = url ? number.dataset.text.replace("{page}", this.place.page).replace("{pages}", pages) : "";
    if (!url) { this.#refuse(why); return; }
    const mine = (this.request += 1);
    this.find("[data-not-shown]").hidden = true;
    this.find("[data-page-wait]").hidden = false;
    const answer = await fetch(this.#address(url), { headers: { Accept: "image/png, application/json" } }).catch(() => null);
    if (mine !== this.request) return;
    this.find("[data-page-wait]").hidden = true;
    if (!answer?.ok) { this.#refuse(answer ? (await answer.json().catch(() => ({}))).detail ?? `${answer.status}` : ""); return; }
    this.#draw(await answer.blob());
  }

  #draw(picture) {
    if (this.shown) URL.revokeObjectURL(this.shown);
    this.shown = URL.createObjectURL(picture);
    this.image.src = this.shown;
    this.image.alt = `${this.paper.textContent} ${this.find("[data-page-number]").textContent}`;
    this.image.style.width = `${100 * ZOOMS[this.place.zoom]}%`;
    this.image.hidden = false;
  }

  #address(url) {
    const wanted = Math.ceil((this.frame.clientWidth * ZOOMS[this.place.zoom] * (window.devicePixelRatio || 1)) / STEP) * STEP;
    return `${url}?page=${this.place.page}&width=${Math.min(Math.max(wanted, STEP), WIDEST)}&turn=${this.place.turn}`;
  }

  /** Why nothing is shown, the download, and a return with this paper's line filled in. */
  #refuse(why) {
    this.image.hidden = true;
    const note = this.find("[data-not-shown]");
    note.hidden = false;
    note.querySelector("[data-why]").textContent = why;
    const download = note.querySelector("[data-download]");
    download.hidden = !this.paper.dataset.download;
    if (this.paper.dataset.download) download.href = this.paper.dataset.download;
    const back = note.querySelector("[data-return-unshown]");
    if (back) { back.hidden = !this.paper.dataset.target; back.dataset.fault = this.desk.dataset.notShownFault.replace("{reason}", why); }
  }

  #onClick(target) {
    const button = target.closest("button");
    if (!button) return;
    if (button.dataset.paper) this.open(button.dataset.paper);
    else if (button.dataset.step) this.#step(Number(button.dataset.step));
    else if (button.dataset.turn) this.#change({ turn: (this.place.turn + Number(button.dataset.turn) + 360) % 360 });
    else if (button.dataset.zoom) this.#zoom(Number(button.dataset.zoom));
    else if (button.matches("[data-return-paper]")) this.#return("");
    else if (button.matches("[data-return-unshown]")) this.#return(button.dataset.fault);
  }

  #return(fault) {
    const { target, targetTitle } = this.paper.dataset;
    this.sheet?.add({ target, place: targetTitle, fault });
  }

  #step(by) {
    const page = Math.min(Math.max(this.place.page + by, 1), Number(this.paper.dataset.pages) || 1);
    if (page !== this.place.page) { this.frame.scrollTop = 0; this.#change({ page }); }
  }

  #zoom(by) {
    const zoom = by === 0 ? 0 : Math.min(Math.max(this.place.zoom + by, 0), ZOOMS.length - 1);
    this.#change({ zoom });
  }

  #change(changes) {
    Object.assign(this.place, changes);
    this.#show();
  }

  #onKey(event) {
    const steps = { PageDown: 1, ArrowRight: 1, PageUp: -1, ArrowLeft: -1 };
    if (event.target !== this.frame || !(event.key in steps)) return;
    event.preventDefault();
    this.#step(steps[event.key]);
  }
}

// ---------- What is remembered while the window is open ----------

function read(business) {
  return JSON.parse(sessionStorage.getItem(`papers-${business}`) ?? "{}");
}

function keep(business, places) {
  sessionStorage.setItem(`papers-${business}`, JSON.stringify(places));
}
