// Forms that are posted: sent once, with a sign that they are on their way.

/** Longer than any answer takes; a person who has stopped the page can send the form again. */
const ANSWER_MS = 60_000;

const sent = new WeakSet();

const buttonsOf = (form) => form.querySelectorAll('button:not([type="button"])');

/** The form may be sent again. */
export function release(form) {
  sent.delete(form);
  for (const button of buttonsOf(form)) {
    if (!("held" in button.dataset)) continue;
    button.disabled = false;
    button.removeAttribute("aria-busy");
    delete button.dataset.held;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
  if (sent.has(form)) return event.preventDefault();
  sent.add(form);
  // Later: a button that is disabled now would not be sent.
  setTimeout(() => {
    if (!sent.has(form)) return;
    for (const button of buttonsOf(form)) {
      if (button.disabled) continue;
      button.disabled = true;
      button.dataset.held = "";
      if (button === (event.submitter ?? buttonsOf(form)[0])) {
        button.setAttribute("aria-busy", "true");
      }
    }
  });
  setTimeout(() => release(form), ANSWER_MS);
});

// The browser's Back may show a page as it was left: its socket is closed for good, and a form that was
// sent has had its turn.
window.addEventListener("pageshow", ({ persisted }) => {
  const isUsed =
    document.getElementById("live") || [...document.forms].some((form) => sent.has(form));
  if (persisted && isUsed) window.location.reload();
});
