// The keys of the desk. With Alt they work in fields and cells too; none of them is a letter alone.

const TYPING = "input:not([type=checkbox]), textarea, select";
const OWN_IN_FIELDS = ["Ctrl+z", "Ctrl+Z", "Ctrl+y"]; // a field takes back its own typing

export class DeskKeys {
  /** acts: "Alt+1", "Ctrl+z", "Ctrl+Z" (with Shift) -> what happens. */
  constructor(root, acts) {
    Object.assign(this, { root, acts });
    document.addEventListener("keydown", (event) => this.#onKey(event));
  }

  #onKey(event) {
    const name = nameOf(event);
    const act = this.acts[name];
    if (!act || !this.root.offsetParent || document.querySelector(".modal.show")) return;
    if (OWN_IN_FIELDS.includes(name) && event.target.closest?.(TYPING)) return;
    event.preventDefault();
    act();
  }
}

/** By the key's place where Alt changes what it types. */
function nameOf(event) {
  const { altKey, ctrlKey, metaKey, shiftKey, code, key } = event;
  if (altKey === (ctrlKey || metaKey)) return "";
  const plain = /^(?:Key|Digit)(.)$/.exec(code)?.[1].toLowerCase() ?? key;
  return altKey ? `Alt+${plain}` : `Ctrl+${shiftKey ? plain.toUpperCase() : plain}`;
}
