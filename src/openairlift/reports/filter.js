(function () {
  "use strict";
  var form = document.getElementById("filter");
  var find = document.getElementById("find");
  var found = document.getElementById("found");
  var rows = Array.prototype.slice.call(document.querySelectorAll("#input-rows tr"));
  if (!form) { return; }
  form.hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("input", function () {
    var wanted = {};
    form.querySelectorAll("input[type=checkbox]").forEach(function (box) { wanted[box.value] = box.checked; });
    var word = find.value.toLowerCase();
    var shown = 0;
    rows.forEach(function (row) {
      var fits = wanted[row.dataset.basis] ? row.textContent.toLowerCase().indexOf(word) !== -1 : false;
      row.hidden = !fits;
      if (fits) { shown += 1; }
    });
    found.textContent = shown + " shown.";
  });
}());
