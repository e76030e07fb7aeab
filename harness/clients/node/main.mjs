// The child `clients` under Node: `node main.mjs NAME FOLDER`, where FOLDER is where npm has put its packages.
// It speaks the frames of harness/frames.py and ends when standard input does.

import { Console } from "node:console";
import fs from "node:fs";

import { Outbox, now, readCommands } from "./frames.mjs";
import { loadLibrary } from "./library.mjs";
import { Shard } from "./shard.mjs";

const BEHAVIOURS = new URL("../js/behaviours/", import.meta.url);
const GRACE_MS = 2000;
const LOST_PARENT = 70;

globalThis.console = new Console(process.stderr); // a stray print is a log line, never a broken frame
process.on("SIGINT", () => {}); // Ctrl-C in the terminal reaches the whole group: children leave it to the core

const [name, folder] = process.argv.slice(2);
const outbox = new Outbox();
const fail = (message) => outbox.say({ type: "child.failed", t: now(), message });
outbox.say({ type: "child.hello", t: now(), role: "clients", name, pid: process.pid });
outbox.hurry();

for (const trouble of ["uncaughtException", "unhandledRejection"]) {
  process.on(trouble, (error) => fail(`a client's library broke: ${error?.stack?.split("\n")[0] ?? error}`));
}

const shard = new Shard({
  say: (event) => outbox.say(event),
  behaviours: await behaviours(),
  load: remembered((library) => loadLibrary(folder, library)),
});

const orders = {
  "clients.run": (command) => shard.run(command),
  "clients.quiet": () => shard.quiet(),
  "child.flush": ({ id }) => {
    outbox.say({ type: "child.flushed", t: now(), id });
    outbox.hurry();
  },
  "child.quit": () => quit(),
};

readCommands(process.stdin, { obey, reject: fail, end: () => quit() });

function obey(command) {
  try {
    orders[command.type](command);
  } catch (error) {
    fail(`${command.type}: ${error.message}`);
  }
}

let quitting = null;

function quit() {
  setTimeout(() => process.exit(LOST_PARENT), GRACE_MS).unref();
  quitting ??= shard.leave().then(() => outbox.drained());
  quitting.then(() => process.exit(0));
}

async function behaviours() {
  const files = fs.readdirSync(BEHAVIOURS).filter((file) => file.endsWith(".mjs"));
  const modules = await Promise.all(files.map((file) => import(new URL(file, BEHAVIOURS))));
  return new Map(modules.map(({ behaviour }) => [behaviour.name, behaviour]));
}

/** The same answer for the same question, worked out once. */
function remembered(work) {
  const known = new Map();
  return (asked) => {
    if (!known.has(asked)) known.set(asked, work(asked));
    return known.get(asked);
  };
}
