// The connection of a live page: its sign, and what is said when something cannot be sent.

const SIGNS = {
  connecting: "Connecting…",
  connected: "Connected",
  lost: "The connection is lost. It will be tried again.",
  ended: "This page is no longer connected. Reload it to go on.",
};

let state = "connecting";

/** Whether the page shows what the server has rendered on this very connection. */
export const isConnected = () => state === "connected";

export function become(next) {
  state = next;
  const sign = document.getElementById("connection");
  sign.dataset.state = state;
  sign.textContent = SIGNS[state];
  sign.hidden = false;
  document.getElementById("live").toggleAttribute("data-connected", isConnected());
  if (isConnected()) document.querySelector("#banner > [data-refused]")?.remove();
}

/** Says a sentence above the page, where screen readers hear it, until the next answer. */
export function say(sentence) {
  const line = document.createElement("p");
  line.className = "banner";
  line.textContent = sentence;
  document.getElementById("banner").replaceChildren(line);
  return line;
}

/** What was asked for is not kept for later: by then the page may say something else. */
export function refuse(name) {
  const sentence = `Not connected: “${name}” was not done. Try again when the connection is back.`;
  say(sentence).dataset.refused = ""; // no longer true once it is back
}
