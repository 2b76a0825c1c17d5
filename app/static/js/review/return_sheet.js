// 退件单: a click on a field, a unit, a check or a paper adds a line; phrases fill the line that was worked on last.

export function startReturnSheet(desk, form) {
  const sheet = new ReturnSheet(desk, form);
  document.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-return]");
    if (mark) sheet.add({ target: mark.dataset.return, place: mark.dataset.returnTitle, fault: mark.dataset.returnFault ?? "" });
    else addField(sheet, event.target.closest("td[data-field]"));
  });
  return sheet;
}

/** A figure of the unit table: its field of that unit. */
function addField(sheet, cell) {
  if (!cell) return;
  const room = cell.parentElement.querySelector("[data-return]");
  const title = JSON.parse(cell.closest("[data-fields]").dataset.fields)[cell.dataset.field];
  sheet.add({ target: `${room.dataset.return}.${cell.dataset.field}`, place: `${room.dataset.returnTitle} ${title}` });
}

class ReturnSheet {
  constructor(desk, form) {
    Object.assign(this, { desk, form, fold: form.querySelector("[data-return-sheet]"), list: form.querySelector("[data-lines]"), worked: null });
    this.template = form.querySelector("[data-line-template]");
    this.places = form.querySelector("#return-places");
    this.list.addEventListener("input", (event) => this.#onInput(event.target));
    this.list.addEventListener("focusin", (event) => { this.worked = event.target; });
    this.list.addEventListener("click", (event) => { if (event.target.closest("[data-drop-line]")) this.#drop(event.target.closest("[data-line]")); });
    form.querySelector("[data-add-line]").addEventListener("click", () => this.add({}));
    for (const button of form.querySelectorAll("[data-line-phrase]")) button.addEventListener("click", () => this.#phrase(button));
    form.addEventListener("submit", (event) => this.#onSubmit(event));
    this.#count();
  }

  /** A place is named once: a second click goes to its line. */
  add({ target = "", place = "", fault = "", wanted = "" }) {
    const line = (target && this.lines().find((one) => part(one, "target").value === target)) || this.#blank();
    part(line, "target").value ||= target || place;
    part(line, "place").value ||= place;
    part(line, "fault").value ||= fault;
    part(line, "wanted").value ||= wanted;
    this.fold.open = true;
    this.#count();
    this.#opinionOfReturn();
    const field = part(line, place ? "fault" : "place");
    field.focus();
    field.select();
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  lines() {
    return [...this.list.querySelectorAll("[data-line]")];
  }

  filled() {
    return this.lines().filter((line) => part(line, "target").value && part(line, "fault").value.trim());
  }

  #blank() {
    const free = this.lines().find((line) => !part(line, "place").value && !part(line, "fault").value);
    if (free) return free;
    this.list.append(this.template.content.cloneNode(true));
    this.#renumber();
    return this.lines().at(-1);
  }

  #drop(line) {
    line.remove();
    this.#renumber();
    this.#count();
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #renumber() {
    this.lines().forEach((line, index) => {
      for (const field of line.querySelectorAll("[data-part]")) field.name = `lines-${index}-${field.dataset.part}`;
    });
  }

  #onInput(field) {
    if (field.dataset.part === "place") part(field.closest("[data-line]"), "target").value = this.#targetOf(field.value);
    this.#count();
  }

  /** The stored name of a place: the option's, or the words themselves. */
  #targetOf(words) {
    const option = [...(this.places?.options ?? [])].find((one) => one.value === words);
    return option?.dataset.target ?? words;
  }

  #phrase(button) {
    const line = this.worked?.closest("[data-line]") ?? this.lines().at(-1);
    if (!line) { this.add({}); return; }
    const field = part(line, button.dataset.linePhrase);
    field.value = field.value.trim() ? `${field.value.trim()}；${button.textContent}` : button.textContent;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  }

  /** What agrees by default does not travel with a return. */
  #opinionOfReturn() {
    const text = this.form.elements["opinion-text"];
    if (text.value.trim() === this.desk.dataset.defaultOpinion) text.value = "";
  }

  #count() {
    const count = this.filled().length;
    const button = this.form.querySelector("[data-send-back]");
    if (button) button.textContent = count ? this.desk.dataset.returnText.replace("{count}", count) : this.desk.dataset.returnWord;
  }

  /** 退件 with nothing listed opens the sheet instead of posting nothing. */
  #onSubmit(event) {
    if (!event.submitter?.matches("[data-send-back]") || this.filled().length) return;
    event.preventDefault();
    this.add({});
  }
}

function part(line, name) {
  return line.querySelector(`[data-part="${name}"]`);
}
