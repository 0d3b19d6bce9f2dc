/** The results of the record, each with the way to the inputs behind it. */
import type { View } from "../data/view";
import { profile, selected } from "../state/store";
import { Behind, behind, showBehind } from "../parts/behind";
import { words } from "../words/en";
import { lastRequirement, tagOfLimit } from "./about";

const MOST = 12;

/** What is chosen elsewhere in the app, with the way to its inputs. */
export function Chosen({ record }: { record: View }) {
  const [kind, ...rest] = selected.value.split(":");
  const id = rest.join(":");
  const place = kind === "place" ? record.places.find((one) => one.id === id) : undefined;
  const tail = kind === "tail" ? record.tails.find((one) => one.name === id) : undefined;
  const tag = place ? `place:${place.id}` : tail ? `type:${record.types[tail.type] ?? ""}` : "";
  if (!tag || tag === behind.value) return null;
  const name = place?.name ?? id;
  return (
    <p class="oa-card">
      {words.behindSelected(name)} <Behind tag={tag} what={name} />
    </p>
  );
}

export function Results({ record }: { record: View }) {
  const said = record.said[profile.value];
  const rows = record.summary.requirements ?? [];
  if (!said) return null;
  const last = lastRequirement(record);
  const limits = said.limits.filter((one) => tagOfLimit(one, record));
  return (
    <details class="oa-card oa-results">
      <summary>{words.fromResults}</summary>
      <ul class="oa-plain">
        {last ? (
          <li>
            {said.closure} {words.waitsFor(last)} <Behind tag={`requirement:${last}`} what={words.closureOf(last)} />
          </li>
        ) : null}
        {limits.slice(0, MOST).map((one) => (
          <li key={one.text}>
            {one.text} <Behind tag={tagOfLimit(one, record)} what={one.text} />
          </li>
        ))}
        {rows.slice(0, MOST).map((one) => (
          <li key={one.requirement}>
            {words.complete(one.requirement, one.destination, one.complete.p50)}{" "}
            <Behind tag={`requirement:${one.requirement}`} what={one.requirement} />
          </li>
        ))}
      </ul>
      {rows.length > MOST ? (
        <label>
          {words.requirement}{" "}
          <select
            onChange={(event) => {
              const chosen = event.currentTarget.value;
              if (chosen) showBehind(`requirement:${chosen}`);
            }}
          >
            <option value="">{words.choose}</option>
            {rows.map((one) => (
              <option key={one.requirement} value={one.requirement}>
                {one.requirement}
              </option>
            ))}
          </select>
        </label>
      ) : null}
    </details>
  );
}
