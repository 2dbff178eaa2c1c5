import type { Samples } from "./support/samples.ts";

/**
 * What the tests need to know to get past a rule of your own: `this.refuse("Too few.")` in a body is
 * answered to everybody as long as no row has enough. This file is yours; spire made it once.
 */
export const samples: Samples = {
  // The values of every row that the tests make of a model:
  // rows: { "inventory.Inventory": { quantity: 10 } },
  // The values and inputs at one endpoint; its name stands in tests/matrix/<label>.json:
  // endpoints: {
  //   "inventory.ship POST": {
  //     rows: { "inventory.Inventory": { quantity: 10 } },
  //     input: { amount: 3 },
  //   },
  // },
};
