import { PASSWORD, usernameOf } from "./server/messages.ts";

/** Logs a worker in as a browser does; returns the `cookie` header of all further requests. */
export async function login(url: string, user: number): Promise<string> {
  const page = await fetch(`${url}/login/`);
  const token = /name="_csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? "";
  const before = cookiesOf(page);
  const answer = await fetch(`${url}/login/`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: before.join("; ") },
    body: new URLSearchParams({ _csrf: token, username: usernameOf(user), password: PASSWORD }),
  });
  if (answer.status !== 303) throw new Error(`${usernameOf(user)} could not log in.`);
  return [...before, ...cookiesOf(answer)].join("; ");
}

function cookiesOf(answer: Response): string[] {
  return answer.headers.getSetCookie().map((cookie) => cookie.split(";", 1)[0] ?? "");
}
