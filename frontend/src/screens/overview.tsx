/** All of it on one page and one clock: the map, what arrives when, and, where there is room, what stands behind it. */
import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { View } from "../data/view";
import { AirMap } from "../map/map";
import { ChosenCard } from "../parts/card";
import { Closure } from "../parts/closure";
import { Rests } from "../parts/rests";
import { afterPaint } from "../state/later";
import { chosenPlace } from "../state/choice";
import { view } from "../state/store";
import { wide } from "../state/wide";
import { BarsCard } from "./gantt";
import { Field } from "./lanes";
import { LimitList } from "./limits";

export function Overview() {
  const record = view.value;
  const later = useSignal(false);
  useEffect(
    () =>
      afterPaint(() => {
        later.value = true; // first the map and the curve
        return () => undefined;
      }),
    [later],
  );
  return (
    <div class="oa-two oa-overview">
      <div class="oa-stack">
        <AirMap />
        <ChosenCard />
      </div>
      <Closure />
      {record && later.value && wide.value ? <Behind record={record} /> : null}
      {record && later.value && !wide.value ? <Rests record={record} /> : null}
    </div>
  );
}

/** The lanes of the chosen place, else of the busiest, what limits it, and every aircraft. */
function Behind({ record }: { record: View }) {
  const lanes = record.lanes.places.find((one) => one.place === chosenPlace.value) ?? record.lanes.places[0];
  return (
    <>
      <div class="oa-stack oa-lanes-stack">
        {lanes ? <Field key={lanes.place} record={record} lanes={lanes} /> : null}
        <Rests record={record} />
      </div>
      <LimitList record={record} />
      {record.tails.length ? <BarsCard record={record} /> : null}
    </>
  );
}
