import "uplot/dist/uPlot.min.css";
import "./style/app.css";
import "./style/served.css";
import { render } from "preact";
import { App } from "./app";
import { carried } from "./data/load";
import { keepLinked, setStandard } from "./state/link";
import { keepServed } from "./server/state";
import { showApp } from "./parts/brief";
import { keepResults } from "./state/results";
import { runClock, served, startClock, view } from "./state/store";

const root = document.getElementById("app");
if (root) {
  keepLinked();
  let problem: string | null = null;
  try {
    const record = carried();
    served.value = record === null;
    if (record) {
      view.value = record;
      startClock(record);
      if (record.home) setStandard("screen", record.home);
    }
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
  }
  runClock();
  keepResults();
  keepServed();
  showApp();
  render(<App problem={problem} />, root);
}
