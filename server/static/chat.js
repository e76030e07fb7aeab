// The chat page: rooms one is in, what is said there, who is there, who types.

import { arrive, ask, keepNickname, nickname, socket } from "./link.js";
import { clock, language, make, problem, t } from "./words.js";

const SHOWN = 500; // messages kept on the page for one room
const IDLE_MS = 2000;
const find = (id) => document.getElementById(id);
const rooms = new Map(); // name → {nick, members, messages: Map(id → message), typing: Map(nick → timer), unread}
let current = null;

function room(name) {
  return rooms.get(name) ?? { nick: "", members: [], messages: new Map(), typing: new Map(), unread: 0 };
}

async function join(nick, name) {
  const answer = await ask("join", { nick, room: name });
  if (!answer.ok) return answer;
  const joined = room(answer.room);
  joined.nick = answer.nick;
  joined.members = answer.members;
  for (const message of answer.history) keep(joined, message);
  rooms.set(answer.room, joined);
  return answer;
}

function keep(where, message) {
  where.messages.delete(message.id);
  where.messages.set(message.id, message);
  if (where.messages.size > SHOWN) where.messages.delete(where.messages.keys().next().value);
}

function open(name) {
  current = name;
  find("enter").hidden = true;
  find("office").hidden = false;
  room(name).unread = 0;
  showAll();
  find("text").focus();
}

function showAll() {
  showRooms();
  showMembers();
  showTyping();
  find("room-name").textContent = current;
  find("messages").replaceChildren(...[...room(current).messages.values()].map(line));
  toEnd();
}

function showRooms() {
  find("rooms").replaceChildren(...[...rooms].map(([name, one]) => {
    const button = make("button");
    button.type = "button";
    button.append(make("span", name));
    if (one.unread) button.append(make("span", String(one.unread), "badge"));
    if (name === current) button.setAttribute("aria-current", "true");
    button.addEventListener("click", () => open(name));
    const item = make("li");
    item.append(button);
    return item;
  }));
}

function showMembers() {
  const { members, nick } = room(current);
  find("how-many").textContent = String(members.length);
  find("members").replaceChildren(...members.map((one) => make("li", one === nick ? `${one} (${t("you")})` : one)));
}

function showTyping() {
  const names = [...room(current).typing.keys()];
  const list = new Intl.ListFormat(language, { type: "conjunction" }).format(names.slice(0, 3));
  find("typing").textContent = names.length ? t(names.length > 1 ? "%s are typing…" : "%s is typing…", list) : "";
}

function line(message) {
  const item = make("li", "", message.nick === room(message.room).nick ? "mine" : "");
  item.dataset.id = message.id;
  if (!message.at || message.failed) item.classList.add("pending");
  const by = make("div", "", "by");
  by.append(make("b", message.nick));
  if (message.at) by.append(clock(message.at));
  item.append(by, make("p", message.text, "said"));
  if (message.failed) item.append(failure(message));
  return item;
}

function failure(message) {
  const note = make("div", `${t("Not sent.")} `, "problem");
  const again = make("button", t("Send again"), "quiet-button");
  again.type = "button";
  again.addEventListener("click", () => send({ ...message, failed: false }));
  note.append(again);
  return note;
}

function show(message) {
  const where = room(message.room);
  keep(where, message);
  if (message.room !== current) {
    if (message.at) where.unread += 1;
    showRooms();
    return;
  }
  const list = find("messages");
  const follow = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const old = [...list.children].find((item) => item.dataset.id === message.id);
  if (old) old.replaceWith(line(message));
  else list.append(line(message));
  while (list.children.length > SHOWN) list.firstElementChild.remove();
  if (follow) toEnd();
}

function toEnd() {
  find("messages").scrollTop = find("messages").scrollHeight;
}

async function send(message) {
  show(message);
  const answer = socket.connected ? await ask("say", { room: message.room, text: message.text, id: message.id }) : { ok: false };
  const shown = room(message.room).messages.get(message.id);
  if (!answer.ok && shown && !shown.at) show({ ...message, failed: true });
}

let typing = null;
function typed(on) {
  clearTimeout(typing);
  if (on !== (typing !== null) && socket.connected) socket.emit("typing", { room: current, on });
  typing = on ? setTimeout(() => typed(false), IDLE_MS) : null;
}

find("enter").addEventListener("submit", async (event) => {
  event.preventDefault();
  await arrive(find("nick").value);
  const answer = await join(find("nick").value, find("first-room").value);
  problem("enter-problem", answer.ok ? "" : answer.why);
  if (!answer.ok) return;
  keepNickname(find("nick").value);
  open(answer.room);
});

find("another").addEventListener("submit", async (event) => {
  event.preventDefault();
  const answer = await join(find("nick").value, find("another-room").value);
  problem("another-problem", answer.ok ? "" : answer.why);
  if (!answer.ok) return;
  find("another-room").value = "";
  open(answer.room);
});

find("leave").addEventListener("click", async () => {
  await ask("leave", { room: current });
  rooms.delete(current);
  const next = rooms.keys().next().value;
  if (next !== undefined) return open(next);
  find("office").hidden = true;
  find("enter").hidden = false;
});

find("compose").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = find("text").value;
  if (!text.trim()) return;
  find("text").value = "";
  typed(false);
  const random = crypto.getRandomValues(new Uint32Array(3)).join("-");
  send({ id: `page-${random}`, room: current, nick: room(current).nick, text, at: "" });
});
find("text").addEventListener("input", () => typed(true));

socket.on("message", (message) => rooms.has(message.room) && show(message));
socket.on("members", ({ room: name, members }) => {
  if (!rooms.has(name)) return;
  room(name).members = members;
  if (name === current) showMembers();
});
socket.on("typing", ({ room: name, nick, on }) => {
  if (!rooms.has(name)) return;
  const who = room(name).typing;
  clearTimeout(who.get(nick));
  who.delete(nick);
  if (on) who.set(nick, setTimeout(() => { who.delete(nick); showTyping(); }, 2 * IDLE_MS));
  if (name === current) showTyping();
});
socket.on("connect", async () => {
  await Promise.all([...rooms.keys()].map((name) => join(find("nick").value, name)));
  if (current !== null && rooms.has(current)) showAll();
});

const asked = new URLSearchParams(location.search);
find("nick").value = asked.get("nick") ?? nickname();
if (find("nick").value) arrive(find("nick").value);
if (asked.has("room")) find("first-room").value = asked.get("room");
if (asked.has("nick") && asked.has("room")) socket.once("connect", () => find("enter").requestSubmit());
