// The columns of a list: moved up and down, by button, before they are applied.

export function startColumns(root) {
  for (const list of root.querySelectorAll("[data-list-columns]")) list.addEventListener("click", onClick);
}

function onClick(event) {
  const button = event.target.closest("[data-move]");
  if (!button) return;
  const row = button.closest("li");
  const other = button.dataset.move === "1" ? row.nextElementSibling : row.previousElementSibling;
  if (!other) return;
  if (button.dataset.move === "1") other.after(row); else other.before(row);
  button.focus();
}
