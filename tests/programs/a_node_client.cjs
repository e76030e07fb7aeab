// Socket.IO clients on Node that say what happens to them: node a_node_client.cjs URL COUNT TRANSPORT[,TRANSPORT]
// One JSON line each: the client's number, what happened, and the library's own words for why.
"use strict";
const { io } = require("socket.io-client");

const [url, count, transports] = process.argv.slice(2);
const say = (client, what, ...why) => process.stdout.write(`${JSON.stringify({ client, what, why })}\n`);
const cause = (error) => String(error?.context?.statusText?.code ?? error?.error?.code ?? error?.type ?? error ?? "");

for (let client = 0; client < Number(count); client += 1) {
  const socket = io(url, { transports: transports.split(","), forceNew: true, reconnectionDelay: 300 });
  socket.on("connect", () => {
    const engine = socket.io.engine; // connected for good, once it is on the transport it will stay on
    const upgrades = transports.includes(",") && engine.transport.name === "polling";
    if (upgrades) engine.once("upgrade", () => say(client, "connect"));
    else say(client, "connect");
  });
  socket.on("disconnect", (reason, details) => say(client, "disconnect", reason, cause(details?.description ?? details)));
  socket.on("connect_error", (error) => say(client, "connect_error", error.message, cause(error.description)));
  setInterval(() => socket.connected && socket.emit("say", { room: "none", id: "x" }), 100);
}
