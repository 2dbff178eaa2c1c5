import type { PageProps } from "#runtime/page";
import { Layout } from "./layout.tsx";

interface ErrorProps extends PageProps {
  status: number;
  sentence: string;
  /** The page that it was sent from; "/" where there is none. */
  back: string;
}

/** Every page that says no: 403, 404, 409, 429, 500. */
export function ErrorPage({ status, sentence, back, ...page }: ErrorProps) {
  return (
    <Layout title={sentence} page={page}>
      <h1>{sentence}</h1>
      <p class="hint">Error {status}</p>
      {back !== "/" && (
        <p>
          <a href={back}>Go back to the page you came from</a>
        </p>
      )}
      <p>
        <a href="/">Go to the start page</a>
      </p>
    </Layout>
  );
}
