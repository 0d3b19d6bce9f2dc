/** The inputs in which two records differ. */
import type { Change } from "../data/results";
import type { Input, View } from "../data/view";
import { nameOf } from "../inputs/about";

/** Returns cells that differ in value or basis, those of both records first in the order of the first. */
export function differing(a: View, b: View): Change[] {
  const before = new Map(a.inputs.map((one) => [nameOf(one), one]));
  const after = new Map(b.inputs.map((one) => [nameOf(one), one]));
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const found = names.map((name) => changeOf(name, before.get(name), after.get(name)));
  return found.filter((one) => one !== null);
}

function changeOf(cell: string, was: Input | undefined, is: Input | undefined): Change | null {
  if (was && is && was.value === is.value && was.basis === is.basis) return null;
  const shown = is ?? was;
  return {
    cell,
    kind: was ? (is ? "changed" : "removed") : "added",
    before: was?.value ?? null,
    after: is?.value ?? null,
    basis_before: was?.basis ?? null,
    basis: is?.basis ?? null,
    evidence: shown?.evidence ?? [],
    source: shown?.source ?? null,
    by: null,
  };
}
