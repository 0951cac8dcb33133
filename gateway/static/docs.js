"use strict";
window.addEventListener("load", function () {
  const place = document.getElementById("docs");
  window.SwaggerUIBundle({ url: place.dataset.document, domNode: place, deepLinking: true, validatorUrl: null });
});
