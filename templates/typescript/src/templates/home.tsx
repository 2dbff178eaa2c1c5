import { navigation } from "#navigation";
import { projectName } from "#project";
import type { PageProps } from "#runtime/page";
import { Layout } from "./layout.tsx";

/** The first page after logging in: what this visitor can open. */
export function HomePage(page: PageProps) {
  const items = navigation.filter((item) => page.visitor.passes(item.guard));
  return (
    <Layout title="Home" page={page}>
      <h1>{projectName}</h1>
      {items.length > 0 ? (
        <ul class="tiles">
          {items.map(({ href, label }) => (
            <li key={href}>
              <a class="card" href={href}>
                {label}
              </a>
            </li>
          ))}
        </ul>
      ) : (
        <p class="empty">There is nothing you may open yet. Ask for a role.</p>
      )}
    </Layout>
  );
}
