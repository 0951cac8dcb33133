// The check of an entry by keyboard, and the paper beside the fields. Without this each is a click.
"use strict";

(function () {
  function rows() {
    return Array.from(document.querySelectorAll("[data-check-row]"));
  }
  function at() {
    const row = document.activeElement.closest("[data-check-row]");
    return row ? rows().indexOf(row) : -1;
  }
  function go(place) {
    const all = rows();
    if (all.length) {
      all[Math.max(0, Math.min(place, all.length - 1))].focus();
    }
  }
  function mark(differs) {
    const row = rows()[at()];
    if (!row) {
      go(0);
      return;
    }
    row.querySelector("input[type=checkbox]").checked = differs;
    row.classList.toggle("check-agrees", !differs);
    if (differs) {
      row.querySelector(".check-note").focus();
    } else {
      go(at() + 1);
    }
  }
  const KEYS = {
    j: function () { go(at() + 1); },
    k: function () { go(at() - 1); },
    a: function () { mark(false); },
    d: function () { mark(true); }
  };

  document.addEventListener("keydown", function (event) {
    const typing = event.target.matches("input:not([type=checkbox]), textarea, select");
    if (typing && event.target.matches(".check-note") && (event.key === "Enter" || event.key === "Escape")) {
      event.preventDefault();
      go(at() + 1);
      return;
    }
    if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey && KEYS[event.key]) {
      event.preventDefault();
      KEYS[event.key]();
    }
  });

  // A paper that is chosen is shown beside the fields instead of on a page of its own.
  document.addEventListener("click", function (event) {
    const link = event.target.closest(".check-paper a.paper-picture");
    if (link && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      window.htmx.ajax("GET", link.getAttribute("href"), { target: "#paper", swap: "innerHTML" });
    }
  });
  document.addEventListener("htmx:afterSettle", function (event) {
    const first = event.target.id === "papers-body" && document.querySelector(".check-paper a.paper-picture");
    if (first && !document.querySelector("#paper img")) {
      window.htmx.ajax("GET", first.getAttribute("href"), { target: "#paper", swap: "innerHTML" });
    }
  });
})();
