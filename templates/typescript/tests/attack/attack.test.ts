import { attackAudit } from "./audit.ts";
import { attackDemoUsers } from "./demo-users.ts";
import { attackEvents } from "./events.ts";
import { attackWithFloods } from "./floods.ts";
import { attackFrames } from "./frames.ts";
import { attackHosts } from "./hosts.ts";
import { attackWithHostileTexts } from "./hostile-text.ts";
import { attackWithSql } from "./injection.ts";
import { attackOrigins } from "./origins.ts";
import { attackPaths } from "./paths.ts";
import { attackPayloads } from "./payloads.ts";
import { attackAtRandom } from "./random-calls.ts";
import { attackRedirects } from "./redirects.ts";
import { attackRequests } from "./requests.ts";
import { attackSessions } from "./sessions.ts";
import { attackWithSlowInputs } from "./slow-inputs.ts";
import { startScenario } from "./support/scenario.ts";
import { attackTokens } from "./tokens.ts";

// What an attacker would try, through a real port. `npm run test:attack` goes on for longer.

const scenario = startScenario();
attackEvents(scenario);
attackPayloads(scenario);
attackAudit(scenario);
attackHosts(scenario);
attackOrigins(scenario);
attackTokens(scenario);
attackSessions(scenario);
attackDemoUsers(scenario);
attackRedirects(scenario);
attackPaths(scenario);
attackRequests(scenario);
attackFrames(scenario);
attackWithSlowInputs(scenario);
attackWithFloods(scenario);
attackWithHostileTexts(scenario);
attackWithSql(scenario);
attackAtRandom(scenario);
