// Where the keyboard is on a live page, while what it stands on is disabled, moved or gone.

let place = null;

/** Remembers what has the focus, the rows around it, and the heading above. */
export function keepFocus() {
  const element = document.activeElement;
  if (!element?.closest("#live")) return;
  const row = element.closest("tr[id]");
  const rows = row ? [...row.parentElement.children] : [];
  const at = rows.indexOf(row);
  place = {
    element,
    // The row itself, those after it, and then those before it, the nearest first.
    rows: [...rows.slice(at), ...rows.slice(0, Math.max(at, 0)).reverse()].map(({ id }) => id),
    heading: headingAbove(element),
  };
}

/**
 * Gives the focus back, unless somebody has moved it meanwhile. A row that takes over gets it itself,
 * and not its button: the next press of the key would be for the wrong row.
 */
export function restoreFocus() {
  if (!place || document.querySelector("dialog[open]")) return;
  const { element, rows, heading } = place;
  const isLost = !document.activeElement || document.activeElement === document.body;
  if (isLost) {
    const row = rows.map((id) => document.getElementById(id)).find((each) => each !== null);
    if (element.isConnected && !element.disabled) element.focus({ preventScroll: true });
    else focusOn(row ?? (heading?.isConnected ? heading : document.querySelector("#live h1")));
  }
  place = null;
}

function focusOn(element) {
  if (!element) return;
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

function headingAbove(element) {
  const isAbove = (heading) =>
    heading.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING;
  return [...document.querySelectorAll("#live :is(h1, h2)")].findLast(isAbove);
}
