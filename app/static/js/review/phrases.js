// A click on a phrase puts it into the opinion: in place of what stands there by default, else behind it.

export function startPhrases(root) {
  const text = root.querySelector("#opinion-text");
  if (!text) return;
  const usual = text.value;
  for (const button of root.querySelectorAll("[data-phrase]")) {
    button.addEventListener("click", () => {
      const words = text.value.trim();
      text.value = !words || words === usual.trim() ? button.textContent : `${words}${button.textContent}`;
      text.dispatchEvent(new Event("input", { bubbles: true }));
      text.focus();
      button.closest("details.pop")?.removeAttribute("open");
    });
  }
}
