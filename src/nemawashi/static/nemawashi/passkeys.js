// Lets the browser make or use a passkey, and sends what it answers with the form around the button. Pages offer codes
// of an authenticator besides: without this script, and in browsers that know no passkeys, the buttons stay hidden.
(() => {
  "use strict";
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  const words = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const read = (asked) => {
    const key = { ...asked.publicKey, challenge: bytes(asked.publicKey.challenge) };
    if (key.user) key.user = { ...key.user, id: bytes(key.user.id) };
    for (const list of ["allowCredentials", "excludeCredentials"]) {
      if (key[list]) key[list] = key[list].map((each) => ({ ...each, id: bytes(each.id) }));
    }
    return { publicKey: key };
  };
  const written = (made) => {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (made.response[part]) response[part] = words(made.response[part]);
    }
    const results = made.getClientExtensionResults();
    return JSON.stringify({
      id: made.id, rawId: words(made.rawId), type: made.type, response, clientExtensionResults: results,
    });
  };
  const asked = async (form, button) => {
    if (button.dataset.passkey) return JSON.parse(button.dataset.passkey);
    const answer = await fetch(button.dataset.passkeyAsk, { method: "POST", body: new FormData(form) });
    if (!answer.ok) throw new Error("not asked");
    return answer.json();
  };
  const use = async (button) => {
    const form = button.form;
    const failed = form.querySelector("[data-passkey-failed]");
    failed.hidden = true;
    try {
      const options = read(await asked(form, button));
      const made = await ("passkeyMakes" in button.dataset
        ? navigator.credentials.create(options) : navigator.credentials.get(options));
      form.querySelector("[data-passkey-answer]").value = written(made);
      form.noValidate = true;
      if (button.dataset.passkeySend) form.action = button.dataset.passkeySend;
      form.submit();
    } catch {
      failed.hidden = false;
      button.disabled = false;
    }
  };
  for (const button of document.querySelectorAll("[data-passkey], [data-passkey-ask]")) {
    button.hidden = false;
    button.addEventListener("click", () => { button.disabled = true; use(button); });
  }
})();
