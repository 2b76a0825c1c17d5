// The words of the desk, in the language of the page.

const words = JSON.parse(document.getElementById("unit-desk-texts")?.textContent ?? "{}");

/** A text with its {places} filled. */
export function say(key, places = {}) {
  return Object.entries(places).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), words[key] ?? key);
}
