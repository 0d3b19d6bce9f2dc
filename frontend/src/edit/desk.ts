/** What is done at a desk: load a scenario, try a draft, save it, put it onto what somebody else saved. */
import { type Made, RefusedError, server } from "../server/api";
import { changeDesk, type Desk, desks, deskOf, putDesk, refresh, versionText } from "../server/state";
import { bodyOf, count, type Draft, EMPTY, rebased } from "./draft";

const PAUSE_MS = 350;

/** Loads a scenario's newest version; a desk with unsaved changes is kept. */
export async function load(name: string): Promise<void> {
  const tables = await server.tables(name);
  const desk = desks.peek().get(name);
  if (!desk || count(desk.draft) === 0) putDesk(name, { ...deskOf(tables), saved: desk?.saved === tables.version ? desk.saved : null });
  else if (desk.tables.tag !== tables.tag) move(name, desk, tables);
}

function move(name: string, desk: Desk, tables: Desk["tables"]): void {
  const { draft, clashes, gone } = rebased(desk.draft, desk.tables, tables);
  putDesk(name, { tables, draft, clashes, gone, check: null, moved: tables.version, saved: null });
  tryLater(name);
}

/** Fetches what somebody else saved, and puts the changes onto it. */
async function catchUp(name: string): Promise<void> {
  const desk = desks.peek().get(name);
  if (desk) move(name, desk, await server.tables(name));
}

const waiting = new Map<string, ReturnType<typeof setTimeout>>();

export function change(name: string, draft: Draft): void {
  const desk = desks.peek().get(name);
  if (!desk) return;
  const clashes = desk.clashes.filter((clash) => draft.set[clash.cell] === clash.mine);
  putDesk(name, { ...desk, draft, clashes, check: null, saved: null });
  tryLater(name);
}

/** Asks what `check` says of a draft, a moment after the last change. */
export function tryLater(name: string): void {
  clearTimeout(waiting.get(name));
  waiting.set(name, setTimeout(() => { void tryNow(name); }, PAUSE_MS));
}

async function tryNow(name: string): Promise<void> {
  const desk = desks.peek().get(name);
  if (!desk) return;
  const draft = desk.draft;
  if (count(draft) === 0) {
    changeDesk(name, { check: desk.tables.check });
    return;
  }
  try {
    const told = await server.edit(name, desk.tables.tag, { ...bodyOf(draft), only_check: true });
    if (desks.peek().get(name)?.draft === draft) changeDesk(name, { check: told.check });
  } catch (error) {
    if (error instanceof RefusedError && error.status === 409) await catchUp(name);
    else if (!(error instanceof RefusedError)) setTimeout(() => { tryLater(name); }, 2000);
    else if (desks.peek().get(name)?.draft === draft) changeDesk(name, { check: { valid: false, issues: error.issues } });
  }
}

/** Saves a draft as a new version; returns its number, or null where somebody else was quicker. */
export async function save(name: string, { faulty = false }: { faulty?: boolean } = {}): Promise<number | null> {
  const desk = desks.peek().get(name);
  if (!desk) return null;
  let made: Made;
  try {
    made = await server.edit(name, desk.tables.tag, { ...bodyOf(desk.draft), keep_faulty: faulty });
  } catch (error) {
    if (error instanceof RefusedError && error.status === 409) {
      await catchUp(name);
      return null;
    }
    if (error instanceof RefusedError && error.issues.length > 0) changeDesk(name, { check: { valid: false, issues: error.issues } });
    throw error;
  }
  const version = made.version ?? desk.tables.version + 1;
  const tables = await server.tables(name).catch(() => ({ ...desk.tables, version, tag: made.tag ?? desk.tables.tag }));
  putDesk(name, { ...deskOf(tables), saved: version });
  versionText.value = "";
  void refresh();
  return version;
}

export function discard(name: string): void {
  const desk = desks.peek().get(name);
  if (desk) putDesk(name, { ...deskOf(desk.tables), draft: EMPTY });
}
