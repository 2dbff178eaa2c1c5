// What htmx does not do by itself: send the CSRF token, and on a live page follow redirects, ask for
// the password, clear the banner and say how the connection is. Its events have hyphens, as
// layout.tsx configures it. What controls do is in controls.js, what forms do in forms.js.
import { become, isConnected } from "./connection.js";
import { awaited, buttonOf, giveUp, hold, settle } from "./controls.js";
import { keepFocus } from "./focus.js";
import { release } from "./forms.js";

/** The event that waits for the password: where it came from, and what it said. */
let waiting = null;

/** The frame that htmx is showing, and the event that it answers. */
let shown = null;

/** What htmx keeps of the page's connection. */
let current = null;

const LOST = "The connection is lost. Try again in a moment.";

const byId = (id) => document.getElementById(id);

// Requests that htmx sends by itself (hx-post and the like) carry the token as a header.
document.addEventListener("htmx-config-request", ({ detail }) => {
  const token = document.querySelector('meta[name="csrf-token"]').content;
  detail.ctx.request.headers["x-csrf-token"] = token;
});

// What somebody has unfolded stays so when the page is rendered again.
window.htmx.registerExtension("unfolded", {
  htmx_before_morph_attr: (element, { attrName }) =>
    !(element instanceof HTMLDetailsElement && attrName === "open"),
});

document.addEventListener("htmx-ws-before-message-incoming", ({ detail }) => {
  let frame;
  try {
    frame = JSON.parse(detail.message.data);
  } catch {
    return;
  }
  const event = frame.answer ? awaited() : undefined;
  shown = { frame, event };
  keepFocus();
  // A page that is lost leads there by itself, and has the next one say why.
  if (frame.type === "redirect" && frame.lost) window.location.reload();
  else if (frame.type === "redirect") window.location.assign(frame.location);
  if (frame.type === "confirm" && !byId("confirm-password").open) {
    waiting = { connection: detail.connection, data: frame.again, control: event?.control };
    byId("confirm-password").querySelector("form").reset();
    // A control that stands at a row says which one; the server names what the page is about.
    const own = event && buttonOf(event.control).getAttribute("aria-label");
    byId("confirm-password-what").textContent = own || frame.what;
    byId("confirm-password").showModal();
  }
  if (frame.type === "render" && frame.answer) byId("banner").replaceChildren();
});

document.addEventListener("htmx-ws-after-message-incoming", () => {
  if (!shown) return;
  const { frame, event } = shown;
  shown = null;
  if (frame.type === "render") become("connected");
  settle(event, frame.type === "render");
});

document.addEventListener("htmx-ws-after-connection", ({ detail }) => {
  current = detail.connection;
  become("connecting");
});

// htmx connects again by itself, unless the server has closed the page for good.
document.addEventListener("htmx-ws-close", ({ detail }) => {
  become(detail.code === 1000 || detail.code === 1008 ? "ended" : "lost");
  giveUp();
});

// A line that is gone closes no socket. When it is back, a new one shows how things are then.
window.addEventListener("offline", () => {
  if (!isConnected()) return;
  become("lost");
  giveUp();
});
window.addEventListener("online", () => current?.socket?.close());

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-close]")) target.closest("dialog").close();
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const dialog = form.closest("#confirm-password");
  if (!dialog || event.defaultPrevented) return;
  event.preventDefault();
  const error = (await confirmPassword(form)) || (isConnected() ? "" : LOST);
  release(form);
  if (!dialog.open) return; // cancelled meanwhile
  form.querySelector('[role="alert"]').textContent = error;
  if (error) return form.elements["password"].select();
  dialog.close();
  if (waiting.control) hold(waiting.connection, waiting.control);
  waiting.connection.socket.send(waiting.data);
});

/** Says the password to the server; resolves to what is wrong with it, or to "". */
async function confirmPassword(form) {
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { accept: "application/json" },
      body: new URLSearchParams(new FormData(form)),
    });
    return (await answer.json()).error ?? "";
  } catch {
    return "The server did not answer. Try again.";
  }
}
