// A page of the LAN: the join link's token becomes a cookie, and what happens to the page's socket is reported to the
// beacon. Anywhere else this does nothing.

const JOIN = "sidlab-join"; // the token, as the wire's gate reads it
const BEACON = "sidlab-beacon"; // HOST:PORT~BEACON'S PORT, as the server's Content-Security-Policy reads it

function cookie(name) {
  const found = document.cookie.split("; ").find((one) => one.startsWith(`${name}=`));
  return found ? found.slice(name.length + 1) : "";
}

function keep(name, value) {
  document.cookie = `${name}=${value}; path=/; SameSite=Strict`;
}

/** Take the join link's words out of the address, where nobody should see or share them. True: they are news. */
function cameByLink() {
  const words = new URLSearchParams(location.hash.slice(1));
  const [token, port] = [words.get("join") ?? "", words.get("beacon") ?? ""];
  if (!words.has("join")) return false;
  history.replaceState(null, "", location.pathname + location.search);
  if (!/^[\w-]{1,200}$/.test(token) || !/^\d{0,5}$/.test(port)) return false;
  const place = port && `${location.host}~${port}`;
  const known = cookie(JOIN) === token && cookie(BEACON) === place;
  keep(JOIN, token);
  keep(BEACON, place);
  return !known;
}

if (cameByLink()) {
  location.reload(); // once: only now the server can allow this page to talk to the beacon
  await new Promise(() => {});
}

addEventListener("hashchange", () => cameByLink() && location.reload()); // a new link, where the page is open

const [own, port] = cookie(BEACON).split("~");
const token = cookie(JOIN);

/** Whether this page takes part in a run from the LAN, and can say so. */
export const onLan = Boolean(token && port && own === location.host);

/** Have `socket` reported under the name that its person typed; ready when it may connect. */
export async function takePart(socket, name) {
  await import("./reporter.js");
  await window.Sidlab.join(`http://${location.hostname}:${port}`, token, name);
  window.Sidlab.watch(socket);
}
