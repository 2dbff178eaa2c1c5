import { projectName } from "#project";
import type { PageProps } from "#runtime/page";
import { Layout } from "./layout.tsx";
import { type MenuSection, menuSections } from "./menu.tsx";

/** The first page after logging in: what this visitor can open. */
export function HomePage(page: PageProps) {
  const sections = menuSections(page);
  return (
    <Layout title="Home" page={page}>
      <h1>{projectName}</h1>
      <Tiles items={sections.flatMap(({ title, items }) => (title === null ? items : []))} />
      {sections.map(
        ({ title, items }) =>
          title !== null && (
            <section key={title}>
              <h2>{title}</h2>
              <Tiles items={items} />
            </section>
          ),
      )}
      {sections.length === 0 && (
        <p class="empty">There is nothing you may open yet. Ask for a role.</p>
      )}
    </Layout>
  );
}

function Tiles({ items }: { items: MenuSection["items"] }) {
  if (items.length === 0) return null;
  return (
    <ul class="tiles">
      {items.map(({ href, label }) => (
        <li key={href}>
          <a class="card" href={href}>
            {label}
          </a>
        </li>
      ))}
    </ul>
  );
}
