// What the pages do beyond plain HTML. Everything here is a comfort: each page works without it.
"use strict";

(function () {
  // "/" goes to the search.
  document.addEventListener("keydown", function (event) {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const search = document.getElementById("search");
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    }
    // A letter leads where something on the page says that it does.
    if (!typing && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const way = document.querySelector("[data-key=\"" + CSS.escape(event.key) + "\"]");
      if (way) {
        event.preventDefault();
        way.click();
      }
    }
    if (event.key === "Escape") {
      const menu = event.target.closest && event.target.closest("details.menu[open]");
      closeMenus(null);
      if (menu) {
        menu.querySelector("summary").focus();
      }
    }
  });

  // Where the keyboard was is found again in what took the place of a part of the page; where it is gone, the part
  // itself gets it, and the next Tab goes on from there.
  const places = new WeakMap();
  document.addEventListener("htmx:beforeRequest", function (event) {
    const there = document.activeElement;
    if (there && there !== document.body && event.detail.xhr) {
      places.set(event.detail.xhr, {
        element: there, id: there.id, name: there.getAttribute("name"),
        form: there.form && there.form.getAttribute("action"), fold: there.closest("details[id]")
      });
    }
  });
  function candidates(place, root) {
    const form = place.form && root.querySelector("form[action=\"" + CSS.escape(place.form) + "\"]");
    const fold = place.fold && document.getElementById(place.fold.id);
    return [
      place.id && document.getElementById(place.id),
      form && (place.name ? form.elements.namedItem(place.name) : form.querySelector("button")),
      fold && fold.querySelector("summary"),
      root
    ];
  }
  function keepPlace(asked, root) {
    const place = places.get(asked);
    if (!place || place.element.isConnected && !place.element.disabled) {
      return;
    }
    places.delete(asked);
    if (document.activeElement && document.activeElement !== document.body) {
      return;
    }
    if (!root.hasAttribute("tabindex")) {
      root.setAttribute("tabindex", "-1");
    }
    candidates(place, root).find(function (there) {  // what is folded up takes no focus
      if (there && there.focus) {
        there.focus({ preventScroll: true });
      }
      return document.activeElement === there;
    });
  }

  // A menu closes when something else is clicked.
  function closeMenus(inside) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (!inside || !menu.contains(inside)) {
        menu.removeAttribute("open");
      }
    });
  }
  document.addEventListener("click", function (event) {
    closeMenus(event.target);
  });

  // A form is sent once, however often its button is pressed; and what cannot be undone is asked first.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    const button = event.submitter;
    const question = (button && button.dataset.confirm) || form.dataset.confirm;
    if (question && !window.confirm(question)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (form.method === "post" && !form.hasAttribute("hx-post")) {
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "yes";
      window.setTimeout(function () { delete form.dataset.sent; }, 8000);
    }
  }, true);
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });

  // Empty filters stay out of the address.
  document.addEventListener("htmx:configRequest", function (event) {
    if (event.detail.verb === "get") {
      const parameters = event.detail.parameters;
      Object.keys(parameters).forEach(function (name) {
        if (parameters[name] === "") {
          delete parameters[name];
        }
      });
    }
  });

  // The server did not answer at all.
  document.addEventListener("htmx:sendError", function () {
    const notices = document.getElementById("notices");
    if (notices && document.body.dataset.offline) {
      notices.textContent = document.body.dataset.offline;
    }
  });

  // A refused form is brought into view and its first wrong field gets the cursor. What loads by itself moves nothing.
  document.addEventListener("htmx:afterSettle", function (event) {
    const asked = event.detail.requestConfig;
    const sent = asked && asked.verb !== "get";
    const wrong = sent && event.target.querySelector && event.target.querySelector(".is-invalid, .alert[role=alert]");
    if (wrong) {
      wrong.scrollIntoView({ block: "center" });
      if (wrong.matches(".is-invalid")) {
        wrong.focus({ preventScroll: true });
      }
    }
    const part = event.detail.target;
    keepPlace(event.detail.xhr, part && part.isConnected ? part : event.target);
    prepare(event.target);
  });

  // What the browser finds missing it says in its own language; it shall be that of the page.
  document.addEventListener("invalid", function (event) {
    const field = event.target;
    if (field.validity.customError) {
      return;
    }
    const words = document.body.dataset;
    field.setCustomValidity(field.validity.valueMissing ? words.required : words.unfit);
    const clear = function () { field.setCustomValidity(""); };
    field.addEventListener("input", clear, { once: true });
    field.addEventListener("change", clear, { once: true });
  }, true);

  // A browser in another language than the page shows days its own way (12/01/2026): there they are typed as they are
  // written everywhere else.
  const abroad = !navigator.language.toLowerCase().startsWith(document.documentElement.lang.slice(0, 2));
  function plainDays(root) {
    root.querySelectorAll("input[type=date]").forEach(function (field) {
      field.type = "text";
      field.pattern = "\\d{4}-\\d{2}-\\d{2}";
      field.placeholder = document.body.dataset.day;
      field.inputMode = "numeric";
      field.maxLength = 10;
    });
  }

  // On a phone the filters of a list are folded until they are wanted, but for its search.
  document.addEventListener("click", function (event) {
    const button = event.target.closest(".filters-more");
    if (button) {
      const open = button.closest(".filters").classList.toggle("filters-open");
      button.setAttribute("aria-expanded", String(open));
    }
  });

  // Choosers with search: only what was found for what stands there now is on offer.
  function choices(url, query) {
    return fetch(url + "?q=" + encodeURIComponent(query), { headers: { "HX-Request": "true" } })
      .then(function (answer) { return answer.ok ? answer.json() : []; })
      .catch(function () { return []; });
  }
  function chooser(input) {
    const url = input.dataset.choices;
    const select = new window.TomSelect(input, {
      valueField: "value", labelField: "text", searchField: [], maxItems: 1, create: false, maxOptions: 20,
      placeholder: input.placeholder,
      load: function (query, done) {
        choices(url, query).then(function (found) {
          const wanted = query === select.inputValue();
          if (wanted) {
            select.clearOptions();
          }
          done(wanted ? found : []);
        });
      },
      render: {
        option: function (item, escape) {
          return "<div>" + escape(item.text) + " <small class=\"text-secondary\">" + escape(item.more || "") + "</small></div>";
        },
        no_results: function (_, escape) {
          return "<div class=\"no-results\">" + escape(input.dataset.nothing || "") + "</div>";
        }
      }
    });
    if (input.value) {  // what was chosen before the page came has its code alone
      const chosen = input.value;
      choices(url, chosen).then(function (found) {
        const known = found.find(function (item) { return item.value === chosen; });
        if (known && select.getValue() === chosen) {
          select.updateOption(chosen, known);
        }
      });
    }
    input.setAttribute("aria-hidden", "true");  // the library's own field is the one that is read aloud
    select.control_input.addEventListener("input", function () {
      select.clearOptions();  // at once: the search itself waits until nothing more is typed
      select.refreshOptions();
    });
    select.control_input.addEventListener("keydown", function (event) {
      if (event.key === "Enter") {
        event.preventDefault();  // it chooses, or does nothing; the form is sent by its button
      }
    });
  }
  function prepare(root) {
    if (abroad) {
      plainDays(root);
    }
    if (window.TomSelect) {
      root.querySelectorAll("[data-choices]:not(.tomselected)").forEach(chooser);
    }
    if (window.guanxiCharts) {
      window.guanxiCharts(root);
    }
  }
  document.addEventListener("DOMContentLoaded", function () { prepare(document); });
})();
