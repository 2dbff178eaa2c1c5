import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../../../schema/package-root.ts";
import { linkOwnPackages } from "../../../support/link-own-packages.ts";
import { buildProject } from "../../../support/running-project.ts";

/** What the last stage of a Containerfile says, besides its files. */
export interface Image {
  readonly env: Readonly<Record<string, string>>;
  readonly user: string;
  readonly command: string[];
  readonly healthcheck: string[];
}

/**
 * Takes the steps of a project's Containerfile by hand, there being no engine: each stage in a
 * folder of its own, with nothing but what it copies. The packages come from this repository
 * instead of the registry: all of them for building, the production ones for running.
 *
 * @param folders where each stage is built
 */
export async function buildImage(project: string, folders: readonly string[]): Promise<Image> {
  const lines = readFileSync(join(project, "Containerfile"), "utf8").split("\n");
  const stages: { name: string; folder: string }[] = [];
  const image = { env: {} as Record<string, string>, user: "root", command: [], healthcheck: [] };
  const ignored = readFileSync(join(project, ".dockerignore"), "utf8").split("\n");

  for (const line of lines.filter((each) => each !== "" && !each.startsWith("#"))) {
    const [instruction = "", ...words] = line.split(" ");
    const rest = words.join(" ");
    const folder = stages.at(-1)?.folder ?? "";
    if (instruction === "FROM") {
      stages.push({ name: words[2] ?? "", folder: folders[stages.length] ?? "" });
    } else if (instruction === "COPY") {
      const from = /^--from=(\w+)/.exec(rest)?.[1];
      const stage = stages.find(({ name }) => name === from);
      const paths = words.filter((word) => !word.startsWith("--"));
      const target = paths.pop() ?? "";
      for (const path of paths) {
        const name = path.replace(/^\/app\//, "");
        if (!stage && !ignored.includes(`!${name}`)) throw new Error(`${name} is ignored`);
        const to = target.endsWith("/") ? join(target, name) : target;
        cpSync(join(stage?.folder ?? project, name), join(folder, to), { recursive: true });
      }
    } else if (rest === "npm ci") linkPackages(folder);
    else if (rest.startsWith("npm ci --omit=dev")) copyPackages(folder);
    else if (rest === "npm run build") await buildProject(folder);
    else if (instruction === "ENV") {
      for (const word of words) {
        const [name = "", value = ""] = word.split("=");
        image.env[name] = value;
      }
    } else if (instruction === "USER") image.user = rest;
    else if (instruction === "CMD") image.command = JSON.parse(rest) as never;
    else if (instruction === "HEALTHCHECK") {
      image.healthcheck = JSON.parse(rest.replace("CMD ", "")) as never;
    } else if (!["WORKDIR", "EXPOSE"].includes(instruction)) throw new Error(`Unknown: ${line}`);
  }
  chmodSync(stages.at(-1)?.folder ?? "", 0o755); // so that its user may read it, and write nothing
  return image;
}

function linkPackages(folder: string): void {
  linkOwnPackages(folder);
}

/** Copies the packages that a folder's package.json asks for at run time, and all they need. */
function copyPackages(folder: string): void {
  const waiting = Object.keys(readPackage(folder).dependencies ?? {});
  for (const name of waiting) {
    const source = join(packageRoot, "node_modules", name);
    const target = join(folder, "node_modules", name);
    if (!existsSync(source) || existsSync(target)) continue; // another system's, or a second time
    mkdirSync(target, { recursive: true });
    cpSync(source, target, { recursive: true, verbatimSymlinks: true });
    const { dependencies, optionalDependencies } = readPackage(source);
    waiting.push(...Object.keys({ ...dependencies, ...optionalDependencies }));
  }
}

type Package = Partial<Record<"dependencies" | "optionalDependencies", Record<string, string>>>;

function readPackage(folder: string): Package {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Package;
}
