// A message is read once its case is opened: said to the desk while the page is already leaving.

const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";

function markRead(link) {
  const body = new URLSearchParams({ csrf_token: token(), id: link.dataset.read, quiet: "1" });
  fetch("/messages/read", { method: "POST", body, keepalive: true, credentials: "same-origin" });
}

for (const link of document.querySelectorAll("[data-read]")) {
  link.addEventListener("click", () => markRead(link));
  link.addEventListener("auxclick", () => markRead(link));
}
