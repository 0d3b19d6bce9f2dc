/** Where the record comes from: inside the page, or from the server. */
import { FORM, type View } from "./view";

export class FormError extends Error {}

/** Checks that a record is of the form this app was built for. */
export function checked(record: unknown): View {
  const form = (record as { form?: unknown } | null)?.form;
  if (form !== FORM) {
    throw new FormError(`This record has form ${String(form)}; this app reads form ${FORM}.`);
  }
  return record as View;
}

/** Returns the record that the page carries, or null on a page of the server. */
export function carried(page: Document = document): View | null {
  const text = page.getElementById("airlift-view")?.textContent;
  return text ? checked(JSON.parse(text)) : null;
}

/** Asks the server this page came from for the record of a run. */
export async function fetched(run: string): Promise<View> {
  const answer = await fetch(`/api/runs/${encodeURIComponent(run)}/view`, { headers: { accept: "application/json" } });
  if (!answer.ok) {
    const told = (await answer.json().catch(() => null)) as { error?: string } | null;
    throw new Error(told?.error ?? `The server answers ${answer.status}.`);
  }
  return checked(await answer.json());
}
