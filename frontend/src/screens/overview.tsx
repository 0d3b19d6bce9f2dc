/** The first picture: the map, and what arrives when. */
import { AirMap } from "../map/map";
import { Closure } from "../parts/closure";

export function Overview() {
  return (
    <div class="oa-two">
      <AirMap />
      <Closure />
    </div>
  );
}
