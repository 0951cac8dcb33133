// Asks the browser to make a passkey, or to sign with one, and sends its answer as the form it stands in.
// The form says which: data-passkey is "make" or "sign". What is asked stands in its field "options", or is fetched from
// data-begin when somebody wants it.
"use strict";

(function () {
  function bytes(text) {
    const plain = window.atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (letter) { return letter.charCodeAt(0); });
  }

  function base64url(buffer) {
    const plain = String.fromCharCode.apply(null, new Uint8Array(buffer));
    return window.btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function withBytes(options) {
    options.challenge = bytes(options.challenge);
    if (options.user) {
      options.user.id = bytes(options.user.id);
    }
    (options.excludeCredentials || []).concat(options.allowCredentials || []).forEach(function (known) {
      known.id = bytes(known.id);
    });
    return options;
  }

  function Refused(said) {
    this.said = said;
  }

  async function asked(form) {
    if (form.elements.options) {
      return JSON.parse(form.elements.options.value);
    }
    const answer = await fetch(form.dataset.begin, {
      method: "POST", headers: { "X-CSRFToken": form.elements.csrf_token.value }
    });
    const said = (answer.headers.get("Content-Type") || "").startsWith("application/json") ? await answer.json() : {};
    if (!answer.ok || !said.options) {
      throw new Refused(said.said || "");
    }
    return said.options;
  }

  async function make(form, options) {
    const made = await navigator.credentials.create({ publicKey: options });
    const answer = made.response;
    return {
      credential_id: base64url(made.rawId),
      client_data: base64url(answer.clientDataJSON),
      attestation: base64url(answer.attestationObject),
      transports: answer.getTransports ? answer.getTransports().join(" ") : ""
    };
  }

  async function sign(form, options) {
    const signed = await navigator.credentials.get({ publicKey: options });
    const answer = signed.response;
    return {
      credential_id: base64url(signed.rawId),
      client_data: base64url(answer.clientDataJSON),
      authenticator_data: base64url(answer.authenticatorData),
      signature: base64url(answer.signature),
      user_handle: answer.userHandle ? base64url(answer.userHandle) : ""
    };
  }

  // Each part of the form says when it is shown; what can be tried stays while it can be tried again.
  function show(form, now) {
    form.querySelectorAll("[data-when]").forEach(function (part) {
      const tryable = now !== "elsewhere" && now !== "unknown";
      part.hidden = part.dataset.when !== now && !(part.dataset.when === "ready" && tryable);
    });
  }

  function fail(form, error) {
    const part = form.querySelector('[data-when="failed"]');
    part.dataset.words = part.dataset.words || part.textContent;
    part.textContent = error.said || part.dataset.words;
    show(form, error.name === "InvalidStateError" ? "present" : "failed");
  }

  async function run(form) {
    const button = form.querySelector("button");
    button.disabled = true;
    try {
      const options = withBytes(await asked(form));
      const fields = await (form.dataset.passkey === "make" ? make : sign)(form, options);
      Object.keys(fields).forEach(function (name) { form.elements[name].value = fields[name]; });
      form.submit();
    } catch (error) {
      fail(form, error);
      button.disabled = false;
      delete form.dataset.sent;
    }
  }

  document.querySelectorAll("form[data-passkey]").forEach(function (form) {
    if (!window.PublicKeyCredential || !navigator.credentials) {
      show(form, "unknown");
      return;
    }
    if (window.location.origin !== form.dataset.origin) {
      show(form, "elsewhere");
      return;
    }
    show(form, "ready");
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      run(form);
    });
    if ("start" in form.dataset) {
      run(form);
    }
  });
})();
