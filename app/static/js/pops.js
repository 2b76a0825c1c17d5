// What opens over the page beside its button: one at a time; a click elsewhere and Esc close it.

export function startPops() {
  document.addEventListener("click", (event) => {
    for (const pop of document.querySelectorAll("details.pop[open]")) if (!pop.contains(event.target)) pop.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const pop = event.key === "Escape" ? document.querySelector("details.pop[open]") : null;
    if (!pop) return;
    pop.open = false;
    pop.querySelector("summary").focus();
  });
}
