/** A beside B: what differs in the inputs, what comes of it, and how sure the difference is. */
import type { Comparison } from "../data/results";
import { Head } from "../parts/head";
import { Changes } from "../results/changes";
import { Fronts } from "../results/fronts";
import { Jobs, Missing } from "../results/missing";
import { measuresOf, sides, type Side } from "../results/pair";
import { Ranks, Regrets } from "../results/ranks";
import { Runs } from "../results/runs";
import { SameClock } from "../results/same_clock";
import { clearness, difference, spread } from "../results/told";
import { linked } from "../state/link";
import { compared } from "../state/results";
import { profile, served, view } from "../state/store";
import { words } from "../words/en";
import "../style/results.css";

const other = linked("b");

export function Compare() {
  const found = compared.value;
  return (
    <>
      <Jobs verbs={["compare"]} />
      {found ? <Found found={found} /> : null}
      {served.value ? <Runs /> : null}
      {found || served.value ? null : <Missing title={words.compare} command="openairlift compare SCENARIO --out DIR" server={words.compareJob} reason={view.value?.aside?.compared ?? null} beside />}
    </>
  );
}

function Found({ found }: { found: Comparison }) {
  const side = sides(found, other.value);
  return (
    <>
      <section class="oa-card" aria-labelledby="compare-title">
        <h2 id="compare-title">{words.compare}</h2>
        <p>{words.compareCaution}</p>
        <p>{words.comparedOn(found.options.length, found.runs, found.seed)}</p>
        {found.complete ? null : <p>{words.stoppedEarly}</p>}
        {found.not_compared.map((one) => (
          <p key={one.option}>{words.notCompared(one.option, one.reason)}</p>
        ))}
        {side ? <Choice found={found} side={side} /> : <p>{words.oneOption}</p>}
      </section>
      {side ? (
        <>
          <Changes side={side} />
          <Measures found={found} side={side} />
          <SameClock found={found} side={side} />
        </>
      ) : null}
      <div class="oa-two">
        <Ranks found={found} />
        <Regrets found={found} />
      </div>
      <Fronts found={found} />
    </>
  );
}

function Choice({ found, side }: { found: Comparison; side: Side }) {
  return (
    <p class="oa-sides">
      <span>
        A: <b>{side.a.name}</b>
      </span>
      <label>
        B:{" "}
        <select
          value={side.b.name}
          onChange={(event) => {
            other.value = event.currentTarget.value;
          }}
        >
          {found.options.slice(1).map((one) => (
            <option key={one.name} value={one.name}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
    </p>
  );
}

function Measures({ found, side }: { found: Comparison; side: Side }) {
  const { differ, alike } = measuresOf(found, side);
  const shown = profile.value;
  const [what, a, b, change, sure] = words.compareColumns;
  return (
    <section class="oa-card" aria-labelledby="measures-title">
      <h2 id="measures-title">{words.measures}</h2>
      {differ.length ? (
        <table class="oa-data oa-stacked">
          <Head columns={words.compareColumns} />
          <tbody>
            {differ.map((one) => {
              const row = side.measures[one.name];
              if (!row) return null;
              const cell = (option: Side["a"]) => {
                const value = option.results.measures[one.name];
                return value ? spread(value, one.unit, shown) : "–";
              };
              const clear = clearness(row);
              return (
                <tr key={one.name}>
                  <th scope="row" data-label={what}>{one.words}</th>
                  <td data-label={a}>{cell(side.a)}</td>
                  <td data-label={b}>{cell(side.b)}</td>
                  <td data-label={change}>{difference(row, one, shown)}</td>
                  <td data-label={sure}>
                    <span class={`oa-sure oa-sure-${clear}`}>{words.clear4[clear]}</span>
                    {row.less_share !== null && row.more_share !== null ? <small> {words.lessMore(row.less_share, row.more_share)}</small> : null}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      ) : (
        <p>{words.nothingDiffers}</p>
      )}
      <p class="oa-soft">{words.spreadIs}</p>
      {alike.length && differ.length ? <p class="oa-soft">{words.alike(alike.map((one) => one.words).join(", "))}</p> : null}
    </section>
  );
}
