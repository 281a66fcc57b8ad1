// <desk-login notice="…">: name and password. Sends "signed-in".
import { post } from "./api.js";
import { h } from "./dom.js";
import { desk } from "./desk.js";
import { t } from "./words.js";

class DeskLogin extends HTMLElement {
  connectedCallback() {
    this.name = h("input", {
      id: "login-name", name: "username", required: true, maxlength: 64,
      autocomplete: "username", autocapitalize: "none", spellcheck: "false",
    });
    this.password = h("input", {
      id: "login-password", type: "password", name: "password", required: true,
      maxlength: 256, autocomplete: "current-password",
    });
    this.button = h("button", { class: "primary wide" }, t("sign_in"));
    this.problem = h("p", { class: "problem", role: "alert" });
    this.append(h("main", { class: "login" },
      h("form", { class: "login-card", onsubmit: (event) => this.submit(event) },
        h("img", { src: "../page/icon.svg", alt: "", width: 44, height: 44 }),
        h("h1", null, t("sign_in_title")),
        h("p", { class: "soft", hidden: !this.getAttribute("notice") },
          this.getAttribute("notice")),
        h("label", { for: "login-name" }, t("name")), this.name,
        h("label", { for: "login-password" }, t("password")), this.password,
        this.problem, this.button)));
    this.name.focus();
  }

  async submit(event) {
    event.preventDefault();
    this.button.disabled = true;
    this.problem.textContent = "";
    try {
      const answer = await post("login", {
        name: this.name.value.trim(), password: this.password.value,
      });
      desk.agent = answer.agent;
      desk.csrf = answer.csrf;
      this.dispatchEvent(new Event("signed-in"));
    } catch (error) {
      this.problem.textContent = error.message;
      this.password.value = "";
      this.password.focus();
      // A throttled sign-in opens again when the daemon said so.
      setTimeout(() => { this.button.disabled = false; },
                 Math.min(error.retryAfter, 60) * 1000);
    }
  }
}

customElements.define("desk-login", DeskLogin);
