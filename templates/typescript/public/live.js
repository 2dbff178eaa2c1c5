// What htmx does not do for a live page: follow redirects, ask for the password, clear the banner.
(() => {
  /** The last event sent, so that it can be sent again once the password is confirmed. */
  let last = null;

  const dialog = () => document.getElementById("confirm-password");

  document.addEventListener("htmx:ws:after:message:outgoing", ({ detail }) => {
    last = { connection: detail.connection, data: detail.message.data };
  });

  document.addEventListener("htmx:ws:before:message:incoming", ({ detail }) => {
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
