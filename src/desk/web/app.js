// Starts the desk: who is signed in, then the shell or the sign-in form.
import { loadMe } from "./api.js";
import { bus, desk } from "./desk.js";
import { h } from "./dom.js";
import { listenForKeys } from "./keys.js";
import { startLive, stopLive } from "./live.js";
import { watchForWork } from "./notices.js";
import { applyTheme, pref } from "./prefs.js";
import { chooseLanguage, t } from "./words.js";
import "./login.js";
import "./shell.js";

const app = document.getElementById("app");

function language() {
  chooseLanguage(pref("language"), desk.agent?.language, navigator.language);
}

function signIn(notice = "") {
  stopLive();
  language();
  document.title = t("sign_in_title");
  const form = h("desk-login", { notice });
  form.addEventListener("signed-in", begin);
  app.replaceChildren(form);
}

function draw() {
  language();
  app.replaceChildren(h("desk-shell"));
}

async function enter() {
  await loadMe();
  draw();
  startLive();
}

// Signed in still, or asked to; a daemon that does not answer is asked again.
async function begin() {
  try {
    await enter();
  } catch (error) {
    if (error.status === 401) return signIn();
    app.replaceChildren(h("p", { class: "link-lost", role: "alert" },
                          error.message));
    setTimeout(begin, 3000);
  }
}

bus.addEventListener("signed-out", ({ detail }) => {
  if (!desk.agent) return;
  desk.agent = null;
  signIn(detail.meant ? "" : t("signed_out"));
});
bus.addEventListener("language", draw);

applyTheme();
language();
listenForKeys();
watchForWork();
begin();
