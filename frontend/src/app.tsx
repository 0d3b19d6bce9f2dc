/** The page: what stays on top, and the screen that is chosen. */
import { useEffect } from "preact/hooks";
import { fetched } from "./data/load";
import { Top } from "./parts/top";
import { Tour } from "./parts/tour";
import { screens } from "./screens";
import { runId, screen, served, startClock, view } from "./state/store";
import { words } from "./words/en";
import { useSignal } from "@preact/signals";

export function App({ problem }: { problem: string | null }) {
  const failed = useSignal(problem);
  const run = runId.value;
  useEffect(() => {
    if (!served.peek() || !run) return;
    let wanted = true;
    fetched(run).then(
      (record) => {
        if (!wanted) return;
        view.value = record;
        failed.value = null;
        startClock(record);
      },
      (error: unknown) => {
        if (wanted) failed.value = error instanceof Error ? error.message : String(error);
      },
    );
    return () => {
      wanted = false;
    };
  }, [run, failed]);
  const shown = screens().find((one) => one.id === screen.value) ?? screens()[0];
  return (
    <div class="oa-page">
      <a class="oa-skip" href="#content" onClick={skip}>
        {words.skip}
      </a>
      <Top />
      <main id="content" class="oa-content" tabIndex={-1}>
        {failed.value !== null ? (
          <section class="oa-card" role="alert">
            <h2>{words.failed}</h2>
            <p>{failed.value}</p>
          </section>
        ) : shown ? (
          <shown.Part key={shown.id} />
        ) : (
          <p>{words.loading}</p>
        )}
      </main>
      <Tour />
    </div>
  );
}

function skip(event: Event): void {
  event.preventDefault();
  document.getElementById("content")?.focus();
}
