// A real socket.io server that is our chat. Its settings are the first line of standard input, one JSON object
// (server/profiles/node.py); when standard input ends, so does this process.
"use strict";
const http = require("node:http");
const path = require("node:path");
const { Answers } = require("./answers.cjs");
const { ChatEvents } = require("./events.cjs");
const { Pages } = require("./pages.cjs");
const { Witness, lines } = require("./witness.cjs");

const LOST_PARENT = 70;
const MODULES = path.join(__dirname, "..", "npm", "node_modules");
const module_ = (name) => require(path.join(MODULES, name));
const versionOf = (name) => module_(path.join(name, "package.json")).version;

/** A page of another origin may neither read over polling (CORS) nor open a WebSocket, which CORS does not cover. */
function allowRequest(origins) {
  return (request, decide) => {
    const upgrading = request.headers.upgrade !== undefined;
    const foreign = request.headers.origin !== undefined && !origins.includes(request.headers.origin);
    decide("Not an accepted origin.", !(upgrading && foreign));
  };
}

function testify(io, witness) {
  const generate = io.engine.generateId.bind(io.engine);
  io.engine.generateId = (request) => {
    const sid = `${witness.epoch}-${generate(request)}`;
    witness.say("server.sid-issued", { sid, epoch: witness.epoch, client: request._query.sidlab });
    return sid;
  };
  io.on("connection", (socket) => {
    const { epoch } = witness;
    const whom = { sid: socket.conn.id, socket_id: socket.id, epoch, client: socket.handshake.query.sidlab };
    witness.say("server.connected", { transport: socket.conn.transport.name, ...whom });
    socket.on("disconnect", (reason) => witness.say("server.disconnected", { reason: `server:${reason}`, ...whom }));
  });
}

async function serve(settings) {
  const versions = { Node: process.versions.node, ...Object.fromEntries(["socket.io", "engine.io", "ws"].map((name) => [name, versionOf(name)])) };
  const witness = new Witness(process.env.SIDLAB_WITNESS ?? "", process.env.SIDLAB_WITNESS_TOKEN ?? "", settings.profile, versions);
  const pages = new Pages(settings.pages, settings.policy, settings.host_stand_in);
  const server = http.createServer((request, response) => pages.answer(request, response));
  const io = new (module_("socket.io").Server)(server, {
    serveClient: false,
    pingInterval: settings.ping_interval * 1000,
    pingTimeout: settings.ping_timeout * 1000,
    cors: { origin: settings.origins, credentials: true },
    allowRequest: allowRequest(settings.origins),
  });
  const events = new ChatEvents(io);
  if (process.env.SIDLAB_WITNESS) testify(io, witness);
  io.on("connection", (socket) => events.welcome(socket));
  new Answers(witness, settings.hosts).surround(server);
  await witness.open();
  server.listen(settings.port, settings.host);
}

process.stdin.setEncoding("utf8");
process.stdin.on("end", () => process.exit(LOST_PARENT));
process.stdin.on("data", lines((line) => serve(JSON.parse(line))));
