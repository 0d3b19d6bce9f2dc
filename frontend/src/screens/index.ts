/** The screens, in the order of the navigation. A screen is a module of this folder and a line here. */
import type { ComponentType } from "preact";
import { served, view } from "../state/store";
import { words } from "../words/en";
import { Edit } from "./edit";
import { Jobs } from "./jobs";
import { Overview } from "./overview";
import { Runs } from "./runs";

export interface Screen {
  id: string;
  name: string;
  /** What it can't do without: the record of a run, or a server. */
  needs: "view" | "server";
  Part: ComponentType;
}

const all: readonly Screen[] = [
  { id: "runs", name: words.runs, needs: "server", Part: Runs },
  { id: "overview", name: words.overview, needs: "view", Part: Overview },
  { id: "edit", name: words.edit, needs: "server", Part: Edit },
  { id: "jobs", name: words.jobs, needs: "server", Part: Jobs },
];

/** Whether a screen shows a run, and so waits for its record. */
export function waitsForRun(id: string): boolean {
  return all.find((one) => one.id === id)?.needs !== "server";
}

/** Returns the screens that can be shown now. */
export function screens(): Screen[] {
  return all.filter((one) => (one.needs === "view" ? view.value !== null : served.value));
}
