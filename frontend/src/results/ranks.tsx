/** How often each option comes first, and how much worse it is than the best of the same future. */
import { useSignal } from "@preact/signals";
import type { Comparison, Regret } from "../data/results";
import { percent } from "../format/units";
import { profile } from "../state/store";
import { words } from "../words/en";
import { measured } from "./told";

export function measureWords(found: Comparison, name: string): string {
  if (name === "objective") return words.objective;
  if (name === "undelivered_share") return words.undeliveredShare;
  return found.measures.find((one) => one.name === name)?.words ?? name;
}

function unitOf(found: Comparison, name: string): string {
  return found.measures.find((one) => one.name === name)?.unit ?? "";
}

function Which({ found, names, value, onChoose }: { found: Comparison; names: string[]; value: string; onChoose: (name: string) => void }) {
  return (
    <label>
      {words.by}{" "}
      <select
        value={value}
        onChange={(event) => {
          onChoose(event.currentTarget.value);
        }}
      >
        {names.map((name) => (
          <option key={name} value={name}>
            {measureWords(found, name)}
          </option>
        ))}
      </select>
    </label>
  );
}

export function Ranks({ found }: { found: Comparison }) {
  const names = Object.keys(found.ranks);
  const chosen = useSignal("");
  const name = names.includes(chosen.value) ? chosen.value : (names[0] ?? "");
  const rows = Object.entries(found.ranks[name] ?? {});
  if (!rows.length) return null;
  return (
    <section class="oa-card" aria-labelledby="ranks-title">
      <h2 id="ranks-title">{words.ranks}</h2>
      <Which found={found} names={names} value={name} onChoose={(next) => { chosen.value = next; }} />
      <ol class="oa-bars">
        {rows.map(([option, shares]) => (
          <li key={option}>
            <p class="oa-bar-name">
              <b>{option}</b> {words.rankShares(shares.map(percent))}
            </p>
            <div class="oa-track oa-chance" aria-hidden="true">
              {shares.map((share, rank) => (
                <span
                  key={rank}
                  class={`oa-bar oa-rank-${Math.min(rank, 4)}`}
                  style={{ left: `${100 * shares.slice(0, rank).reduce((sum, one) => sum + one, 0)}%`, width: `${100 * share}%` }}
                />
              ))}
            </div>
          </li>
        ))}
      </ol>
      <p class="oa-soft">{words.ranksNote}</p>
    </section>
  );
}

export function Regrets({ found }: { found: Comparison }) {
  const over = found.regret_over_futures.futures.length > 0;
  const measures = over ? found.regret_over_futures.measures : found.regret.measures;
  const names = Object.keys(measures).filter((one) => Object.values(measures[one]?.options ?? {}).some((row) => row.by_run.mean !== 0));
  const chosen = useSignal("");
  const name = names.includes(chosen.value) ? chosen.value : (names[0] ?? "");
  const regret: Regret | undefined = measures[name];
  const shown = profile.value;
  const unit = unitOf(found, name);
  return (
    <section class="oa-card" aria-labelledby="regret-title">
      <h2 id="regret-title">{words.regret}</h2>
      {regret ? (
        <>
          <Which found={found} names={names} value={name} onChoose={(next) => { chosen.value = next; }} />
          <table class="oa-data oa-stacked">
            <thead>
              <tr>
                <th scope="col">{words.option}</th>
                {regret.futures.map((one) => (
                  <th key={one.name} scope="col">
                    {words.future(one.name, one.runs)}
                  </th>
                ))}
                <th scope="col">{words.worst}</th>
                <th scope="col">{words.byRun}</th>
              </tr>
            </thead>
            <tbody>
              {Object.entries(regret.options).map(([option, row]) => (
                <tr key={option}>
                  <th scope="row" data-label={words.option}>{option}</th>
                  {row.regret.map((value, index) => (
                    <td key={index} data-label={regret.futures[index]?.name}>
                      {measured(value, unit, shown)}
                    </td>
                  ))}
                  <td data-label={words.worst}>{measured(row.worst, unit, shown)}</td>
                  <td data-label={words.byRun}>{measured(row.by_run.mean, unit, shown)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      ) : (
        <p>{words.noRegret}</p>
      )}
      <p class="oa-soft">{over ? words.regretFutures : words.regretChance}</p>
    </section>
  );
}
