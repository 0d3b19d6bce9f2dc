/** The first picture: the map, what is chosen on it, and what arrives when. */
import { AirMap } from "../map/map";
import { ChosenCard } from "../parts/card";
import { Closure } from "../parts/closure";

export function Overview() {
  return (
    <div class="oa-two oa-overview">
      <div class="oa-stack">
        <AirMap />
        <ChosenCard />
      </div>
      <Closure />
    </div>
  );
}
