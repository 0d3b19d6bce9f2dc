/** What each input is worth in the answer: which source to look for next. */
import { ordered, extent, tornados, type Bar, type Tornado } from "../results/bars";
import { Jobs, Missing } from "../results/missing";
import { answer, rangeWords } from "../results/told";
import { Pill } from "../inputs/pill";
import { foundBy } from "../inputs/about";
import { showOnly } from "../inputs/filters";
import { linked } from "../state/link";
import { judged, swings } from "../state/results";
import { profile, screen, selected, view } from "../state/store";
import { words } from "../words/en";
import "../style/results.css";

const of = linked("of");
const order = linked("order", "chase");

export function Swing() {
  const found = tornados(swings.value, judged.value);
  const shown = found.find((one) => one.id === of.value) ?? found[0];
  if (!shown) {
    return (
      <>
        <Jobs verbs={["sensitivity", "tornado", "judge"]} />
        <Missing title={words.swingsTitle} command="openairlift sensitivity SCENARIO --out DIR" server={words.swingsJob} reason={view.value?.aside?.swings ?? null} beside />
      </>
    );
  }
  return (
    <>
      <Jobs verbs={["sensitivity", "tornado", "judge"]} />
      <section class="oa-card" aria-labelledby="tornado-title">
        <h2 id="tornado-title">{words.swingsTitle}</h2>
        <Choices found={found} shown={shown} />
        <p>{words.methods[shown.method]}</p>
        <Picture shown={shown} />
      </section>
      <Without />
    </>
  );
}

function Choices({ found, shown }: { found: readonly Tornado[]; shown: Tornado }) {
  return (
    <div class="oa-filters">
      {found.length > 1 ? (
        <label>
          {words.answerOf}{" "}
          <select
            value={shown.id}
            onChange={(event) => {
              of.value = event.currentTarget.value;
            }}
          >
            {found.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
      ) : (
        <b>{shown.name}</b>
      )}
      <fieldset class="oa-switch">
        <legend>{words.order}</legend>
        {(["chase", "size"] as const).map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="order"
              checked={order.value === one}
              onChange={() => {
                order.value = one;
              }}
            />{" "}
            {words.orders[one]}
          </label>
        ))}
      </fieldset>
    </div>
  );
}

function Picture({ shown }: { shown: Tornado }) {
  const bars = ordered(shown.bars, order.value === "size" ? "size" : "chase");
  const moving = bars.filter((bar) => bar.size);
  const still = bars.filter((bar) => !bar.size);
  const ends = extent(shown);
  const told = (value: number | null) => answer(value, shown.unit, profile.value);
  return (
    <>
      <p class="oa-scale" aria-hidden="true">
        <span>{told(ends[0])}</span>
        <span>{told(ends[1])}</span>
      </p>
      <ol class="oa-bars">
        {moving.map((bar) => (
          <Row key={bar.input} bar={bar} shown={shown} ends={ends} told={told} />
        ))}
      </ol>
      {moving.length ? <p class="oa-soft">{words.lineIs(shown.method === "oat" || shown.method === "judge", told(shown.now))}</p> : <p>{words.noneMoves}</p>}
      {still.length ? (
        <details>
          <summary>{words.still(still.length)}</summary>
          <p>{still.map((bar) => bar.input).join(", ")}</p>
        </details>
      ) : null}
    </>
  );
}

interface RowProps {
  bar: Bar;
  shown: Tornado;
  ends: [number, number];
  told: (value: number | null) => string;
}

function Row({ bar, shown, ends, told }: RowProps) {
  const at = (value: number) => (100 * (value - ends[0])) / (ends[1] - ends[0]);
  const from = Math.min(bar.from ?? shown.now, bar.to ?? shown.now);
  const to = Math.max(bar.from ?? shown.now, bar.to ?? shown.now);
  const swing = bar.atLow === null && bar.atHigh === null;
  return (
    <li>
      <p class="oa-bar-name">
        <InputLink name={bar.input} /> <Pill basis={bar.basis} /> {bar.grades.length ? words.grades(bar.grades.join(", ")) : words.noGrade}
      </p>
      <div class="oa-track" aria-hidden="true">
        <span class={`oa-bar oa-fill-${bar.basis}`} style={{ left: `${at(from)}%`, width: `${Math.max(at(to) - at(from), 0.4)}%` }} />
        {bar.own !== null ? <span class="oa-bar oa-own" style={{ left: `${at(0)}%`, width: `${Math.max(at(bar.own) - at(0), 0)}%` }} /> : null}
        {bar.whisker ? <span class="oa-error" style={{ left: `${at(bar.whisker[0])}%`, width: `${at(bar.whisker[1]) - at(bar.whisker[0])}%` }} /> : null}
        <span class="oa-zero" style={{ left: `${at(shown.now)}%` }} />
      </div>
      <p class="oa-bar-told">
        {swing
          ? words.effect(told(bar.size), bar.whisker ? `${told(bar.whisker[0])}${words.to}${told(bar.whisker[1])}` : "")
          : words.swing(told(bar.size), rangeWords(bar, "low"), told(bar.atLow), rangeWords(bar, "high"), told(bar.atHigh))}
      </p>
    </li>
  );
}

/** An input's name, which leads to the input, or to those that fit where it stands for several. */
export function InputLink({ name }: { name: string }) {
  const record = view.value;
  const found = record && foundBy(name, record);
  if (!found) return <b>{name}</b>;
  return (
    <button
      type="button"
      class="oa-to"
      onClick={() => {
        if ("name" in found) selected.value = `input:${found.name}`;
        else showOnly(found.words, found.table);
        screen.value = "inputs";
      }}
    >
      {name}
    </button>
  );
}

function Without() {
  const left = swings.value?.without_range ?? [];
  if (!left.length) return null;
  return (
    <details class="oa-card">
      <summary>{words.withoutRange(left.length)}</summary>
      <ul class="oa-plain">
        {left.map((one) => (
          <li key={`${one.basis} ${one.input}`}>
            <InputLink name={one.input} /> <Pill basis={one.basis} /> {one.cells > 1 ? words.cells(one.cells) : ""}
          </li>
        ))}
      </ul>
    </details>
  );
}
