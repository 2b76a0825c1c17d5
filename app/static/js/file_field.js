// A chosen file's name beside its button, in the language of the page whatever the browser's own.

for (const field of document.querySelectorAll("input[type='file'][data-file]")) {
  const name = document.querySelector(`[data-file-name="${field.id}"]`);
  const none = name?.textContent ?? "";
  field.addEventListener("change", () => { if (name) name.textContent = field.files[0]?.name ?? none; });
}
