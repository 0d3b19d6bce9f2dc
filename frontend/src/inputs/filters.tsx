/** Which inputs are shown: all of it stands in the link. */
import { computed } from "@preact/signals";
import type { View } from "../data/view";
import { behind } from "../parts/behind";
import { linked } from "../state/link";
import { words } from "../words/en";
import { BASES, type Filter } from "./about";
import { Pill } from "./pill";

const text = linked("q");
const basis = linked("basis");
const table = linked("in");
const proof = linked("proof");
export const page = linked("page", "1");

export const filter = computed<Filter>(() => ({
  text: text.value,
  basis: basis.value.split(",").filter(Boolean),
  table: table.value,
  proof: proof.value,
  behind: behind.value,
}));

/** Shows the inputs of a table that hold some words, and drops the other filters. */
export function showOnly(find: string, inTable: string): void {
  text.value = find;
  table.value = inTable;
  basis.value = proof.value = behind.value = "";
  changed();
}

/** Shows the inputs of a basis, and drops the other filters. */
export function showBasis(name: string): void {
  showOnly("", "");
  basis.value = name;
}

function changed(): void {
  page.value = "1";
}

export function Filters({ record, found }: { record: View; found: number }) {
  const counts = new Map<string, number>();
  for (const input of record.inputs) counts.set(input.basis, (counts.get(input.basis) ?? 0) + 1);
  const tables = [...new Set(record.inputs.map((input) => input.table))].sort();
  const on = new Set(filter.value.basis);
  const any = text.value || basis.value || table.value || proof.value || behind.value;
  return (
    <form
      class="oa-filters"
      role="search"
      aria-label={words.filters}
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <label>
        {words.find}{" "}
        <input
          id="inputs-find"
          type="search"
          autocomplete="off"
          value={text.value}
          onInput={(event) => {
            text.value = event.currentTarget.value;
            changed();
          }}
        />
      </label>
      <fieldset class="oa-switch">
        <legend>{words.basis}</legend>
        {BASES.filter((one) => counts.has(one)).map((one) => (
          <label key={one}>
            <input
              type="checkbox"
              checked={on.has(one)}
              onChange={() => {
                const next = on.has(one) ? [...on].filter((other) => other !== one) : [...on, one];
                basis.value = BASES.filter((other) => next.includes(other)).join(",");
                changed();
              }}
            />{" "}
            <Pill basis={one} /> {counts.get(one)?.toLocaleString("en-GB")}
          </label>
        ))}
      </fieldset>
      <label>
        {words.table}{" "}
        <select
          value={table.value}
          onChange={(event) => {
            table.value = event.currentTarget.value;
            changed();
          }}
        >
          <option value="">{words.allTables}</option>
          {tables.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      </label>
      <label>
        {words.proof}{" "}
        <select
          value={proof.value}
          onChange={(event) => {
            proof.value = event.currentTarget.value;
            changed();
          }}
        >
          <option value="">{words.anyProof}</option>
          {Object.entries(words.proofs).map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <p class="oa-count" role="status">
        {behind.value ? `${words.behindNow(behind.value)} ` : ""}
        {words.shown(found, record.inputs.length)}
      </p>
      {any ? (
        <button
          type="button"
          onClick={() => {
            showOnly("", "");
          }}
        >
          {words.clear}
        </button>
      ) : null}
    </form>
  );
}
