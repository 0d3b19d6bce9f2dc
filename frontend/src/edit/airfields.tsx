/** One more spot, or one more working slot, at an airfield: by one click. */
import { cellName, oneMore, oneSpotMore, textOf, withCell } from "./draft";
import { change } from "./desk";
import type { Row } from "../server/api";
import type { Desk } from "../server/state";
import { words } from "../words/en";

const w = words.served;

const MORE = [
  { column: "parking", more: oneSpotMore, label: w.spotMore, short: w.spot },
  { column: "working", more: oneMore, label: w.slotMore, short: w.slot },
] as const;

export function Airfields({ name, desk, readOnly }: { name: string; desk: Desk; readOnly: boolean }) {
  const places = desk.tables.tables.find((table) => table.name === "places");
  if (!places) return null;
  const { draft } = desk;
  const able = (row: Row) => MORE.some(({ column, more }) => more(textOf(draft, places, row, column)) !== null);
  const airfields = places.rows.filter((row) => able(row) && !draft.remove.includes(`places/${row.key}`));
  if (airfields.length === 0) return null;
  return (
    <section class="oa-card" aria-labelledby="airfields">
      <h2 id="airfields">{w.capacity}</h2>
      <p class="oa-told">{w.capacityHint}</p>
      <ul class="oa-list oa-airfields">
        {airfields.map((row) => (
          <li key={row.key}>
            <span class="oa-grow">{row.cells.name ?? row.key}</span>
            {MORE.map(({ column, more, label, short }) => {
              const now = textOf(draft, places, row, column);
              const then = more(now);
              if (then === null) return null;
              const held = desk.tables.held[cellName("places", row.key, column)];
              return (
                <span key={column} class="oa-more">
                  <span class="oa-told">{column}</span>
                  <span class={now === (row.cells[column] ?? "") ? undefined : "oa-changed"}>{now}</span>
                  <button
                    type="button"
                    disabled={readOnly || held !== undefined}
                    title={held === undefined ? undefined : w.held(held)}
                    aria-label={`${short}. ${label(row.cells.name ?? row.key, now, then)}`}
                    onClick={() => { change(name, withCell(draft, places, row, column, then)); }}
                  >
                    {short}
                  </button>
                </span>
              );
            })}
          </li>
        ))}
      </ul>
    </section>
  );
}
