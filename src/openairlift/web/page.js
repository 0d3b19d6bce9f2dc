(function () {
  "use strict";
  // The first page leads to the app, which does the same and more; ?forms=1 stays here.
  if (window.location.pathname === "/" && window.location.search === "") {
    window.location.replace("/app" + window.location.hash);
    return;
  }
  // What a link carries after the # outlives the log-in: a redirection keeps it.
  var entry = document.querySelector('form[action="/login"]');
  if (entry && window.location.hash) { entry.action = "/login" + window.location.hash; }
  var box = document.getElementById("job");
  if (!box || !box.dataset.events || !window.EventSource) { return; }
  var bar = document.getElementById("bar");
  var words = document.getElementById("words");
  var state = document.getElementById("state");
  var heard = null;
  function left(seconds) {
    if (seconds === null || seconds === undefined) { return ""; }
    if (seconds < 90) { return ", about " + Math.ceil(seconds) + " s left"; }
    if (seconds < 5400) { return ", about " + Math.ceil(seconds / 60) + " min left"; }
    return ", about " + (seconds / 3600).toFixed(1) + " h left";
  }
  function show(job) {
    var done = job.progress;
    if (job.state !== box.dataset.state) { window.location.reload(); return; }
    state.textContent = job.stopping ? "ending with what it has" : job.state;
    if (job.state === "waiting") { words.textContent = job.ahead + " ahead of it"; return; }
    if (!done) { return; }
    if (done.total) { bar.max = done.total; bar.value = done.done; } else { bar.removeAttribute("value"); }
    words.textContent = done.what + (done.total ? ": " + done.done + " of " + done.total : "") + left(done.left_s);
  }
  var source = new EventSource(box.dataset.events);
  source.addEventListener("job", function (event) { heard = JSON.parse(event.data); show(heard); });
  source.addEventListener("gone", function () { source.close(); });
  source.onerror = function () { words.textContent = "The server does not answer; this page goes on when it does."; };
}());
