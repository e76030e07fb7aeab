// The chat's pages, as Flask rendered them when this server started, and the files they load: nothing else.
"use strict";
const fs = require("node:fs");
const { beaconOf } = require("./beacon.cjs");

/** Answers GET and HEAD of the paths in `pages` (each `{type, text}` or `{type, file}`), 404 for all else. */
class Pages {
  /** `policy`: the Content-Security-Policy, with `standIn` where the host belongs that was asked for. */
  constructor(pages, policy, standIn) {
    this.policy = policy;
    this.standIn = standIn;
    this.pages = new Map(Object.entries(pages).map(([path, { type, text, file }]) => [path, { type, body: text ?? fs.readFileSync(file) }]));
  }

  answer(request, response) {
    const page = this.pages.get(request.url.split("?")[0]);
    const known = page && ["GET", "HEAD"].includes(request.method);
    const near = `connect-src 'self'${beaconOf(request.headers.cookie)}`;
    response.writeHead(known ? 200 : 404, {
      "Content-Type": known ? page.type : "text/plain; charset=utf-8",
      "Content-Security-Policy": this.policy.replace("connect-src 'self'", near).replaceAll(this.standIn, request.headers.host),
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "no-referrer",
      "Cross-Origin-Resource-Policy": "same-origin",
    });
    response.end(known && request.method === "GET" ? page.body : undefined);
  }
}

module.exports = { Pages };
