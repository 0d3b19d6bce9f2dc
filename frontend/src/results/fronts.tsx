/** Options by two measures at once: which another one beats in both. */
import type { Comparison, Front } from "../data/results";
import { percent } from "../format/units";
import { profile } from "../state/store";
import { words } from "../words/en";
import { roundTicks } from "./pair";
import { measureWords } from "./ranks";
import { measured } from "./told";

const WIDTH = 480;
const HEIGHT = 300;
const LEFT = 86;
const RIGHT = 24;
const TOP = 14;
const BOTTOM = 34;

export function Fronts({ found }: { found: Comparison }) {
  if (!found.fronts.length) return null;
  return (
    <section class="oa-card" aria-labelledby="fronts-title">
      <h2 id="fronts-title">{words.fronts}</h2>
      <p class="oa-soft">{words.frontsNote}</p>
      <div class="oa-two">
        {found.fronts.map((one) => (
          <Picture key={`${one.x} ${one.y}`} found={found} front={one} />
        ))}
      </div>
    </section>
  );
}

function Picture({ found, front }: { found: Comparison; front: Front }) {
  const options = Object.entries(front.options);
  const xs = roundTicks(Math.max(...options.map(([, one]) => one.x)));
  const ys = roundTicks(Math.max(...options.map(([, one]) => one.y)));
  const x = (value: number) => LEFT + ((WIDTH - LEFT - RIGHT) * value) / (xs.at(-1) ?? 1);
  const y = (value: number) => HEIGHT - BOTTOM - ((HEIGHT - TOP - BOTTOM) * value) / (ys.at(-1) ?? 1);
  const told = (name: string, value: number) =>
    name === "undelivered_share" ? percent(value) : measured(value, found.measures.find((one) => one.name === name)?.unit ?? "", profile.value);
  const across = measureWords(found, front.x);
  const up = measureWords(found, front.y);
  const id = `front-${front.x}-${front.y}`.replace(/[^\w-]/g, "-");
  return (
    <figure class="oa-figure">
      <figcaption>{words.frontOf(across, up)}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={id}>
        <title id={id}>{words.frontOf(across, up)}</title>
        {xs.map((value) => (
          <g key={`x${value}`}>
            <path d={`M${x(value)} ${TOP}V${HEIGHT - BOTTOM}`} class="oa-gridline" />
            <text x={x(value)} y={HEIGHT - 14} text-anchor="middle" class="oa-axis-tick">
              {told(front.x, value)}
            </text>
          </g>
        ))}
        {ys.map((value) => (
          <g key={`y${value}`}>
            <path d={`M${LEFT} ${y(value)}H${WIDTH - RIGHT}`} class="oa-gridline" />
            <text x={LEFT - 6} y={y(value) + 4} text-anchor="end" class="oa-axis-tick">
              {told(front.y, value)}
            </text>
          </g>
        ))}
        {options.map(([name, one], index) => (
          <g key={name}>
            <circle cx={x(one.x)} cy={y(one.y)} r={7} class={one.dominated_by.length ? "oa-dot oa-beaten" : "oa-dot"} />
            <text x={x(one.x) + (x(one.x) > WIDTH - 60 ? -11 : 11)} y={y(one.y) - 6 + 12 * same(options, index)} text-anchor={x(one.x) > WIDTH - 60 ? "end" : "start"} class="oa-dot-name">
              {index + 1}
            </text>
          </g>
        ))}
      </svg>
      <ol class="oa-front-list">
        {options.map(([name, one]) => (
          <li key={name}>
            {name}: {told(front.x, one.x)}, {told(front.y, one.y)}
            {one.dominated_by.length ? ` – ${words.beatenBy(one.dominated_by.join(", "), percent(one.dominated_share))}` : ""}
          </li>
        ))}
      </ol>
    </figure>
  );
}

/** Returns how many options before this one stand at the same point: their labels are put below each other. */
function same(options: readonly [string, { x: number; y: number }][], index: number): number {
  const here = options[index]?.[1];
  return options.slice(0, index).filter(([, one]) => here && Math.abs(one.x - here.x) <= 1e-9 + 0.01 * Math.abs(here.x) && Math.abs(one.y - here.y) <= 1e-9 + 0.01 * Math.abs(here.y)).length;
}
