/** Who is where at the time of the clock: found once for a moment, whoever asks. */
import { computed } from "@preact/signals";
import { Traffic, type Driving, type Flying, type Standing } from "../map/traffic";
import { time, view } from "./store";

export const traffic = computed<Traffic | null>(() => (view.value ? new Traffic(view.value) : null));
export const flying = computed<Flying[]>(() => traffic.value?.flying(time.value) ?? []);
export const driving = computed<Driving[]>(() => traffic.value?.driving(time.value) ?? []);
export const standing = computed<Standing[]>(() => traffic.value?.standing(time.value) ?? []);
