// The controls of a live page: one click does one thing. Until the answer they are disabled, and so
// they are for the time of a double click, whose second half would hit whatever has moved there.
import { isConnected, refuse, say } from "./connection.js";
import { keepFocus, restoreFocus } from "./focus.js";

/** The time of a double click, and how far its halves may be apart. */
const QUIET_MS = 500;
const SAME_PLACE_PX = 10;

/** The server's own limits end every event long before. */
const ANSWER_MS = 90_000;

const CONTROL = "[hx-ws-send]";
const BUTTON = `button${CONTROL}, ${CONTROL} button, ${CONTROL} input[type="submit"]`;

/** The events that are not answered yet, in their order, which is that of the answers. */
let sent = [];
let quietUntil = 0;
let quiet;
/** Where the last event was pressed. */
let pressed = { x: -1, y: -1 };

/** What somebody has pressed to send it. */
export const buttonOf = (control, submitter) =>
  (control.matches("form") && (submitter ?? control.querySelector("button"))) || control;
const nameOf = (button) => button.getAttribute("aria-label") || button.innerText.trim();
const typedIn = (form) =>
  [...form.querySelectorAll('input:not([type="hidden"]), select, textarea')]
    .map(({ value, checked }) => `${checked} ${value}`)
    .join("\n");
const isHeld = () => sent.length > 0 || Date.now() < quietUntil;

/** An event is on its way: holds all controls, and remembers what was typed. */
export function hold(connection, control) {
  const form = control.matches("form") ? control : null;
  const timer = setTimeout(() => connection.socket?.close(), ANSWER_MS);
  sent.push({ control, timer, form, typed: form && typedIn(form) });
  keepFocus();
  beQuiet();
  show();
}

/** What the next answer is for. */
export const awaited = () => sent[0];

/** The page shows an answer, or something that was pushed, which is none. */
export function settle(event, isDone) {
  if (event) {
    forget(event);
    // A press that was meant for the page as it was a moment ago must not hit what has moved there.
    beQuiet();
    // What was typed meanwhile is for the next time.
    const { form, typed } = event;
    if (isDone && form?.isConnected && typedIn(form) === typed) {
      HTMLFormElement.prototype.reset.call(form); // a field may be called "reset"
    }
  }
  show();
}

/** The connection has ended; an event on its way may have been done or not. */
export function giveUp() {
  const names = sent.map(({ control }) => `“${nameOf(buttonOf(control))}”`);
  sent.forEach(forget);
  if (names.length > 0) {
    say(
      `The connection was lost before the answer to ${names.join(", ")}. Look whether it was done.`,
    );
  }
  show();
}

function forget(event) {
  clearTimeout(event.timer);
  sent = sent.filter((each) => each !== event);
}

function beQuiet() {
  quietUntil = Date.now() + QUIET_MS;
  clearTimeout(quiet);
  quiet = setTimeout(show, QUIET_MS);
}

/** Brings the buttons in order, also after the page was rendered again. */
function show() {
  const busy = new Set(sent.map(({ control }) => buttonOf(control)));
  for (const button of document.querySelectorAll(BUTTON)) {
    if (isHeld() && !button.disabled) {
      button.disabled = true;
      button.dataset.held = "";
    } else if (!isHeld() && "held" in button.dataset) {
      button.disabled = false;
      delete button.dataset.held;
    }
    if (busy.has(button)) button.setAttribute("aria-busy", "true");
    else button.removeAttribute("aria-busy");
  }
  if (!isHeld()) restoreFocus();
}

/** Whether a click or a submission must not reach htmx. */
function isRefused(event) {
  const control = event.target.closest?.(CONTROL);
  if (!control) return false;
  const button = event.target.closest(BUTTON);
  if (event.type === "click" && !button) return false;
  if (isHeld() || event.detail > 1) return true;
  if (isConnected() || (event.type === "click" && control.matches("form"))) return false;
  refuse(nameOf(buttonOf(control, event.submitter)));
  return true;
}

for (const type of ["click", "submit"]) {
  const guard = (event) => {
    if (!isRefused(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener(type, guard, { capture: true });
}

// A key that is held down is one press, also on the button that gets the focus afterwards.
document.addEventListener(
  "keydown",
  (event) => {
    const { repeat, key, target } = event;
    if (!repeat || key !== "Enter") return;
    if (!(target instanceof HTMLTextAreaElement || target.isContentEditable))
      event.preventDefault();
  },
  { capture: true },
);

// More than two clicks at one place are one as well.
document.addEventListener(
  "pointerdown",
  ({ clientX, clientY }) => {
    const distance = Math.hypot(clientX - pressed.x, clientY - pressed.y);
    if (Date.now() < quietUntil && distance < SAME_PLACE_PX) beQuiet();
    pressed = { x: clientX, y: clientY };
  },
  { capture: true },
);

// The last gate, for whatever sends events: nothing is queued for a later connection.
document.addEventListener("htmx-ws-before-message-outgoing", ({ target, detail }) => {
  detail.cancelled = !isConnected() || (isHeld() && target.matches("button, form"));
  if (!detail.cancelled) hold(detail.connection, target);
  else if (!isConnected()) refuse(nameOf(buttonOf(target)));
});

// Whoever closes the dialog with the password goes on where the dialog came up.
document.addEventListener("close", show, { capture: true });
