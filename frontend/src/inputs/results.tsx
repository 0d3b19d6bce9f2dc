/** The results of the record, each with the way to the inputs behind it. */
import type { View } from "../data/view";
import { profile } from "../state/store";
import { Behind, showBehind } from "../parts/behind";
import { words } from "../words/en";
import { lastRequirement, tagOfLimit } from "./about";

const MOST = 12;

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
