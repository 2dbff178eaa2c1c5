import { parseSync, Visitor, type CallExpression, type ObjectExpression } from "oxc-parser";

/** The choices of each column that a models.ts says some for, by `table.column`. */
export function recordedChoices(path: string, text: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const visit = (call: CallExpression) => {
    const [table, columns] = call.arguments;
    const isTable = call.callee.type === "Identifier" && call.callee.name === "pgTable";
    if (!isTable || table?.type !== "Literal" || columns?.type !== "ObjectExpression") return;
    for (const column of columns.properties) {
      if (column.type !== "Property" || column.key.type !== "Identifier") continue;
      const choices = choicesIn(text.slice(column.value.start, column.value.end));
      if (choices !== null) found.set(`${String(table.value)}.${column.key.name}`, choices);
    }
  };
  new Visitor({ CallExpression: visit }).visit(parseSync(path, text).program);
  return found;
}

/** What `varchar({ enum: […] })` lists; null when it is another column. */
function choicesIn(code: string): string[] | null {
  let choices: string[] | null = null;
  const visit = ({ properties }: ObjectExpression) => {
    for (const property of properties) {
      if (property.type !== "Property" || property.key.type !== "Identifier") continue;
      if (property.key.name !== "enum" || property.value.type !== "ArrayExpression") continue;
      choices = property.value.elements.flatMap((element) =>
        element?.type === "Literal" ? [String(element.value)] : [],
      );
    }
  };
  new Visitor({ ObjectExpression: visit }).visit(parseSync("column.ts", `(${code})`).program);
  return choices;
}
