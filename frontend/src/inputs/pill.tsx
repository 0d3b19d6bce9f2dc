/** A basis as a marked word: its mark differs in form, not in colour alone. */
import { words } from "../words/en";

export function Pill({ basis }: { basis: string }) {
  return (
    <span class={`oa-pill oa-basis-${basis}`} title={words.bases[basis as keyof typeof words.bases]}>
      <span class="oa-mark" aria-hidden="true" />
      {basis}
    </span>
  );
}
