import {
  type CST,
  Composer,
  type Document,
  Lexer,
  LineCounter,
  Parser,
  type ParsedNode,
} from "yaml";
import { LIMITS } from "../limits.ts";
import { notYaml, strangeTag, type TextProblem, tooLarge } from "./text-problem.ts";

export interface ParsedYaml {
  document: Document.Parsed<ParsedNode> | null;
  lines: LineCounter;
  problems: TextProblem[];
}

/**
 * Parses one YAML 1.2 document. All keys are strings (`null:` and `1:` too). Never throws: a text
 * that is no YAML, or that nests deeper than {@link LIMITS}, ends in problems.
 */
export function parseYaml(text: string): ParsedYaml {
  const lines = new LineCounter();
  const tokens: CST.Token[] = [];
  const tooMuch = tokenize(text, lines, tokens);
  if (tooMuch !== null) return { document: null, lines, problems: [tooMuch] };

  const composer = new Composer({
    // Found while the values are read, in linear time.
    uniqueKeys: false,
    stringKeys: true,
    prettyErrors: false,
    logLevel: "silent",
    lineCounter: lines,
  });
  const [document, second] = composer.compose(tokens, true, text.length) as Iterable<
    Document.Parsed<ParsedNode>
  >;
  const problems: TextProblem[] = [];
  // What is missing at the end is missing after the last word, not on the empty line below it.
  const end = text.trimEnd().length;
  const linesSeen = new Set<number>();
  for (const found of [...(document?.errors ?? []), ...(document?.warnings ?? [])]) {
    if (problems.length === LIMITS.syntaxErrors) break;
    // One slip often leaves several marks on its line.
    const offset = Math.min(found.pos[0], end);
    const { line } = lines.linePos(offset);
    if (linesSeen.has(line)) continue;
    linesSeen.add(line);
    const problem = found.code === "TAG_RESOLVE_FAILED" ? strangeTag : notYaml;
    problems.push({ ...problem(sentence(found.message)), offset });
  }
  if (second) {
    problems.push({
      ...notYaml("The file holds more than one YAML document."),
      offset: second.range[0],
      hint: "Remove everything from the second `---` on, or move it to a file named by `include`.",
    });
  }
  return { document: document ?? null, lines, problems };
}

/** Fills `tokens`; stops at the first limit that the text exceeds. */
function tokenize(text: string, lines: LineCounter, tokens: CST.Token[]): TextProblem | null {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    // The composer recurses, so that depth must be bounded before it runs.
    if (parser.stack.length > LIMITS.openNodes) {
      return { code: "SP004", offset: parser.offset, message: "The YAML nests too deeply here." };
    }
    if (++count > LIMITS.tokens) {
      return {
        ...tooLarge(`The file is too large: it goes on after ${LIMITS.tokens} YAML tokens.`),
        offset: parser.offset,
        hint: "Split the manifest into files named by `include`.",
      };
    }
  }
  for (const token of parser.end()) tokens.push(token);
  return null;
}

function sentence(message: string): string {
  const line = message.split("\n")[0] ?? message;
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
