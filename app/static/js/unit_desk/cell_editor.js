// One input inside a cell: Enter and Tab commit and move on, Escape leaves the cell as it was.

let lists = 0;

/*
 * Open an input in `cell`. options: {value, initial (a typed character replaces the value), choices [label], label, numeric,
 * commit(text), done(direction)}; direction: "down", "up", "right", "left" or "" when focus went elsewhere.
 */
export function editCell(cell, options) {
  const input = inputFor(options);
  let closed = false;
  const close = (save, direction) => {
    if (closed) return;
    closed = true;
    const text = input.value.trim();
    holder.remove();
    cell.classList.remove("is-editing");
    if (save) options.commit(text);
    options.done(direction);
  };
  const holder = document.createElement("span");
  holder.className = "cell-editor";
  holder.append(input, ...choiceList(input, options.choices));
  cell.classList.add("is-editing");
  cell.append(holder);
  input.addEventListener("keydown", (event) => onKey(event, close));
  input.addEventListener("blur", () => close(true, ""));
  input.addEventListener("mousedown", (event) => event.stopPropagation());
  input.focus();
  if (options.initial === undefined) input.select();
  return { close: () => close(true, "") };
}

function inputFor({ value, initial, label, numeric }) {
  const input = document.createElement("input");
  input.className = numeric ? "field is-small is-number" : "field is-small";
  input.value = initial ?? value ?? "";
  input.setAttribute("aria-label", label);
  input.autocomplete = "off";
  if (numeric) input.inputMode = "decimal";
  return input;
}

function choiceList(input, choices) {
  if (!choices?.length) return [];
  lists += 1;
  const list = document.createElement("datalist");
  list.id = `cell-choices-${lists}`;
  list.append(...choices.map((label) => Object.assign(document.createElement("option"), { value: label })));
  input.setAttribute("list", list.id);
  return [list];
}

function onKey(event, close) {
  event.stopPropagation();
  if (event.isComposing) return;
  if (event.key === "Escape") { event.preventDefault(); close(false, "stay"); }
  if (event.key === "Enter") { event.preventDefault(); close(true, event.shiftKey ? "up" : "down"); }
  if (event.key === "Tab") { event.preventDefault(); close(true, event.shiftKey ? "left" : "right"); }
}
