/** The way from a result to the inputs behind it. */
import { linked } from "../state/link";
import { screen } from "../state/store";
import { words } from "../words/en";

/** Tag of the result whose inputs are shown; "" = all inputs. */
export const behind = linked("behind");

/** Shows the inputs behind a result; a tag such as place:hub, requirement:water, type:C-17A. */
export function showBehind(tag: string): void {
  behind.value = tag;
  screen.value = "inputs";
}

export function Behind({ tag, what }: { tag: string; what: string }) {
  return (
    <button
      type="button"
      class="oa-behind"
      aria-label={words.inputsBehind(what)}
      onClick={() => {
        showBehind(tag);
      }}
    >
      {words.behind}
    </button>
  );
}
