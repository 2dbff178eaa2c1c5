#!/usr/bin/env node
// Nothing is imported statically here: an old Node must reach the sentence below.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`spire needs Node 20.19 or newer; this is Node ${process.versions.node}.`);
  process.exitCode = 3;
} else {
  const { main } = await import("./main.ts");
  process.exitCode = await main(process.argv.slice(2));
}
