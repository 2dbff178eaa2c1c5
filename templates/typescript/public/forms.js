// Forms that are posted: sent once, with a sign that they are on their way.

/** Longer than any answer takes; a person who has stopped the page can send the form again. */
const ANSWER_MS = 60_000;

const buttonsOf = (form) => form.querySelectorAll('button:not([type="button"])');

/** The form may be sent again. */
export function release(form) {
  delete form.dataset.sent;
  for (const button of buttonsOf(form)) {
    if (!("held" in button.dataset)) continue;
    button.disabled = false;
    button.removeAttribute("aria-busy");
    delete button.dataset.held;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if ("sent" in form.dataset) return event.preventDefault();
  form.dataset.sent = "";
  // Later: a button that is disabled now would not be sent.
  setTimeout(() => {
    if (!("sent" in form.dataset)) return;
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

// The browser's Back shows the page as it was left, with its socket closed for good.
window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted && document.getElementById("live")) return window.location.reload();
  document.querySelectorAll("form[data-sent]").forEach(release);
});
