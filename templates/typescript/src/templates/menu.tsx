import { navigation } from "#navigation";
import type { NavigationItem } from "#runtime/guards";
import type { PageProps } from "#runtime/page";

/** Entries of the menu that stand together: under their title, or alone. */
export interface MenuSection {
  readonly title: string | null;
  readonly items: readonly NavigationItem[];
}

/** So many are still read as one line; more are behind one button. */
const MOST_IN_A_LINE = 8;

/** What a visitor can open, in the menu's order. */
export function menuSections({ visitor }: PageProps): MenuSection[] {
  const sections: { title: string | null; items: NavigationItem[] }[] = [];
  for (const item of navigation.filter(({ guard }) => visitor.passes(guard))) {
    const title = item.group ?? null;
    const last = sections.at(-1);
    if (title !== null && last?.title === title) last.items.push(item);
    else sections.push({ title, items: [item] });
  }
  return sections;
}

/** The menu at the top of every page. It opens and closes without scripts. */
export function Menu({ page }: { page: PageProps }) {
  const sections = menuSections(page);
  if (sections.length === 0) return null;
  const current = currentOf(sections, page.path);
  const isLong = sections.length > MOST_IN_A_LINE;
  return (
    <nav aria-label="Main">
      {isLong ? (
        <details class="menu" name="menu">
          <summary>Menu</summary>
          <div class="menu-panel menu-columns">
            {sections.map((section) => (
              <Column key={keyOf(section)} section={section} current={current} />
            ))}
          </div>
        </details>
      ) : (
        sections.map((section) => <Drop key={keyOf(section)} section={section} current={current} />)
      )}
    </nav>
  );
}

interface SectionProps {
  section: MenuSection;
  current: NavigationItem | null;
}

function Drop({ section, current }: SectionProps) {
  const { title, items } = section;
  if (title === null) return <Links items={items} current={current} />;
  return (
    <details class="menu" name="menu">
      <summary aria-current={isIn(section, current) ? "true" : undefined}>{title}</summary>
      <div class="menu-panel">
        <Links items={items} current={current} />
      </div>
    </details>
  );
}

function Column({ section, current }: SectionProps) {
  const { title, items } = section;
  return (
    <div class="menu-column">
      {title !== null && (
        <p class="menu-title" aria-current={isIn(section, current) ? "true" : undefined}>
          {title}
        </p>
      )}
      <Links items={items} current={current} />
    </div>
  );
}

function Links({
  items,
  current,
}: {
  items: readonly NavigationItem[];
  current: NavigationItem | null;
}) {
  return (
    <>
      {items.map((item) => (
        <a key={item.href} href={item.href} aria-current={item === current ? "page" : undefined}>
          {item.label}
        </a>
      ))}
    </>
  );
}

/** A sub-app's path begins with its parent's: the longest that fits is where we are. */
function currentOf(sections: readonly MenuSection[], path: string): NavigationItem | null {
  const fitting = sections
    .flatMap(({ items }) => items)
    .filter(({ href }) => path.startsWith(href))
    .toSorted((a, b) => b.href.length - a.href.length);
  return fitting[0] ?? null;
}

function isIn({ items }: MenuSection, current: NavigationItem | null): boolean {
  return current !== null && items.includes(current);
}

function keyOf({ title, items }: MenuSection): string {
  return title ?? items[0]?.href ?? "";
}
