/** What somebody has changed and not saved: on which version, and how it looks on a newer one. */
import type { Check, Issue, Row, Table, Tables } from "../server/api";

/** A row that is added: cells by column. */
export interface Added {
  table: string;
  cells: Readonly<Record<string, string>>;
}

export interface Draft {
  /** Text by cell, as edits name it. */
  set: Readonly<Record<string, string>>;
  add: readonly Added[];
  remove: readonly string[];
}

export const EMPTY: Draft = { set: {}, add: [], remove: [] };

export function count(draft: Draft): number {
  return Object.keys(draft.set).length + draft.add.filter(isFilled).length + draft.remove.length;
}

/** Whether anything stands in an added row. */
export function isFilled(row: Added): boolean {
  return Object.values(row.cells).some((text) => text !== "");
}

/** Returns the name of a cell in an edit. */
export function cellName(table: string, key: string, column: string): string {
  return table === "scenario" ? `scenario/settings/${key}` : `${table}/${key}/${column}`;
}

export function rowName(table: string, key: string): string {
  return `${table}/${key}`;
}

/** Returns the text of a cell as it stands, with the draft. */
export function textOf(draft: Draft, table: Table, row: Row, column: string): string {
  return draft.set[cellName(table.name, row.key, column)] ?? row.cells[column] ?? "";
}

/** Returns the draft with a cell set; what is as it was is no change. */
export function withCell(draft: Draft, table: Table, row: Row, column: string, text: string): Draft {
  const name = cellName(table.name, row.key, column);
  const others = Object.entries(draft.set).filter(([cell]) => cell !== name);
  const now = text.trim();
  return { ...draft, set: Object.fromEntries(now === (row.cells[column] ?? "") ? others : [...others, [name, now]]) };
}

export function withAddedCell(draft: Draft, at: number, column: string, text: string): Draft {
  const add = draft.add.map((row, index) => (index === at ? { ...row, cells: { ...row.cells, [column]: text.trim() } } : row));
  return { ...draft, add };
}

export function withRow(draft: Draft, table: string): Draft {
  return { ...draft, add: [...draft.add, { table, cells: {} }] };
}

export function withoutAdded(draft: Draft, at: number): Draft {
  return { ...draft, add: draft.add.filter((_, index) => index !== at) };
}

/** Returns the draft with a row taken out, or kept after all; changes of its cells go with it. */
export function withRemoved(draft: Draft, table: Table, row: Row, gone: boolean): Draft {
  const name = rowName(table.name, row.key);
  if (!gone) return { ...draft, remove: draft.remove.filter((other) => other !== name) };
  const own = new Set(table.columns.map((column) => cellName(table.name, row.key, column.name)));
  const set = Object.fromEntries(Object.entries(draft.set).filter(([cell]) => !own.has(cell)));
  return { ...draft, set, remove: [...draft.remove, name] };
}

/** Returns a draft as the body of a request. */
export function bodyOf(draft: Draft): { set: Record<string, string>; add: { table: string; row: Record<string, string> }[]; remove: string[] } {
  const add = draft.add.filter(isFilled).map(({ table, cells }) => ({
    table,
    row: Object.fromEntries(Object.entries(cells).filter(([, text]) => text !== "")),
  }));
  return { set: { ...draft.set }, add, remove: [...draft.remove] };
}

/** A row as the grid shows it. */
export interface Shown {
  row: Row;
  /** Position among the added rows, or null for a row that is there. */
  added: number | null;
  removed: boolean;
  /** Position in the file once the draft is saved, or null. */
  at: number | null;
}

/** Returns the rows of a table with the draft: those that are there, then those that are added. */
export function shownRows(draft: Draft, table: Table): Shown[] {
  const gone = new Set(draft.remove);
  let at = 0;
  const there = table.rows.map((row): Shown => {
    const removed = gone.has(rowName(table.name, row.key));
    return { row, added: null, removed, at: removed ? null : at++ };
  });
  const added = draft.add.flatMap((one, index): Shown[] =>
    one.table === table.name ? [{ row: { key: "", line: null, cells: { ...one.cells } }, added: index, removed: false, at: isFilled(one) ? at++ : null }] : [],
  );
  return [...there, ...added];
}

/** Returns the issues of a table's cells by `position/column`, those of whole rows by `position/`. */
export function issuesAt(check: Check | null, table: Table, shown: readonly Shown[]): Map<string, Issue[]> {
  const found = new Map<string, Issue[]>();
  for (const issue of check?.issues ?? []) {
    const cell = issue.cell;
    if (cell?.table !== table.name) continue;
    const position = cell.at ?? shown.find((one) => one.row.key === cell.key)?.at ?? "";
    const column = table.columns.find((one) => one.name === cell.column)?.name ?? "";
    const name = `${position}/${column}`;
    found.set(name, [...(found.get(name) ?? []), issue]);
  }
  return found;
}

/** A change of mine that meets one of somebody else. */
export interface Clash {
  cell: string;
  mine: string;
  theirs: string;
}

export interface Rebased {
  draft: Draft;
  clashes: Clash[];
  /** Cells and rows of mine that are not there any more. */
  gone: string[];
}

/** Puts a draft of one version onto a newer one: nothing of it is lost without being told. */
export function rebased(draft: Draft, before: Tables, now: Tables): Rebased {
  const was = cellsOf(before);
  const is = cellsOf(now);
  const rows = new Set(now.tables.flatMap((table) => table.rows.map((row) => rowName(table.name, row.key))));
  const set: Record<string, string> = {};
  const clashes: Clash[] = [];
  const gone: string[] = [];
  for (const [cell, mine] of Object.entries(draft.set)) {
    const row = cell.slice(0, cell.lastIndexOf("/"));
    const theirs = is.get(cell) ?? "";
    if (!cell.startsWith("scenario/settings/") && !rows.has(row)) gone.push(`${cell} = ${mine}`);
    else if (theirs !== mine) {
      set[cell] = mine;
      if (theirs !== (was.get(cell) ?? "")) clashes.push({ cell, mine, theirs });
    }
  }
  return { draft: { ...draft, set, remove: draft.remove.filter((row) => rows.has(row)) }, clashes, gone };
}

function cellsOf(tables: Tables): Map<string, string> {
  const found = new Map<string, string>();
  for (const table of tables.tables) {
    for (const row of table.rows) {
      for (const [column, text] of Object.entries(row.cells)) found.set(cellName(table.name, row.key, column), text);
    }
  }
  return found;
}

/** Returns the parking of an airfield with one spot more, of the largest class that it has; null where none is stated. */
export function oneSpotMore(parking: string): string | null {
  const parts = parking.split(";").map((one) => /^\s*(wide|narrow|small)\s*:\s*(\d+)\s*$/.exec(one));
  if (parts.some((one) => one === null)) return null;
  const known = parts.map((one) => ({ size: one?.[1] ?? "", spots: Number(one?.[2]) }));
  const largest = ["wide", "narrow", "small"].find((size) => known.some((one) => one.size === size));
  return known.map((one) => `${one.size}:${one.size === largest ? one.spots + 1 : one.spots}`).join(";");
}

/** Returns a count with one more, or null where none is stated. */
export function oneMore(count: string): string | null {
  return /^\d+$/.test(count.trim()) ? String(Number(count) + 1) : null;
}

/** Returns a cell's text with the nearest valid name in place of what is wrong, or null where that is not clear. */
export function mended(text: string, issue: Issue): string | null {
  if (issue.nearest === null || text === "") return null;
  const quoted = /'([^']+)'/.exec(issue.what)?.[1];
  const wrong = [quoted, issue.got ?? undefined].find((word) => word !== undefined && text.includes(word));
  if (wrong === undefined || (wrong === text && /[;:@>(]/.test(text))) return null;
  return text.replace(wrong, issue.nearest);
}
