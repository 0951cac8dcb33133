// Fields that stand for an entry of a list: while one types, the list's entries are offered. Any text can be sent.
"use strict";

(function () {
  let waiting = 0;

  function offer(input, names) {
    const id = (input.id || input.name) + "-suggestions";
    let list = document.getElementById(id);
    if (!list) {
      list = document.createElement("datalist");
      list.id = id;
      input.after(list);
      input.setAttribute("list", id);
    }
    list.replaceChildren(...names.map(function (name) {
      const option = document.createElement("option");
      option.value = name;
      return option;
    }));
  }

  document.addEventListener("input", function (event) {
    const input = event.target;
    if (!input.matches("input[data-suggest]") || event.inputType === undefined) {
      return;
    }
    const asked = input.value;
    window.clearTimeout(waiting);
    waiting = window.setTimeout(function () {
      fetch(input.dataset.suggest + "?q=" + encodeURIComponent(asked), { headers: { "HX-Request": "true" } })
        .then(function (answer) { return answer.ok ? answer.json() : []; })
        .catch(function () { return []; })
        .then(function (names) {
          if (input.value === asked) {
            offer(input, names);
          }
        });
    }, 200);
  });
})();
