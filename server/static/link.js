// The page's one connection, its state in words, and the count of unread notices.
/* global io */

import { watchOver } from "./available.js";
import { onLan, takePart } from "./device.js";
import { t, translate } from "./words.js";

const SEEN = "office-chat.seen";
const NICK = "office-chat.nick";
const ANSWER_MS = 5000;
const asked = new URLSearchParams(location.search);

/** A value the browser keeps for this page; null where it keeps none. */
export function kept(key, value) {
  try {
    if (value !== undefined) localStorage.setItem(key, value);
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function options() {
  const transports = (asked.get("transports") ?? "").split(",").filter((one) => one === "polling" || one === "websocket");
  const query = asked.has("sidlab") ? { sidlab: asked.get("sidlab") } : {};
  const more = transports.length ? { transports } : {};
  return { query, autoConnect: !onLan, ...more };
}

translate();
export const socket = io(options());


/** Ask the server; gives its acknowledgement, or `{ok: false, why}` when none comes. */
export function ask(event, data) {
  return new Promise((resolve) => {
    socket.timeout(ANSWER_MS).emit(event, data, (error, answer) => {
      resolve(error ? { ok: false, why: "The server did not answer. Try again." } : answer);
    });
  });
}

const status = document.getElementById("status");
function say(state, words) {
  status.dataset.state = state;
  status.textContent = t(words);
  document.body.dataset.connected = String(state === "up");
}
say("waiting", onLan ? "Not connected yet" : "Connecting…");
socket.on("connect", () => say("up", "Connected"));
socket.on("disconnect", (reason) => {
  say("down", "Reconnecting…");
  if (reason === "io server disconnect") socket.connect();
});
socket.on("connect_error", () => say("down", "Reconnecting…"));
const connect = watchOver(socket, (words, value) => {
  const trouble = document.getElementById("trouble");
  trouble.textContent = t(words, value);
  trouble.hidden = !words;
});

/** The nickname that was chosen here before; "" when none was. */
export const nickname = () => kept(NICK) ?? "";

let arrived = !onLan;
/** Connect, if that waited for the name of the person at this device. */
export async function arrive(nick) {
  if (arrived) return;
  arrived = true;
  await takePart(socket, nick);
  connect();
}

/** Keep a nickname for the next time. */
export const keepNickname = (nick) => kept(NICK, nick);

const badge = document.getElementById("unread");
const reading = location.pathname === "/notifications";
let unread = 0;
function showUnread() {
  badge.hidden = unread === 0;
  badge.textContent = String(unread);
  badge.setAttribute("aria-label", t("%s unread", String(unread)));
}

/** Everything up to `at` has been read. */
export function read(at) {
  if (at > (kept(SEEN) ?? "")) kept(SEEN, at);
}

/** When the last notice that was read came; "" when none was. */
export function lastRead() {
  return kept(SEEN) ?? "";
}

if (!reading) {
  socket.on("connect", async () => {
    const answer = await ask("notices", {});
    if (!answer.ok) return;
    unread = answer.notices.filter((notice) => notice.at > lastRead()).length;
    showUnread();
  });
  socket.on("notification", () => {
    unread += 1;
    showUnread();
  });
}
