/** What all of it rests on: how many inputs have which basis, and the way to each. */
import type { View } from "../data/view";
import { Pill } from "../inputs/pill";
import { showBasis } from "../inputs/filters";
import { go } from "../state/choice";
import { swings } from "../state/results";
import { profile } from "../state/store";
import { InputLink } from "../screens/tornado";
import { words } from "../words/en";
import "../style/claims.css";
import "../style/results.css";

const BASES = ["quoted", "converted", "derived", "estimated", "assumed"] as const;
const CHASED = 3;

export function Rests({ record }: { record: View }) {
  const said = record.said[profile.value];
  const all = record.inputs.length;
  const counts = BASES.map((one) => [one, record.inputs.filter((input) => input.basis === one).length] as const).filter(([, many]) => many > 0);
  const chase = swings.value?.chase.slice(0, CHASED) ?? [];
  return (
    <section class="oa-card oa-rests" aria-labelledby="rests-title">
      <h2 id="rests-title">{words.rests.title}</h2>
      <div class="oa-split-bar" aria-hidden="true">
        {counts.map(([one, many]) => <span key={one} class={`oa-part-of oa-fill-${one}`} style={{ width: `${(100 * many) / all}%` }} />)}
      </div>
      <div class="oa-tools">
        {counts.map(([one, many]) => (
          <button
            key={one}
            type="button"
            onClick={() => {
              showBasis(one);
              go("inputs");
            }}
          >
            <Pill basis={one} /> {many.toLocaleString("en-GB")}
          </button>
        ))}
      </div>
      {said?.quotes ? <p class="oa-note">{said.quotes}</p> : null}
      {chase.length ? (
        <p>
          {words.rests.chase} {chase.map((name, index) => <>{index ? ", " : ""}<InputLink name={name} /></>)}
        </p>
      ) : null}
    </section>
  );
}
