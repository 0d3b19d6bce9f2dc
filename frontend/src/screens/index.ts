/** The screens, in the order of the navigation. A screen is a module of this folder and a line here. */
import type { ComponentType } from "preact";
import { served, view } from "../state/store";
import { words } from "../words/en";
import { Gantt } from "./gantt";
import { AirfieldLanes } from "./lanes";
import { Limits } from "./limits";
import { Claims } from "./claims";
import { Compare } from "./compare";
import { Inputs } from "./inputs";
import { Overview } from "./overview";
import { Swing } from "./tornado";
import { Edit } from "./edit";
import { Jobs } from "./jobs";
import { Runs } from "./runs";

export interface Screen {
  id: string;
  name: string;
  /** What it can't do without: the record of a run, a record or a server, or a server. */
  needs: "view" | "any" | "server";
  Part: ComponentType;
}

const all: readonly Screen[] = [
  { id: "runs", name: words.runs, needs: "server", Part: Runs },
  { id: "overview", name: words.overview, needs: "view", Part: Overview },
  { id: "lanes", name: words.lanes, needs: "view", Part: AirfieldLanes },
  { id: "gantt", name: words.gantt, needs: "view", Part: Gantt },
  { id: "limits", name: words.limits, needs: "view", Part: Limits },
  { id: "inputs", name: words.inputs, needs: "any", Part: Inputs },
  { id: "tornado", name: words.tornado, needs: "any", Part: Swing },
  { id: "claims", name: words.claims, needs: "any", Part: Claims },
  { id: "compare", name: words.compare, needs: "any", Part: Compare },
  { id: "edit", name: words.edit, needs: "server", Part: Edit },
  { id: "jobs", name: words.jobs, needs: "server", Part: Jobs },
];

/** Whether a screen shows a run, and so waits for its record. */
export function waitsForRun(id: string): boolean {
  return all.find((one) => one.id === id)?.needs !== "server";
}

/** Returns the screens that can be shown now. */
export function screens(): Screen[] {
  const record = view.value;
  return all.filter((one) => {
    if (one.needs === "view") return record !== null && record.study.runs > 0;
    return served.value || (one.needs === "any" && record !== null);
  });
}
