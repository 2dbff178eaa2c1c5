#!/usr/bin/env node
// Nothing is imported statically here: an old Node must reach the sentence below.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`spire needs Node 20.19 or newer; this is Node ${process.versions.node}.`);
  process.exitCode = 3;
} else if (!hasWorkingFolder()) {
  console.error("The folder that this shell stands in was removed. Run spire from another one.");
  process.exitCode = 3;
} else {
  const { main } = await import("./main.ts");
  process.exitCode = await main(process.argv.slice(2));
}

/** Libraries ask for it while they are loaded, where no error is turned into words yet. */
function hasWorkingFolder(): boolean {
  try {
    return process.cwd() !== "";
  } catch {
    return false;
  }
}
