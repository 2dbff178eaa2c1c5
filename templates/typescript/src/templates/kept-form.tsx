import type { PageProps } from "#runtime/page";
import { Layout } from "./layout.tsx";

/** What text that was kept is called in a form: such a form is never taken, only shown again. */
export const KEPT = "_kept";

interface KeptFormProps extends PageProps {
  /** What has been done meanwhile. */
  title: string;
  /** The form's own page; already checked to be on this site. */
  next: string;
  /** What was typed before, and the token that it came with. */
  kept: string;
  token: string;
}

/** After what came in the middle of a form: leads back to it. Sends nothing by itself. */
export function KeptFormPage({ title, next, kept, token, ...page }: KeptFormProps) {
  return (
    <Layout title={title} page={page}>
      <h1>{title}</h1>
      <form class="form" method="post" action={next}>
        <input type="hidden" name="_csrf" value={token} />
        <input type="hidden" name={KEPT} value={kept} />
        <p>What you had typed is kept, but not saved yet: look at it once more.</p>
        <div class="actions">
          <button type="submit" class="primary">
            Show the form again
          </button>
          <a class="button" href="/">
            Forget it
          </a>
        </div>
      </form>
    </Layout>
  );
}
