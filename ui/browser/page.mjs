// The application of a page that is a client: the driver of simulated clients on the page's own socket.io-client.
// What it has to say goes to `sidlabTell`, which the DevTools protocol has put into the page (Runtime.addBinding).

import { makeClient } from "./js/client.mjs";
import { seeded } from "./js/random.mjs";

let client = null;

/** Say an event with the page's time of it, or have the clients' process know something else. */
function tell(said) {
  globalThis.sidlabTell(JSON.stringify({ at: performance.now() / 1000, ...said }));
}

/** Load a classic script of this origin. */
function load(file) {
  const script = document.createElement("script");
  script.src = new URL(file, import.meta.url).pathname;
  return new Promise((done, failed) => {
    script.addEventListener("load", done);
    script.addEventListener("error", () => failed(new Error(`${script.src} cannot be loaded`)));
    document.head.append(script);
  });
}

/** What a cache between pages and server knows: `known` by now, and what this page adds to it. */
function cache(known) {
  const map = new Map(Object.entries(known));
  const set = (group, found) => {
    map.set(group, found);
    if (typeof found === "object") tell({ shared: found });
  };
  return { get: (group) => map.get(group), set };
}

/**
 * Be the client of `spec`, from now on or again (`counts`); `own`: with a socket.io-client that is not the page's.
 * `seed`: a text its random numbers follow from; `shared`: handshakes in a cache, by group.
 */
export async function begin({ spec, counts, seed, rate, to, own, shared }) {
  const { behaviour } = await import(`./js/behaviours/${spec.behaviour}.mjs`);
  if (own || !globalThis.io) await load("./socket.io.js");
  const host = { navigate: (ms) => setTimeout(() => location.reload(), ms), shared: cache(shared) };
  const random = seeded(seed);
  client = makeClient({ io: globalThis.io, spec, behaviour, tell: (event) => tell({ event }), random, counts, host });
  client.tune(rate, to);
  client.run();
}

/** Speak `rate` times a second, to these clients. */
export function tune(rate, to) {
  client?.tune(rate, to);
}

/** Leave the server. */
export async function stop() {
  await client?.stop();
}
