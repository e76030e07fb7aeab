// Finds a socket.io-client: a version that npm has installed side by side, or one of the user's own.

import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const NAME = "socket.io-client";

/** Why a library cannot be used, in one line for people. */
export class LibraryError extends Error {}

/**
 * {io, version} of the library `wanted`: empty for the incident's, a version installed under `folder`, or a path to
 * a package's folder or a file in it.
 */
export function loadLibrary(folder, wanted) {
  const home = isPath(wanted) ? homeOf(path.resolve(wanted)) : installed(folder, wanted);
  let found;
  try {
    found = createRequire(path.join(home, "package.json"))(home);
  } catch (error) {
    throw new LibraryError(`${home} cannot be loaded under Node: ${error.message.split("\n")[0]}`);
  }
  if (typeof found.io !== "function") throw new LibraryError(`${home} is no ${NAME}: it has no io()`);
  return { io: found.io, version: `${NAME} ${describe(home).version}` };
}

function isPath(wanted) {
  return /[\\/]/.test(wanted);
}

/** The folder of the version that is wanted, among what npm has installed. */
function installed(folder, wanted) {
  const modules = path.join(folder, "node_modules");
  const names = fs.readdirSync(modules).filter((name) => name.startsWith(NAME));
  const homes = names.map((name) => path.join(modules, name));
  const found = homes.find((home) => (wanted ? describe(home).version === wanted : path.basename(home) === NAME));
  if (found) return found;
  const versions = homes.map((home) => describe(home).version).join(", ") || "none";
  throw new LibraryError(`${NAME} ${wanted} is not installed: there is ${versions}`);
}

/** The package that a file or folder belongs to. */
function homeOf(place) {
  for (let at = place; at !== path.dirname(at); at = path.dirname(at)) {
    if (fs.existsSync(path.join(at, "package.json")) && describe(at).name) return at;
  }
  throw new LibraryError(`${place} is in no npm package, and Node needs one: name the folder of a ${NAME}`);
}

function describe(home) {
  return JSON.parse(fs.readFileSync(path.join(home, "package.json"), "utf8"));
}
