// What htmx does not do by itself: send the CSRF token, and on a live page follow redirects, ask for
// the password and clear the banner. Its events have hyphens, as layout.tsx configures it.
(() => {
  /** The last event sent, so that it can be sent again once the password is confirmed. */
  let last = null;

  // Requests that htmx sends by itself (hx-post and the like) carry the token as a header.
  document.addEventListener("htmx-config-request", ({ detail }) => {
    const token = document.querySelector('meta[name="csrf-token"]').content;
    detail.ctx.request.headers["x-csrf-token"] = token;
  });

  const dialog = () => document.getElementById("confirm-password");

  document.addEventListener("htmx-ws-after-message-outgoing", ({ detail }) => {
    last = { connection: detail.connection, data: detail.message.data };
  });

  document.addEventListener("htmx-ws-before-message-incoming", ({ detail }) => {
    let frame;
    try {
      frame = JSON.parse(detail.message.data);
    } catch {
      return;
    }
    if (frame.type === "redirect") window.location.assign(frame.location);
    if (frame.type === "confirm") dialog().showModal();
    if (frame.type === "render") document.getElementById("banner").replaceChildren();
  });

  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-close]")) target.closest("dialog").close();
  });

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.closest("#confirm-password")) return;
    event.preventDefault();
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { accept: "application/json" },
      body: new URLSearchParams(new FormData(form)),
    });
    const { error } = await answer.json();
    form.querySelector('[role="alert"]').textContent = error ?? "";
    if (!answer.ok) return;
    form.reset();
    dialog().close();
    if (last) last.connection.socket.send(last.data);
  });
})();
