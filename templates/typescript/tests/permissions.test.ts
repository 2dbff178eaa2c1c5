import { testCells } from "./support/cells.ts";

// Every page, form, live page and event of the project, tried by every kind of visitor. What is
// expected stands in tests/matrix/<label>.json; whoever is turned away must leave the data as it was.
testCells();
