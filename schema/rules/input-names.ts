import { isRequestValue, REQUEST_VALUES } from "../request-values.ts";
import { inputsOf } from "../resolve/params.ts";
import type { Rule } from "./rule.ts";

/** SP362: inputs called like what every request brings by itself. */
export const inputNames: Rule = ({ index }, report) => {
  for (const { name, path } of inputsOf(index.apps.flatMap((app) => app.views))) {
    if (!isRequestValue(name)) continue;
    const { is } = REQUEST_VALUES[name];
    report("SP362", path, `\`$${name}\` is ${is}, so no input can be called \`${name}\`.`, {
      hint: "Choose another name.",
      at: "key",
    });
  }
};
