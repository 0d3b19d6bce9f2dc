/** The state that a link carries: everything after the #, so that every picture can be sent to somebody. */
import { appShown } from "../parts/brief";
import { effect, signal, type Signal } from "@preact/signals";

/** Returns the settings of an address's part after the #. */
export function parsed(hash: string): Map<string, string> {
  return new Map(new URLSearchParams(hash.replace(/^#/, "")));
}

/** Returns the part after the # that holds these settings; what is empty is left out. */
export function written(settings: ReadonlyMap<string, string>): string {
  const kept = [...settings].filter(([, value]) => value !== "");
  return kept.length ? `#${new URLSearchParams(kept).toString()}` : "";
}

const current = signal(parsed(location.hash));
const known = new Map<string, { text: Signal<string>; standard: string }>();

/** Returns a setting that the address carries; it is left out there while it has its standard value. */
export function linked(name: string, standard = ""): Signal<string> {
  const before = known.get(name);
  if (before) return before.text;
  const text = signal(current.peek().get(name) ?? standard);
  known.set(name, { text, standard });
  return text;
}

/** Changes what a setting is while the address does not state it. */
export function setStandard(name: string, standard: string): void {
  const text = linked(name, standard);
  known.set(name, { text, standard });
  if (!current.peek().has(name)) text.value = standard;
}

let writing: ReturnType<typeof setTimeout> | undefined;

/** Keeps the address and the settings the same, in both directions. */
export function keepLinked(): () => void {
  const stop = effect(() => {
    const next = new Map(current.peek());
    for (const [name, { text, standard }] of known) next.set(name, text.value === standard ? "" : text.value);
    clearTimeout(writing);
    writing = setTimeout(() => {
      const hash = written(next);
      if (appShown() && hash !== location.hash) history.replaceState(null, "", hash || location.pathname + location.search);
    }, 150);
  });
  const read = () => {
    if (!appShown()) return;
    current.value = parsed(location.hash);
    for (const [name, { text, standard }] of known) text.value = current.value.get(name) ?? standard;
  };
  addEventListener("hashchange", read);
  return () => {
    stop();
    removeEventListener("hashchange", read);
  };
}
