/** The page as it prints, below the app in the same file: one of the two is shown. */
import { words } from "../words/en";

const page = document.documentElement;

function style(media: string): void {
  document.getElementById("brief-style")?.setAttribute("media", media);
}

/** Whether the file has such a page. */
export function hasBrief(): boolean {
  return document.getElementById("brief") !== null;
}

export function showApp(): void {
  page.dataset.view = "app";
  style("print");
}

export function showBrief(): void {
  const brief = document.getElementById("brief");
  if (!brief) return;
  if (!document.getElementById("back-to-app")) {
    const back = document.createElement("button");
    back.id = "back-to-app";
    back.type = "button";
    back.textContent = words.back;
    back.addEventListener("click", showApp);
    brief.prepend(back);
  }
  page.dataset.view = "brief";
  style("all");
  brief.focus();
}

/** Whether the link belongs to the app now; in the brief it leads to places on the page. */
export function appShown(): boolean {
  return page.dataset.view !== "brief";
}
