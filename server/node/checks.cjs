// What clients send, checked as server/checks.py does: types, lengths, and characters that could deceive.
"use strict";
const { Refused } = require("./chat.cjs");

const LIMITS = { nick: 40, room: 60 };
const TEXT = 2_000;
const MESSAGE_ID = 120;
// eslint-disable-next-line no-control-regex
const DECEIVING = /[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

const lengthOf = (text) => Array.from(text).length;

/** A nickname or a room: one line, white space around it taken away, and in it made single spaces. */
function nameIn(data, key) {
  const value = data[key];
  const name = typeof value === "string" ? value.trim().split(/\s+/u).join(" ") : "";
  if (!name || lengthOf(name) > LIMITS[key]) throw new Refused(`a ${key} has 1 to ${LIMITS[key]} characters`);
  if (DECEIVING.test(name)) throw new Refused(`a ${key} cannot hold control characters`);
  return name;
}

/** What is said; it may have several lines, and is never markup. */
function textIn(data) {
  const value = data.text;
  const fits = typeof value === "string" && value.trim() !== "" && lengthOf(value) <= TEXT;
  if (!fits) throw new Refused(`a text has 1 to ${TEXT} characters`);
  return value;
}

/** The id a client gave its message; null when it gave none. */
function idIn(data) {
  const value = data.id ?? null;
  const fits = value === null || (typeof value === "string" && value !== "" && lengthOf(value) <= MESSAGE_ID);
  if (!fits) throw new Refused(`an id has 1 to ${MESSAGE_ID} characters`);
  return value;
}

function flagIn(data, key) {
  if (typeof data[key] !== "boolean") throw new Refused(`${key} is true or false`);
  return data[key];
}

/** The single object an event carries. */
function oneObject(args) {
  const [data] = args;
  if (args.length === 1 && typeof data === "object" && data !== null && !Array.isArray(data)) return data;
  throw new Refused("send one object");
}

module.exports = { nameIn, textIn, idIn, flagIn, oneObject };
