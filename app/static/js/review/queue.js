// J and K go through the queue, Enter receives what waits.

const KEYS_OFF = "single-keys-off";

function isTyping(target) {
  return target.matches?.("input, select, textarea, [contenteditable='true']") ?? false;
}

/** Scrolls the list alone to the case that is open. */
function showCurrent(queue) {
  const current = queue.querySelector("[aria-current][data-item]");
  const list = queue.querySelector(".queue-list");
  if (!current || !list) return;
  const place = current.offsetTop - list.offsetTop;
  if (place + current.offsetHeight > list.clientHeight) list.scrollTop = place - list.clientHeight / 3;
}

function step(queue, by) {
  const items = [...queue.querySelectorAll("[data-item]")];
  const place = items.findIndex((item) => item.hasAttribute("aria-current"));
  const next = items[place < 0 ? 0 : place + by];
  if (next) next.click();
}

export function startQueue(desk) {
  const queue = desk.querySelector("[data-queue]");
  showCurrent(queue);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
    if (document.querySelector(".modal.show, .dropdown-menu.show, details.pop[open]")) return;
    const receive = document.querySelector("[data-receive]");
    if (event.key === "Enter" && receive && !event.target.closest("a, button, summary")) { event.preventDefault(); receive.click(); return; }
    if (localStorage.getItem(KEYS_OFF) !== null) return;
    const by = { j: 1, k: -1 }[event.key.toLowerCase()];
    if (by) { event.preventDefault(); step(queue, by); }
  });
  desk.addEventListener("change", (event) => { if (event.target.matches("select[data-submit]")) event.target.form.requestSubmit(); });
}
