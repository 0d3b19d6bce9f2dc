/** What is not saved yet, what somebody else saved meanwhile, and the buttons. */
import { useSignal } from "@preact/signals";
import { count } from "./draft";
import { change, discard, save } from "./desk";
import { inWords } from "../server/api";
import { changeDesk, type Desk } from "../server/state";
import { words } from "../words/en";

const w = words.served;

export function SavePanel({ name, desk }: { name: string; desk: Desk }) {
  const problem = useSignal("");
  const busy = useSignal(false);
  const changes = count(desk.draft);
  const faulty = desk.check?.issues.some((issue) => issue.severity === "error") ?? false;
  const go = (options: { faulty?: boolean } = {}) => {
    busy.value = true;
    problem.value = "";
    save(name, options)
      .catch((error: unknown) => {
        problem.value = inWords(error);
      })
      .finally(() => {
        busy.value = false;
      });
  };
  return (
    <section class="oa-card oa-save" aria-label={w.save(desk.tables.version + 1)}>
      <p role="status">
        {changes > 0 ? <b>{w.unsaved(changes)}</b> : desk.saved !== null ? w.saved(desk.saved) : w.nothingToSave}
      </p>
      <Meanwhile name={name} desk={desk} />
      {problem.value ? (
        <p class="oa-fault" role="alert">
          {problem.value}
        </p>
      ) : null}
      <div class="oa-row">
        <button type="button" class="oa-primary" disabled={changes === 0 || faulty || desk.check === null || busy.value} onClick={() => { go(); }}>
          {w.save(desk.tables.version + 1)}
        </button>
        {changes > 0 && faulty ? (
          <button type="button" disabled={busy.value} onClick={() => { go({ faulty: true }); }}>
            {w.saveFaulty}
          </button>
        ) : null}
        <button type="button" disabled={changes === 0 || busy.value} onClick={() => { discard(name); }}>
          {w.discard}
        </button>
      </div>
    </section>
  );
}

function Meanwhile({ name, desk }: { name: string; desk: Desk }) {
  if (desk.moved === null) return null;
  return (
    <div class="oa-meanwhile" role="alert">
      <p>{w.moved(desk.moved)}</p>
      <ul class="oa-issues">
        {desk.clashes.map((clash) => (
          <li key={clash.cell}>
            {w.clash(clash.cell, clash.theirs, clash.mine)}{" "}
            <button
              type="button"
              class="oa-small"
              onClick={() => {
                const others = Object.entries(desk.draft.set).filter(([cell]) => cell !== clash.cell);
                change(name, { ...desk.draft, set: Object.fromEntries(others) });
              }}
            >
              {w.takeTheirs}
            </button>
          </li>
        ))}
        {desk.gone.map((cell) => (
          <li key={cell}>{w.gone(cell)}</li>
        ))}
      </ul>
      <button type="button" class="oa-small" onClick={() => { changeDesk(name, { moved: null, gone: [] }); }}>
        {w.understood}
      </button>
    </div>
  );
}
