// Choosing people for 入网: all at once, and how many are chosen.

const table = document.querySelector("table[data-selected-text]");
const all = table?.querySelector("[data-tick-all]");
const shown = document.querySelector("[data-selected]");
const boxes = () => [...table.querySelectorAll("tbody input[type='checkbox']:not(:disabled)")];

function count() {
  const ticked = boxes().filter((box) => box.checked).length;
  if (shown) shown.textContent = table.dataset.selectedText.replace("{count}", ticked);
  if (all) { all.checked = ticked > 0 && ticked === boxes().length; all.indeterminate = ticked > 0 && !all.checked; }
  for (const box of boxes()) box.closest("tr").toggleAttribute("data-selected", box.checked);
}

table?.addEventListener("change", (event) => {
  if (event.target === all) for (const box of boxes()) box.checked = all.checked;
  count();
});
if (table) count();
