// The chat itself, as server/chat.py has it: who is in which room, what was said, what was announced.
"use strict";

const HISTORY = 50;
const MAX_ROOMS = 5_000;
const MAX_ROOMS_OF_ONE = 20;
const MAX_CHARACTERS = 8_000_000; // what all rooms remember together; the rooms silent for longest forget first

/** Something asked for was not done; the message says why, for the person who asked. */
class Refused extends Error {}

class Chat {
  constructor() {
    this.rooms = new Map(); // name → {members: Map(id → nickname), history}; the one silent for longest comes first
    this.roomsOf = new Map();
    this.announced = [];
    this.characters = 0;
  }

  /** Enter a room, or change one's nickname in it; the nickname given: a second Kim becomes `Kim (2)`. */
  join(who, nick, name) {
    const mine = this.roomsOf.get(who) ?? new Set();
    if (!mine.has(name) && mine.size >= MAX_ROOMS_OF_ONE) throw new Refused(`at most ${MAX_ROOMS_OF_ONE} rooms at a time`);
    const room = this.rooms.get(name) ?? this.open(name);
    room.members.delete(who);
    const taken = new Set(room.members.values());
    let given = nick;
    for (let n = 2; taken.has(given); n += 1) given = `${nick} (${n})`;
    room.members.set(who, given);
    this.roomsOf.set(who, mine.add(name));
    return given;
  }

  leave(who, name) {
    this.roomWith(who, name).members.delete(who);
    this.roomsOf.get(who).delete(name);
  }

  /** A socket is gone: it leaves its rooms, which are returned. */
  gone(who) {
    const left = [...(this.roomsOf.get(who) ?? [])].sort();
    this.roomsOf.delete(who);
    for (const name of left) this.rooms.get(name).members.delete(who);
    return left;
  }

  /** Say something in a room one is in: the message, as everyone there shall get it. */
  say(who, name, text, id, at) {
    const room = this.roomWith(who, name);
    const message = { id, room: name, nick: room.members.get(who), text, at };
    room.history.push(message);
    this.characters += text.length;
    if (room.history.length > HISTORY) this.characters -= room.history.shift().text.length;
    this.rooms.delete(name);
    this.rooms.set(name, room);
    this.forget();
    return message;
  }

  nick(who, name) {
    return this.roomWith(who, name).members.get(who);
  }

  members(name) {
    return [...(this.rooms.get(name)?.members.values() ?? [])].sort();
  }

  history(name) {
    return [...(this.rooms.get(name)?.history ?? [])];
  }

  announce(notice) {
    this.announced.push(notice);
    if (this.announced.length > HISTORY) this.announced.shift();
  }

  roomWith(who, name) {
    const room = this.rooms.get(name);
    if (!room?.members.has(who)) throw new Refused("you are not in this room");
    return room;
  }

  open(name) {
    if (this.rooms.size >= MAX_ROOMS) {
      const empty = [...this.rooms].find(([, room]) => room.members.size === 0);
      if (!empty) throw new Refused("there are too many rooms already");
      this.rooms.delete(empty[0]);
      this.characters -= sizeOf(empty[1]);
    }
    const room = { members: new Map(), history: [] };
    this.rooms.set(name, room);
    return room;
  }

  forget() {
    for (const room of this.rooms.values()) {
      if (this.characters <= MAX_CHARACTERS) return;
      this.characters -= sizeOf(room);
      room.history.length = 0;
    }
  }
}

function sizeOf(room) {
  return room.history.reduce((sum, message) => sum + message.text.length, 0);
}

module.exports = { Chat, Refused };
