import type { PageProps } from "../runtime/page.ts";
import { Layout } from "./layout.tsx";

interface ErrorProps extends PageProps {
  status: number;
  sentence: string;
}

/** Every page that says no: 403, 404, 409, 429, 500. */
export function ErrorPage({ status, sentence, ...page }: ErrorProps) {
  return (
    <Layout title={sentence} page={page}>
      <h1>{sentence}</h1>
      <p class="hint">Error {status}</p>
      <p>
        <a href="/">Go to the start page</a>
      </p>
    </Layout>
  );
}
