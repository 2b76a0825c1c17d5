// An act that needs a reason leads to the field for it while that is empty.

const panel = document.querySelector("[data-reasoned]");
const reason = panel.querySelector("#reason");
const operations = new Set(panel.dataset.reasoned.split(" "));

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=operation]");
  if (!button || !operations.has(button.value) || reason.value.trim()) return;
  event.preventDefault();
  event.stopPropagation();
  panel.open = true;
  reason.focus();
  reason.scrollIntoView({ block: "center" });
}, true);
