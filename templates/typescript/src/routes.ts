import type { OwnRoute } from "./runtime/own-routes.ts";

/**
 * Routes of your own, beside those of spire.yaml. This file is yours; spire made it once, names each
 * route in it under "Not verified", and refuses every route that stands elsewhere.
 *
 *     ownRoute({
 *       method: "GET",
 *       path: "/reports/<int:year>/",
 *       guard: "login", // or "public", or a permission
 *       handler: ({ params, visitor }) => ({ year: params["year"], for: visitor.user?.username }),
 *     }),
 */
export const routes: readonly OwnRoute[] = [];
