/**
 * Preloaded into a process: counts its calls of `node:fs` that change something on the disk, and at
 * call number FAULT_AT does what FAULT says:
 *
 *   count   nothing; at the end the number of calls is written to the file FAULT_COUNT
 *   before  kills the process instead of the call
 *   torn    kills it halfway through the call: half of a text, half of a folder removed
 *   fail    lets the call fail as on a full disk
 *   full    lets it and every later call fail that needs room
 */
const fs = require("node:fs");
const { syncBuiltinESMExports } = require("node:module");
const { join } = require("node:path");

const { FAULT, FAULT_AT, FAULT_COUNT } = process.env;
const original = { ...fs };
const NEED_ROOM = ["writeFileSync", "mkdirSync", "linkSync", "copyFileSync", "openSync"];
const WATCHED = [
  ...NEED_ROOM,
  "fsyncSync",
  "closeSync",
  "chmodSync",
  "renameSync",
  "rmSync",
  "rmdirSync",
  "unlinkSync",
];
let calls = 0;

function halve(name, args) {
  if (name === "writeFileSync") {
    const text = String(args[1]);
    original.writeFileSync(args[0], text.slice(0, text.length / 2), args[2]);
  }
  if (name === "rmSync" && args[1]?.recursive && original.existsSync(args[0])) {
    const entries = original.readdirSync(args[0], { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    for (const file of files.slice(0, Math.ceil(files.length / 2))) {
      original.unlinkSync(join(file.parentPath, file.name));
    }
  }
}

function kill() {
  process.kill(process.pid, "SIGKILL");
  // The signal may take a moment; no further call may be made.
  for (;;);
}

function noRoom(name) {
  const error = new Error(`ENOSPC: no space left on device, ${name}`);
  return Object.assign(error, { code: "ENOSPC", errno: -28, syscall: name });
}

// Opening for reading, and closing that, changes nothing.
const handles = new Set();

for (const name of WATCHED) {
  fs[name] = (...args) => {
    if (name === "openSync" && (typeof args[1] === "number" || args[1] === "r")) {
      const handle = original.openSync(...args);
      handles.add(handle);
      return handle;
    }
    if (name === "closeSync" && handles.delete(args[0])) return original.closeSync(...args);
    calls += 1;
    const at = calls === Number(FAULT_AT);
    if (at && FAULT === "torn") halve(name, args);
    if (at && (FAULT === "torn" || FAULT === "before")) kill();
    if (at && FAULT === "fail") throw noRoom(name);
    if (FAULT === "full" && calls >= Number(FAULT_AT) && NEED_ROOM.includes(name)) {
      throw noRoom(name);
    }
    return original[name](...args);
  };
}
syncBuiltinESMExports();
process.on("exit", () => {
  if (FAULT === "count") original.writeFileSync(FAULT_COUNT, String(calls));
});
