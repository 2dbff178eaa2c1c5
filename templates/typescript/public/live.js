// What htmx does not do by itself: send the CSRF token, and on a live page follow redirects, ask for
// the password, clear the banner and say when the connection is lost. Its events have hyphens, as
// layout.tsx configures it.
(() => {
  /** The event that waits for the password: where it came from, and what it said. */
  let waiting = null;

  /** An event sent on a closed socket would be lost without a word. */
  const isOpen = ({ socket }) => socket?.readyState === WebSocket.OPEN;
  const LOST = "The connection is lost. Try again in a moment.";

  const byId = (id) => document.getElementById(id);

  // Requests that htmx sends by itself (hx-post and the like) carry the token as a header.
  document.addEventListener("htmx-config-request", ({ detail }) => {
    const token = document.querySelector('meta[name="csrf-token"]').content;
    detail.ctx.request.headers["x-csrf-token"] = token;
  });

  document.addEventListener("htmx-ws-before-message-incoming", ({ detail }) => {
    let frame;
    try {
      frame = JSON.parse(detail.message.data);
    } catch {
      return;
    }
    if (frame.type === "redirect") window.location.assign(frame.location);
    if (frame.type === "confirm" && !byId("confirm-password").open) {
      waiting = { connection: detail.connection, data: frame.again };
      byId("confirm-password").querySelector("form").reset();
      byId("confirm-password").showModal();
    }
    if (frame.type === "render") {
      byId("banner").replaceChildren();
      byId("connection").hidden = true;
      byId("live").dataset.connected = "";
    }
  });

  // htmx connects again by itself, unless the server has closed the page for good.
  document.addEventListener("htmx-ws-close", ({ detail }) => {
    delete byId("live").dataset.connected;
    byId("connection").hidden = detail.code === 1000 || detail.code === 1008;
  });

  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-close]")) target.closest("dialog").close();
  });

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const dialog = form.closest("#confirm-password");
    if (!dialog) return;
    event.preventDefault();
    const error = (await confirmPassword(form)) || (isOpen(waiting.connection) ? "" : LOST);
    if (!dialog.open) return; // cancelled meanwhile
    form.querySelector('[role="alert"]').textContent = error;
    if (error) return form.elements["password"].select();
    dialog.close();
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
})();
