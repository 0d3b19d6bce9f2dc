/** The page: what stays on top, and the screen that is chosen. */
import { useEffect, useRef } from "preact/hooks";
import { fetched } from "./data/load";
import { Lost } from "./parts/lost";
import { Top } from "./parts/top";
import { Tour } from "./parts/tour";
import { screens, waitsForRun } from "./screens";
import { inWords, lost } from "./server/api";
import { runId, screen, served, startClock, view } from "./state/store";
import { words } from "./words/en";
import { batch, useSignal } from "@preact/signals";

export function App({ problem }: { problem: string | null }) {
  const failed = useSignal(problem);
  const run = runId.value;
  const loaded = useRef("");
  const away = lost.value;
  useEffect(() => {
    if (!served.peek() || !run || (loaded.current === run && view.peek() !== null) || away) return;
    let wanted = true;
    failed.value = null;
    if (loaded.current !== "" && loaded.current !== run) view.value = null; // never another run under this one's link
    fetched(run).then(
      (record) => {
        if (!wanted) return;
        loaded.current = run;
        batch(() => {
          view.value = record; // and its clock at once, or the link would write down the time before it
          startClock(record);
        });
      },
      (error: unknown) => {
        if (!wanted) return;
        if (error instanceof TypeError) lost.value = true; // no answer came; it is asked again when the server is back
        else failed.value = inWords(error);
      },
    );
    return () => {
      wanted = false;
    };
  }, [run, failed, away]);
  const ofRun = waitsForRun(screen.value);
  const waiting = ofRun && run !== "" && view.value === null;
  const shown = screens().find((one) => one.id === screen.value) ?? screens()[0];
  return (
    <div class="oa-page">
      <a class="oa-skip" href="#content" onClick={skip}>
        {words.skip}
      </a>
      <Top />
      <Lost />
      <main id="content" class="oa-content" tabIndex={-1}>
        {failed.value !== null && (ofRun || !served.value) ? (
          <section class="oa-card" role="alert">
            <h2>{words.failed}</h2>
            <p>{failed.value}</p>
          </section>
        ) : shown && !waiting ? (
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
