// The chat protocol over Socket.IO, as server/events.py has it: events in, acknowledgements and broadcasts out.
"use strict";
const crypto = require("node:crypto");
const { Chat, Refused } = require("./chat.cjs");
const { nameIn, textIn, idIn, flagIn, oneObject } = require("./checks.cjs");

const SOON_MS = 200; // a change waits so long for others to join it, and longer in a large crowd
const PER_MEMBER_MS = 5;

const audience = (room) => `room ${room}`; // every socket id is a Socket.IO room too, which nobody may name
const now = () => new Date().toISOString();
const newId = () => crypto.randomBytes(8).toString("hex");

class ChatEvents {
  constructor(io) {
    this.io = io;
    this.chat = new Chat();
    this.pending = new Set();
    this.handlers = {
      join: this.join,
      leave: this.leave,
      say: this.say,
      typing: this.typing,
      notify: this.notify,
      notices: () => ({ ok: true, notices: this.chat.announced }),
    };
  }

  /** Answer what this socket sends, and let it leave its rooms when it goes. */
  welcome(socket) {
    socket.onAny((name, ...args) => {
      const ack = typeof args.at(-1) === "function" ? args.pop() : () => undefined;
      ack(this.answer(socket, name, args));
    });
    socket.on("disconnect", () => this.chat.gone(socket.id).forEach((room) => this.changed(room)));
  }

  answer(socket, name, args) {
    if (!Object.hasOwn(this.handlers, name)) return { ok: false, why: "there is no such event" };
    try {
      return this.handlers[name].call(this, socket, oneObject(args));
    } catch (refusal) {
      if (!(refusal instanceof Refused)) throw refusal;
      return { ok: false, why: refusal.message };
    }
  }

  join(socket, data) {
    const [nick, room] = [nameIn(data, "nick"), nameIn(data, "room")];
    const given = this.chat.join(socket.id, nick, room);
    socket.join(audience(room));
    const members = this.chat.members(room);
    if (members.length > 1) this.changed(room); // who joins reads the list in the acknowledgement
    return { ok: true, nick: given, room, members, history: this.chat.history(room) };
  }

  leave(socket, data) {
    const room = nameIn(data, "room");
    this.chat.leave(socket.id, room);
    socket.leave(audience(room));
    this.changed(room);
    return { ok: true };
  }

  say(socket, data) {
    const [room, text] = [nameIn(data, "room"), textIn(data)];
    const message = this.chat.say(socket.id, room, text, idIn(data) ?? newId(), now());
    this.io.to(audience(room)).emit("message", message);
    return { ok: true, id: message.id };
  }

  typing(socket, data) {
    const [room, on] = [nameIn(data, "room"), flagIn(data, "on")];
    socket.to(audience(room)).emit("typing", { room, nick: this.chat.nick(socket.id, room), on });
    return { ok: true };
  }

  notify(_socket, data) {
    const notice = { id: newId(), text: textIn(data), at: now() };
    this.chat.announce(notice);
    this.io.emit("notification", notice);
    return { ok: true, id: notice.id };
  }

  /** Tell a room who is in it, soon; changes that come together make one broadcast. */
  changed(room) {
    const members = this.chat.members(room).length;
    if (members === 0 || this.pending.has(room)) return;
    this.pending.add(room);
    setTimeout(() => {
      this.pending.delete(room);
      this.io.to(audience(room)).emit("members", { room, members: this.chat.members(room) });
    }, SOON_MS + PER_MEMBER_MS * members);
  }
}

module.exports = { ChatEvents };
