// A Socket.IO server on Node that speaks the chat's `join` and `say`: node a_node_server.cjs PORT
// Its modules come from server/npm (NODE_PATH).
"use strict";
const http = require("node:http");
const { Server } = require("socket.io");

const server = http.createServer((request, response) => response.end("page"));
const io = new Server(server, { cors: { origin: true } });
io.on("connection", (socket) => {
  socket.on("join", ({ nick, room }, ack) => {
    socket.join(room);
    ack({ ok: true, room, nick, members: [nick], history: [] });
  });
  socket.on("say", (message, ack) => {
    io.to(message.room).emit("message", { ...message, at: Date.now() });
    if (ack) ack({ ok: true, id: message.id });
  });
});
server.listen(Number(process.argv[2]), "127.0.0.1", () => process.stdout.write("listening\n"));
