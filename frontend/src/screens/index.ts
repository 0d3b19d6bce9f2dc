/** The screens, in the order of the navigation. A screen is a module of this folder and a line here. */
import type { ComponentType } from "preact";
import { served, view } from "../state/store";
import { words } from "../words/en";
import { Gantt } from "./gantt";
import { AirfieldLanes } from "./lanes";
import { Limits } from "./limits";
import { Overview } from "./overview";

export interface Screen {
  id: string;
  name: string;
  /** What it can't do without: the record of a run, or a server. */
  needs: "view" | "server";
  Part: ComponentType;
}

const all: readonly Screen[] = [
  { id: "overview", name: words.overview, needs: "view", Part: Overview },
  { id: "lanes", name: words.lanes, needs: "view", Part: AirfieldLanes },
  { id: "gantt", name: words.gantt, needs: "view", Part: Gantt },
  { id: "limits", name: words.limits, needs: "view", Part: Limits },
];

/** Returns the screens that can be shown now. */
export function screens(): Screen[] {
  return all.filter((one) => (one.needs === "view" ? view.value !== null : served.value));
}
