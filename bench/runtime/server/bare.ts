import websocket from "@fastify/websocket";
import { asc, eq, not } from "drizzle-orm";
import Fastify, { type FastifyInstance } from "fastify";
import { Board, Note, Task } from "../apps/tasks/models.ts";
import type { Database } from "../database/connection.ts";

interface Asked {
  Params: { board_id: string };
  /** How large the answer must be: as large as the page of the project. */
  Querystring: { bytes: string };
}

/**
 * The page and the event of the project as one would write them with Fastify alone: the same
 * queries on the same connections and answers of the same size, the rows as JSON. No session, no
 * guard, no limits, no CSRF token, no security headers, no templates.
 */
export async function bareApp(db: Database): Promise<FastifyInstance> {
  const app = Fastify();
  await app.register(websocket);

  app.get<Asked>("/notes/", async (request, reply) => {
    const rows = await db.select().from(Note).orderBy(Note.id).limit(51).offset(0);
    return reply.type("text/html; charset=utf-8").send(sized(rows, request.query.bytes));
  });

  app.get<Asked>("/boards/:board_id/", { websocket: true }, (socket, request) => {
    const id = Number(request.params.board_id);
    const answer = async () => {
      const [board] = await db.select().from(Board).where(eq(Board.id, id)).limit(1);
      const tasks = await db
        .select()
        .from(Task)
        .where(eq(Task.board_id, id))
        .orderBy(asc(Task.id))
        .limit(1000);
      const content = sized({ board, tasks }, request.query.bytes);
      socket.send(JSON.stringify({ type: "render", content }));
    };
    const toggle = () =>
      db.transaction(async (transaction) => {
        await transaction.select().from(Board).where(eq(Board.id, id)).limit(1);
        await transaction
          .update(Board)
          .set({ is_open: not(Board.is_open) })
          .where(eq(Board.id, id));
      });
    socket.on("message", (data: Buffer) => {
      const { event } = JSON.parse(data.toString("utf8")) as { event: string };
      if (event === "toggle") void toggle().then(answer);
    });
    void answer();
  });
  return app;
}

function sized(value: unknown, bytes: string): string {
  return JSON.stringify(value).padEnd(Number(bytes));
}
