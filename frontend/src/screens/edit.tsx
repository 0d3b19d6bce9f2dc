/** A scenario's tables: change a cell, add or remove a row, see the issues at the cell, save a version, run it. */
import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import {
  cellName, issuesAt, type Shown, shownRows, withAddedCell, withCell, withoutAdded, withRemoved, withRow,
} from "../edit/draft"; // prettier-ignore
import { change, load } from "../edit/desk";
import { Airfields } from "../edit/airfields";
import { Rerun } from "../edit/rerun";
import { SavePanel } from "../edit/saving";
import { Grid } from "../parts/grid";
import { Issues } from "../parts/issues";
import { inWords, type Issue, server, type Table, type Tables } from "../server/api";
import { type Desk, desks, deskOf, folderParts, refresh, scenarioName, scenarios, tableName, versionText } from "../server/state";
import { view } from "../state/store";
import { words } from "../words/en";

const w = words.served;
const ROWS = 100;

/** The scenario that is edited: of the link, else of the run that is open, else the first of one's own. */
function chosenName(): string {
  if (scenarioName.value) return scenarioName.value;
  if (view.value) return folderParts(view.value.scenario.name).name;
  const known = scenarios.value ?? [];
  return (known.find((one) => !one.shipped) ?? known[0])?.name ?? "";
}

export function Edit() {
  const problem = useSignal("");
  const old = useSignal<Tables | null>(null);
  const name = chosenName();
  const version = versionText.value;
  useEffect(() => {
    void refresh();
  }, []);
  useEffect(() => {
    if (!name) return;
    problem.value = "";
    let wanted = true;
    const failed = (error: unknown) => {
      if (wanted) problem.value = inWords(error);
    };
    if (version === "") {
      load(name).then(() => { old.value = null; }, failed);
    } else {
      server.tables(name, Number(version)).then((tables) => {
        if (wanted) old.value = tables;
      }, failed);
    }
    return () => {
      wanted = false;
    };
  }, [name, version, problem, old]);
  const shownOld = version !== "" && old.value !== null && old.value.version !== old.value.newest && old.value.name === name ? old.value : null;
  const desk = shownOld ? deskOf(shownOld) : desks.value.get(name);
  return (
    <div class="oa-edit">
      <Choice name={name} desk={desk} />
      {problem.value ? (
        <section class="oa-card oa-wide" role="alert">
          <p class="oa-fault">{problem.value}</p>
        </section>
      ) : desk === undefined ? (
        <section class="oa-card oa-wide">{w.loading}</section>
      ) : (
        <Work key={`${name}/${shownOld ? version : ""}`} name={name} desk={desk} readOnly={shownOld !== null} />
      )}
    </div>
  );
}

function Choice({ name, desk }: { name: string; desk: Desk | undefined }) {
  const known = scenarios.value?.find((one) => one.name === name);
  const versions = known?.versions ?? [];
  const newest = versions.at(-1) ?? 1;
  return (
    <section class="oa-card oa-wide oa-choice">
      <h2>{desk ? w.editTitle(desk.tables.name, desk.tables.version) : name || w.chooseScenario}</h2>
      <div class="oa-row">
        <span>
          <label for="edit-scenario">{w.scenario}</label>{" "}
          <select
            id="edit-scenario"
            value={name}
            onChange={(event) => {
              scenarioName.value = event.currentTarget.value;
              versionText.value = "";
            }}
          >
            {(scenarios.value ?? []).map((one) => (
              <option key={one.name} value={one.name}>
                {one.name}
              </option>
            ))}
          </select>
        </span>
        <span>
          <label for="edit-version">{w.versions}</label>{" "}
          <select
            id="edit-version"
            value={versionText.value || String(newest)}
            onChange={(event) => {
              const chosen = event.currentTarget.value;
              versionText.value = chosen === String(newest) ? "" : chosen;
            }}
          >
            {versions.map((one) => (
              <option key={one} value={String(one)}>
                {one === newest ? w.newest(one) : String(one)}
              </option>
            ))}
          </select>
        </span>
      </div>
    </section>
  );
}

function Work({ name, desk, readOnly }: { name: string; desk: Desk; readOnly: boolean }) {
  const wanted = useSignal<{ row: number; column: string } | null>(null);
  const all = useSignal(false);
  const filter = useSignal("");
  const most = useSignal(ROWS);
  const table = desk.tables.tables.find((one) => one.name === tableName.value) ?? desk.tables.tables[0];
  const go = (issue: Issue) => {
    const target = desk.tables.tables.find((one) => one.name === issue.cell?.table);
    if (!target || !issue.cell) return;
    const { at, key, column } = issue.cell;
    const row = shownRows(desk.draft, target).findIndex((one) => (at === null ? one.row.key === key : one.at === at));
    filter.value = "";
    most.value = Math.max(most.value, row + 1);
    tableName.value = target.name;
    wanted.value = { row, column: column ?? "" };
  };
  if (!table) return null;
  return (
    <>
      <section class="oa-card oa-wide oa-tablecard" aria-label={w.tables}>
        <TableNav desk={desk} chosen={table.name} />
        <TableGrid key={table.name} {...{ name, desk, table, readOnly, wanted, all, filter, most }} />
      </section>
      <div class="oa-side">
        {readOnly ? <OldVersion desk={desk} /> : <SavePanel name={name} desk={desk} />}
        <section class="oa-card" aria-labelledby="issues">
          <h2 id="issues">{w.issuesTitle}</h2>
          <div role="status">
            {desk.check === null ? <p>{w.checking}</p> : desk.check.issues.length === 0 ? <p>{w.fine}</p> : <p>{verdict(desk.check.issues)}</p>}
          </div>
          {desk.check === null ? null : <Issues issues={desk.check.issues.slice(0, 50)} go={go} />}
        </section>
        <Airfields name={name} desk={desk} readOnly={readOnly} />
        <Rerun name={name} desk={desk} readOnly={readOnly} />
      </div>
    </>
  );
}

export function verdict(issues: readonly Issue[]): string {
  const errors = issues.filter((issue) => issue.severity === "error").length;
  const parts = [errors > 0 ? w.errors(errors) : "", issues.length > errors ? w.doubts(issues.length - errors) : ""];
  return `${parts.filter(Boolean).join(", ")}.`;
}

function OldVersion({ desk }: { desk: Desk }) {
  return (
    <section class="oa-card">
      <p>{w.olderVersion(desk.tables.version, desk.tables.newest)}</p>
      <button type="button" onClick={() => { versionText.value = ""; }}>
        {w.toNewest}
      </button>
    </section>
  );
}

function TableNav({ desk, chosen }: { desk: Desk; chosen: string }) {
  const changes = new Map<string, number>();
  const add = (table: string) => changes.set(table, (changes.get(table) ?? 0) + 1);
  for (const cell of Object.keys(desk.draft.set)) add(cell.split("/")[0] ?? "");
  for (const row of desk.draft.remove) add(row.split("/")[0] ?? "");
  for (const row of desk.draft.add) add(row.table);
  const faults = new Set((desk.check?.issues ?? []).filter((one) => one.severity === "error").map((one) => one.cell?.table));
  const there = desk.tables.tables.filter((one) => one.there || one.name === chosen || changes.has(one.name));
  const absent = desk.tables.tables.filter((one) => !there.includes(one));
  return (
    <nav class="oa-tabs" aria-label={w.tables}>
      {there.map((one) => (
        <button
          key={one.name}
          type="button"
          aria-current={one.name === chosen ? "true" : undefined}
          class={faults.has(one.name) ? "oa-bad" : undefined}
          title={one.says}
          onClick={() => { tableName.value = one.name; }}
        >
          {one.name}
          {changes.has(one.name) ? ` • ${changes.get(one.name) ?? 0}` : ""}
        </button>
      ))}
      {absent.length > 0 ? (
        <label>
          <span class="oa-hidden">{w.notThere}</span>
          <select value="" onChange={(event) => { if (event.currentTarget.value) tableName.value = event.currentTarget.value; }}>
            <option value="">{`${w.notThere} …`}</option>
            {absent.map((one) => (
              <option key={one.name} value={one.name}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
      ) : null}
    </nav>
  );
}

interface GridProps {
  name: string;
  desk: Desk;
  table: Table;
  readOnly: boolean;
  wanted: Signal<{ row: number; column: string } | null>;
  all: Signal<boolean>;
  filter: Signal<string>;
  most: Signal<number>;
}

function TableGrid({ name, desk, table, readOnly, wanted, all, filter, most }: GridProps) {
  const { draft, check } = desk;
  const shown = shownRows(draft, table);
  const issues = issuesAt(check, table, shown);
  const word = filter.value.trim().toLowerCase();
  const fits = word === "" ? shown : shown.filter((one) => one.added !== null || rowText(draft, table, one).includes(word));
  const adding = draft.add.some((row) => row.table === table.name);
  const columns = table.columns.filter(
    (column) =>
      all.value || column.stated || (adding && (column.required || column.key)) ||
      shown.some((one) => (one.added === null ? draft.set[cellName(table.name, one.row.key, column.name)] : one.row.cells[column.name]) !== undefined),
  ); // prettier-ignore
  const put = (row: Shown, column: string, text: string) => {
    change(name, row.added === null ? withCell(draft, table, row.row, column, text) : withAddedCell(draft, row.added, column, text));
  };
  const remove = (row: Shown, gone: boolean) => {
    change(name, row.added === null ? withRemoved(draft, table, row.row, gone) : withoutAdded(draft, row.added));
  };
  return (
    <>
      <p class="oa-told">
        {table.says} {w.rows(table.rows.length)}.
      </p>
      <div class="oa-row">
        <label>
          {w.filter}{" "}
          <input type="search" placeholder={w.filterHint} value={filter.value} onInput={(event) => { filter.value = event.currentTarget.value; }} />
        </label>
        {table.columns.some((column) => !column.stated) ? (
          <label>
            <input type="checkbox" checked={all.value} onChange={(event) => { all.value = event.currentTarget.checked; }} /> {w.moreColumns}
          </label>
        ) : null}
        {readOnly || table.name === "scenario" ? null : (
          <button
            type="button"
            onClick={() => {
              change(name, withRow(draft, table.name));
              most.value = Math.max(most.value, shown.length + 1);
              wanted.value = { row: fits.length, column: "" };
            }}
          >
            {w.addRow}
          </button>
        )}
      </div>
      <Grid
        {...{ table, columns, draft, issues, readOnly, put, remove }}
        shown={fits.slice(0, most.value)}
        held={desk.tables.held}
        wanted={wanted}
      />
      {fits.length > most.value ? (
        <button type="button" onClick={() => { most.value += 5 * ROWS; }}>
          {w.moreRows(Math.min(fits.length - most.value, 5 * ROWS))}
        </button>
      ) : null}
      <p id="grid-keys" class="oa-told">
        {w.gridKeys}
      </p>
    </>
  );
}

function rowText(draft: Desk["draft"], table: Table, one: Shown): string {
  return [one.row.key, ...table.columns.map((column) => draft.set[cellName(table.name, one.row.key, column.name)] ?? one.row.cells[column.name] ?? "")]
    .join(" ")
    .toLowerCase();
}
