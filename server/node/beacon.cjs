// What a page of the LAN may talk to besides its own origin, as server/hosts.py has it.
"use strict";
const net = require("node:net");

const PLACE = /(?:^|; )sidlab-beacon=([0-9.]+):([0-9]{1,5})~([0-9]{1,5})(?:;|$)/;
const NEAR = new net.BlockList();
for (const [address, bits] of [
  ["10.0.0.0", 8], ["100.64.0.0", 10], ["127.0.0.0", 8], ["169.254.0.0", 16], ["172.16.0.0", 12], ["192.168.0.0", 16],
  ["192.0.2.0", 24], ["198.18.0.0", 15],
]) NEAR.addSubnet(address, bits);

/** From a Cookie header: the WebSocket of the page's own address and its beacon, or nothing. */
function beaconOf(cookies) {
  const [, host, port, beacon] = PLACE.exec(cookies ?? "") ?? [];
  return host && net.isIPv4(host) && NEAR.check(host) ? ` ws://${host}:${port} http://${host}:${beacon}` : "";
}

module.exports = { beaconOf };
