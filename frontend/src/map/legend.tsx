/** The key of the map: only what this run can show. */
import type { View } from "../data/view";
import { words } from "../words/en";

export function Legend({ record }: { record: View }) {
  const said = words.legend;
  const rows: readonly [string, string, boolean][] = [
    ["laden", said.laden, true],
    ["empty", said.empty, true],
    ["holding", said.holding, true],
    ["ring", said.ring, true],
    ["full", said.full, record.places.some((place) => place.spots !== null)],
    ["leg", said.leg, true],
    ["road", said.road, record.links.length > 0],
    ["truck", said.truck, record.drives.load.length > 0],
    ["stock", said.stock, record.stocks.length > 0],
    ["shut", said.shut, record.lanes.places.some((place) => place.closed.length > 0)],
    ["closed", said.closed, record.airspaces.length > 0],
    ["reach", said.reach, record.reach.length > 0],
  ];
  return (
    <details class="oa-legend">
      <summary>{words.key}</summary>
      <ul class="oa-key">
        {rows.filter(([, , shown]) => shown).map(([id, text]) => (
          <li key={id}>
            <Glyph id={id} /> {text}
          </li>
        ))}
      </ul>
      {record.scenario.grid_m ? <p class="oa-note">{said.grid(record.scenario.grid_m)}</p> : null}
    </details>
  );
}

const AIRCRAFT = "M32 2l5 20 25 16v6l-25-7-2 16 9 6v4l-12-3-12 3v-4l9-6-2-16-25 7v-6l25-16z";

function Glyph({ id }: { id: string }) {
  return (
    <svg class={`oa-glyph oa-glyph-${id}`} viewBox="0 0 64 64" aria-hidden="true">
      {id === "laden" || id === "empty" || id === "holding" ? <path d={AIRCRAFT} fill="currentColor" /> : null}
      {id === "ring" || id === "full" ? <circle cx="32" cy="32" r="24" stroke="currentColor" stroke-width="7" fill="currentColor" fill-opacity={id === "full" ? 1 : 0.35} /> : null}
      {id === "leg" || id === "road" ? <path d="M2 32h60" stroke="currentColor" stroke-width="10" /> : null}
      {id === "truck" ? <circle cx="32" cy="32" r="14" fill="currentColor" /> : null}
      {id === "stock" ? <path d="M22 4h20v56h-20zM26 30h12v26h-12z" fill-rule="evenodd" fill="currentColor" /> : null}
      {id === "shut" ? <path d="M10 10l44 44M54 10l-44 44" stroke="currentColor" stroke-width="11" /> : null}
      {id === "closed" || id === "reach" ? <circle cx="32" cy="32" r="28" fill="currentColor" fill-opacity="0.2" stroke="currentColor" stroke-width="5" /> : null}
    </svg>
  );
}
