// Papers: several files at once, dropped or pasted, each with its progress. Without this the form takes one by one.
"use strict";

(function () {
  function inputOf(root) {
    return root.querySelector("input[type=file][data-papers]");
  }

  function lineFor(input, name) {
    const line = document.createElement("p");
    const bar = document.createElement("progress");
    line.className = "small mb-1";
    line.setAttribute("role", "status");
    line.textContent = name + " ";
    bar.className = "meter";
    bar.max = 1;
    line.append(bar);
    input.closest(".field").append(line);
    return { line: line, bar: bar };
  }

  function refusalIn(text) {
    const parsed = new DOMParser().parseFromString(text, "text/html");
    const said = parsed.querySelector(".invalid-feedback, .alert-danger, .alert-warning");
    return said ? said.textContent.trim() : "";
  }

  function send(form, input, file) {
    return new Promise(function (done) {
      const shown = lineFor(input, file.name);
      const body = new FormData(form);
      body.set("file", file, file.name || "photo.png");
      body.set("idempotency_key", crypto.randomUUID ? crypto.randomUUID() : String(Date.now()) + Math.random());
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.setRequestHeader("HX-Request", "true");
      request.upload.onprogress = function (event) {
        if (event.lengthComputable) {
          shown.bar.value = event.loaded / event.total;
        }
      };
      request.onloadend = function () {
        const good = request.status >= 200 && request.status < 300;
        if (good) {
          shown.line.remove();
        } else {
          shown.line.className = "small text-danger";
          shown.line.textContent = file.name + ": " + (refusalIn(request.responseText) || document.body.dataset.offline || request.status);
        }
        done(good);
      };
      request.send(body);
    });
  }

  async function sendAll(input, files) {
    const form = input.form;
    let sent = 0;
    for (const file of files) {
      if (await send(form, input, file)) {
        sent += 1;
      }
    }
    input.value = "";
    if (sent) {
      window.htmx.trigger(document.body, "record-changed");
    }
  }

  document.addEventListener("change", function (event) {
    if (event.target.matches("input[type=file][data-papers]") && event.target.files.length) {
      sendAll(event.target, Array.from(event.target.files));
    }
  });

  document.addEventListener("paste", function (event) {
    const input = inputOf(document);
    const files = event.clipboardData ? Array.from(event.clipboardData.files) : [];
    if (input && files.length) {
      event.preventDefault();
      input.closest("details").open = true;
      sendAll(input, files);
    }
  });

  function panelUnder(event) {
    const panel = event.target.closest && event.target.closest(".panel");
    return panel && inputOf(panel) ? panel : null;
  }
  document.addEventListener("dragover", function (event) {
    const panel = panelUnder(event);
    if (panel) {
      event.preventDefault();
      panel.classList.add("drop-here");
    }
  });
  document.addEventListener("dragleave", function (event) {
    const panel = panelUnder(event);
    if (panel && !panel.contains(event.relatedTarget)) {
      panel.classList.remove("drop-here");
    }
  });
  document.addEventListener("drop", function (event) {
    const panel = panelUnder(event);
    if (panel) {
      event.preventDefault();
      panel.classList.remove("drop-here");
      const input = inputOf(panel);
      input.closest("details").open = true;
      sendAll(input, Array.from(event.dataTransfer.files));
    }
  });
})();
