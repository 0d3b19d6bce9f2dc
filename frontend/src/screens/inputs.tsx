/** Every number with what it rests on; a click leads on to its evidence. */
import { useMemo, useRef } from "preact/hooks";
import { Drawer } from "../inputs/drawer";
import { kept, nameOf } from "../inputs/about";
import { Filters, filter } from "../inputs/filters";
import { Chosen, Results } from "../inputs/results";
import { Rows } from "../inputs/rows";
import "../style/inputs.css";
import { selected, view } from "../state/store";
import { words } from "../words/en";

const SELECTED = "input:";

export function Inputs() {
  const record = view.value;
  const chosen = filter.value;
  const found = useMemo(() => (record ? kept(record, chosen) : []), [record, chosen]);
  const from = useRef<HTMLElement | null>(null);
  if (!record) return <p>{words.nothing}</p>;
  const name = selected.value.startsWith(SELECTED) ? selected.value.slice(SELECTED.length) : null;
  const input = name === null ? null : (record.inputs.find((one) => nameOf(one) === name) ?? null);
  const open = (next: string, source?: HTMLElement) => {
    if (source) from.current = source;
    selected.value = SELECTED + next;
  };
  return (
    <>
      <Chosen record={record} />
      <Results record={record} />
      <section class="oa-card" aria-labelledby="inputs-title">
        <h2 id="inputs-title">{words.inputs}</h2>
        <Filters record={record} found={found.length} />
        <Rows record={record} found={found} onOpen={open} />
      </section>
      {name !== null ? (
        <Drawer
          key="drawer"
          record={record}
          input={input}
          name={name}
          onOpen={open}
          onClose={() => {
            selected.value = "";
            const back = from.current?.isConnected ? from.current : document.getElementById("inputs-find");
            back?.focus();
          }}
        />
      ) : null}
    </>
  );
}
