/** A table of text cells that can be changed: by mouse, by touch, and by keyboard alone. */
import { type Signal, useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { cellName, type Draft, mended, type Shown } from "../edit/draft";
import type { Column, Issue, Table } from "../server/api";
import { words } from "../words/en";
import { IssueText } from "./issues";

const w = words.served;

export interface GridProps {
  table: Table;
  columns: readonly Column[];
  shown: readonly Shown[];
  draft: Draft;
  held: Readonly<Record<string, string>>;
  issues: ReadonlyMap<string, Issue[]>;
  readOnly: boolean;
  /** The cell that is to be focused: place among the shown rows, and column. */
  wanted: Signal<{ row: number; column: string } | null>;
  put: (row: Shown, column: string, text: string) => void;
  remove: (row: Shown, gone: boolean) => void;
}

interface At {
  row: number;
  column: number;
}

export function Grid(props: GridProps) {
  const { table, columns, shown, readOnly, wanted } = props;
  const active = useSignal<At>({ row: 0, column: 0 });
  const edited = useSignal<{ at: At; text: string } | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const last = readOnly || table.name === "scenario" ? columns.length - 1 : columns.length;
  const focus = (at: At) => {
    const row = Math.min(Math.max(at.row, 0), shown.length - 1);
    const column = Math.min(Math.max(at.column, 0), last);
    active.value = { row, column };
    box.current?.querySelector<HTMLElement>(`[data-at="${row}/${column}"]`)?.focus();
  };
  const goal = wanted.value;
  useLayoutEffect(() => {
    if (goal === null) return;
    const column = columns.findIndex((one) => one.name === goal.column);
    wanted.value = null;
    active.value = { row: goal.row, column: Math.max(column, 0) };
    const cell = box.current?.querySelector<HTMLElement>(`[data-at="${goal.row}/${Math.max(column, 0)}"]`);
    cell?.scrollIntoView({ block: "center", inline: "center" });
    cell?.focus();
  }, [goal, columns, wanted, active]);
  return (
    <div class="oa-scroll oa-gridbox" ref={box}>
      {/* A table whose cells are reached by arrow keys is a grid. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role */}
      <table class="oa-cells" role="grid" aria-label={w.gridOf(table.name)} aria-describedby="grid-keys" aria-readonly={readOnly}>
        <thead>
          <tr>
            {table.name === "scenario" ? <th scope="col">{w.rowTitle}</th> : null}
            {columns.map((column) => (
              <th key={column.name} scope="col" title={[column.says, column.form].filter(Boolean).join(" – ")}>
                {column.name}
                {column.required ? <abbr title="required">*</abbr> : null}
              </th>
            ))}
            {last === columns.length ? (
              <th scope="col">
                <span class="oa-hidden">{w.removed}</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {shown.map((row, at) => (
            <GridRow key={row.added === null ? `${row.row.line}/${row.row.key}` : `new/${row.added}`} {...props} {...{ row, at, active, edited, focus, last }} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps extends GridProps {
  row: Shown;
  at: number;
  active: Signal<At>;
  edited: Signal<{ at: At; text: string } | null>;
  focus: (at: At) => void;
  last: number;
}

function GridRow(props: RowProps) {
  const { table, columns, row, at, issues, last, active, remove, focus } = props;
  const whole = row.at === null ? [] : (issues.get(`${row.at}/`) ?? []);
  const name = row.row.key || w.newRow;
  const isActive = active.value.row === at && active.value.column === columns.length;
  return (
    <tr class={row.removed ? "oa-gone" : row.added === null ? undefined : "oa-new"}>
      {table.name === "scenario" ? (
        <th scope="row" title={row.row.says}>
          {row.row.key}
        </th>
      ) : null}
      {columns.map((column, index) => (
        <GridCell key={column.name} {...props} column={column} index={index} />
      ))}
      {last === columns.length ? (
        <td role="gridcell" class="oa-act">
          <button
            type="button"
            data-at={`${at}/${columns.length}`}
            tabIndex={isActive ? 0 : -1}
            aria-label={row.added === null ? (row.removed ? w.keepRow(name) : w.removeRow(name)) : w.dropAdded}
            onFocus={() => { active.value = { row: at, column: columns.length }; }}
            onKeyDown={(event) => {
              const to = moved(event.key, { row: at, column: columns.length }, last, event.ctrlKey);
              if (to) {
                event.preventDefault();
                focus(to);
              }
            }}
            onClick={() => { remove(row, !row.removed); }}
          >
            {row.removed ? "↶" : "×"}
          </button>
          {whole.map((issue, index) => (
            <p key={index} class={`oa-at oa-${issue.severity}`}>
              <IssueText issue={issue} />
            </p>
          ))}
        </td>
      ) : null}
    </tr>
  );
}

function GridCell({ table, draft, held, issues, readOnly, put, row, at, active, edited, focus, last, column, index }: RowProps & { column: Column; index: number }) {
  const name = cellName(table.name, row.row.key, column.name);
  const text = row.added === null ? (draft.set[name] ?? row.row.cells[column.name] ?? "") : (row.row.cells[column.name] ?? "");
  const changed = row.added === null && draft.set[name] !== undefined;
  const record = row.added === null ? held[name] : undefined;
  const fixed = readOnly || row.removed || record !== undefined || row.row.twice === true;
  const found = row.at === null ? [] : (issues.get(`${row.at}/${column.name}`) ?? []);
  const choices = column.choices.length > 0 ? column.choices : (row.row.choices ?? []);
  const here = { row: at, column: index };
  const isActive = active.value.row === at && active.value.column === index;
  const isEdited = edited.value?.at.row === at && edited.value.at.column === index;
  const mark = `issue-${at}-${index}`;
  const begin = (start: string) => {
    if (fixed) return;
    active.value = here;
    edited.value = { at: here, text: start };
  };
  const finish = (to: At | null, keep: boolean) => {
    const open = edited.peek();
    if (open?.at.row !== at || open.at.column !== index) return;
    edited.value = null;
    if (keep && open.text.trim() !== text) put(row, column.name, open.text);
    if (to) focus(to);
  };
  const why = record !== undefined ? w.held(record) : row.row.twice ? w.twice : changed ? w.was(row.row.cells[column.name] ?? "") : undefined;
  return (
    <td
      role="gridcell"
      data-at={`${at}/${index}`}
      tabIndex={isActive && !isEdited ? 0 : -1}
      class={["oa-cell", changed ? "oa-changed" : "", found.length > 0 ? "oa-bad" : "", fixed ? "oa-fixed" : ""].join(" ")}
      aria-invalid={found.some((issue) => issue.severity === "error")}
      aria-readonly={fixed}
      aria-describedby={found.length > 0 ? mark : undefined}
      title={why}
      onFocus={() => { active.value = here; }}
      onClick={() => { if (!isEdited) begin(text); }}
      onKeyDown={(event) => {
        if (isEdited || event.target !== event.currentTarget) return;
        const to = moved(event.key, here, last, event.ctrlKey);
        if (to) focus(to);
        else if (event.key === "Enter" || event.key === "F2") begin(text);
        else if ((event.key === "Delete" || event.key === "Backspace") && !fixed) put(row, column.name, "");
        else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) begin(choices.length > 0 ? text : event.key);
        else return;
        event.preventDefault();
      }}
    >
      {isEdited ? (
        <CellEditor
          label={`${table.name}, ${row.row.key || w.newRow}, ${column.name}`}
          form={column.form || (row.row.form ?? "")}
          choices={choices}
          edited={edited}
          finish={finish}
          here={here}
        />
      ) : (
        <span class={text === "" ? "oa-blank" : undefined}>{text === "" ? (row.added !== null && column.required ? w.blank : "") : text}</span>
      )}
      {found.length > 0 ? (
        <div id={mark} class="oa-at">
          {found.map((issue, number) => (
            <CellIssue key={number} issue={issue} text={text} fixed={fixed} use={(better) => { put(row, column.name, better); }} />
          ))}
        </div>
      ) : null}
    </td>
  );
}

function CellIssue({ issue, text, fixed, use }: { issue: Issue; text: string; fixed: boolean; use: (text: string) => void }) {
  const better = mended(text, issue);
  return (
    <p class={`oa-${issue.severity}`}>
      <IssueText issue={issue} />
      {better !== null && !fixed ? (
        <button
          type="button"
          class="oa-small"
          onClick={(event) => {
            event.stopPropagation();
            use(better);
          }}
        >
          {w.use(better)}
        </button>
      ) : null}
    </p>
  );
}

interface EditorProps {
  label: string;
  form: string;
  choices: readonly string[];
  edited: Signal<{ at: At; text: string } | null>;
  finish: (to: At | null, keep: boolean) => void;
  here: At;
}

function CellEditor({ label, form, choices, edited, finish, here }: EditorProps) {
  const field = useRef<HTMLInputElement & HTMLSelectElement>(null);
  useLayoutEffect(() => {
    field.current?.focus();
  }, []);
  const type = (text: string) => {
    if (edited.peek()) edited.value = { at: here, text };
  };
  const key = (event: KeyboardEvent) => {
    event.stopPropagation();
    const next: Record<string, At> = {
      Enter: { row: here.row + 1, column: here.column },
      Tab: { row: here.row, column: here.column + (event.shiftKey ? -1 : 1) },
    };
    const to = event.key === "Escape" ? here : next[event.key];
    if (!to) return;
    event.preventDefault();
    finish(to, event.key !== "Escape");
  };
  const common = { "aria-label": label, title: form, onKeyDown: key, onBlur: () => { finish(null, true); } };
  return choices.length > 0 ? (
    <select {...common} ref={field} value={edited.value?.text ?? ""} onChange={(event) => { type(event.currentTarget.value); }}>
      <option value="">{w.choose}</option>
      {[...new Set([...choices, ...(edited.value?.text ? [edited.value.text] : [])])].map((choice) => (
        <option key={choice} value={choice}>
          {choice}
        </option>
      ))}
    </select>
  ) : (
    <input {...common} ref={field} type="text" autocomplete="off" value={edited.value?.text ?? ""} onInput={(event) => { type(event.currentTarget.value); }} />
  );
}

/** Returns where a key leads from a cell, or null for a key that does something else. */
export function moved(key: string, at: At, last: number, far: boolean): At | null {
  switch (key) {
    case "ArrowUp":
      return { row: at.row - 1, column: at.column };
    case "ArrowDown":
      return { row: at.row + 1, column: at.column };
    case "ArrowLeft":
      return { row: at.row, column: at.column - 1 };
    case "ArrowRight":
      return { row: at.row, column: at.column + 1 };
    case "PageUp":
      return { row: at.row - 10, column: at.column };
    case "PageDown":
      return { row: at.row + 10, column: at.column };
    case "Home":
      return { row: far ? 0 : at.row, column: 0 };
    case "End":
      return { row: far ? Number.MAX_SAFE_INTEGER : at.row, column: last };
    default:
      return null;
  }
}
