// A version note as the workbench will show it, while it is being written.

const preview = document.querySelector("[data-note-preview]");
const parts = ["title", "publish_at", "body"].map((name) => ({
  field: document.querySelector(`[name="${name}"]`),
  shown: preview?.querySelector(`[data-part="${name}"]`),
}));

function show() {
  for (const { field, shown } of parts) shown.textContent = field.value.replace("T", " ").trim();
}

if (preview && parts.every(({ field }) => field)) {
  preview.hidden = false;
  for (const { field } of parts) field.addEventListener("input", show);
  show();
}
