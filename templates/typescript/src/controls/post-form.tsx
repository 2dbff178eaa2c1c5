import type { ComponentChildren } from "preact";
import { Actions } from "#components/actions";
import { SubmitButton } from "#components/form-buttons";
import type { PageProps } from "#runtime/page";
import { WriteForm } from "./write-form.tsx";

interface PostFormProps {
  page: PageProps;
  /** Where it is sent. */
  action: string;
  /** What it shows of its row, as `saw` says it; left out where no row is changed. */
  seen?: string | null;
  /** The words on its buttons. */
  words: string;
  /** What it is called beside others of the same words. */
  label?: string;
  /** Its inputs. */
  children: ComponentChildren;
}

/** A button that opens the inputs of an action, and calls it. */
export function PostForm({ page, action, seen = null, words, label, children }: PostFormProps) {
  return (
    <details>
      <summary class="button" aria-label={label}>
        {words}
      </summary>
      <WriteForm page={page} seen={seen} action={action}>
        {children}
        <Actions>
          <SubmitButton>{words}</SubmitButton>
        </Actions>
      </WriteForm>
    </details>
  );
}
