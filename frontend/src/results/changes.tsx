/** The cells in which two options differ: this is what the results differ by. */
import type { Change } from "../data/results";
import { selected, screen, view } from "../state/store";
import { nameOf } from "../inputs/about";
import { Pill } from "../inputs/pill";
import { Head } from "../parts/head";
import { words } from "../words/en";
import type { Side } from "./pair";

const FOLLOWS = ["read", "not read"];

export function Changes({ side }: { side: Side }) {
  const stated = side.b.changes.filter((one) => !FOLLOWS.includes(one.kind));
  const followed = side.b.changes.filter((one) => FOLLOWS.includes(one.kind));
  return (
    <section class="oa-card" aria-labelledby="changes-title">
      <h2 id="changes-title">{words.changes}</h2>
      {side.b.options.map((one) => (
        <p key={one.id}>
          <b>{one.id}</b> {one.title}{" "}
          <small>{one.status.map((event) => `${event.status} ${event.on}`).join("; ") || words.whatIf}</small>
        </p>
      ))}
      {side.b.event ? <p>{words.anEvent}</p> : null}
      {stated.length ? <Cells rows={stated} /> : <p>{words.noChanges}</p>}
      {followed.length ? (
        <details>
          <summary>{words.followed(followed.length)}</summary>
          <Cells rows={followed} />
        </details>
      ) : null}
    </section>
  );
}

export function Cells({ rows }: { rows: readonly Change[] }) {
  const [cell, before, after, basis, evidence] = words.changeColumns;
  return (
    <table class="oa-data oa-stacked">
      <Head columns={words.changeColumns} />
      <tbody>
        {rows.map((one, index) => (
          <tr key={index}>
            <th scope="row" data-label={cell}>
              <Cell name={one.cell} />
            </th>
            <td data-label={before}>{one.before ?? "–"}</td>
            <td data-label={after}>{one.after ?? "–"}</td>
            <td data-label={basis}>
              {one.basis_before && one.basis && one.basis_before !== one.basis ? (
                <>
                  <Pill basis={one.basis_before} /> →{" "}
                </>
              ) : null}
              {(one.basis ?? one.basis_before) ? <Pill basis={one.basis ?? one.basis_before ?? ""} /> : words.notANumber}
            </td>
            <td data-label={evidence}>{one.evidence.join(", ") || one.source || words.noneStated}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell({ name }: { name: string }) {
  const there = view.value?.inputs.some((one) => nameOf(one) === name);
  if (!there) return <>{name}</>;
  return (
    <button
      type="button"
      class="oa-to"
      onClick={() => {
        selected.value = `input:${name}`;
        screen.value = "inputs";
      }}
    >
      {name}
    </button>
  );
}
