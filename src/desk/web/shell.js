// <desk-shell>: the bar on top and the page that the address names.
//   #/tickets  #/tickets/NUMBER  #/report  #/unanswered  #/agents
import { post } from "./api.js";
import { desk, hear, may, tell } from "./desk.js";
import { openHelp, openPreferences } from "./dialogs.js";
import { h, icon } from "./dom.js";
import { forgetDrafts } from "./prefs.js";
import { t } from "./words.js";
import "./agents.js";
import "./report.js";
import "./tickets.js";
import "./unanswered.js";

const PAGES = [
  ["tickets", "chat", "desk-tickets"],
  ["unanswered", "question", "desk-unanswered"],
  ["report", "chart", "desk-report"],
  ["agents", "people", "desk-agents"],
];

const placeOf = () => {
  const [, page, number] = location.hash.split("/");
  return { page, number: Number(number) || 0 };
};

class DeskShell extends HTMLElement {
  connectedCallback() {
    this.pages = PAGES.filter(([name]) => may(name));
    this.main = h("main", { id: "main", tabindex: "-1" });
    this.link = h("p", { class: "link-lost", role: "alert" });
    this.append(
      h("a", {
        class: "skip", href: "#main",
        onclick: (event) => { event.preventDefault(); this.main.focus(); },
      }, t("skip")),
      this.bar(), this.link, this.main);
    this.route = () => this.show();
    addEventListener("hashchange", this.route);
    hear(this, "link", () => this.showLink());
    hear(this, "me", () => this.showMe());
    this.showMe();
    this.showLink();
    this.show();
  }

  disconnectedCallback() {
    removeEventListener("hashchange", this.route);
  }

  bar() {
    this.shop = h("span", { class: "shop" });
    this.links = this.pages.map(([name, sign]) =>
      h("a", { href: `#/${name}`, "data-page": name, "aria-label": t(name) },
        icon(sign, 18), h("span", { class: "word" }, t(name))));
    return h("header", { class: "top" },
      h("div", { class: "brand" },
        h("img", { src: "../page/icon.svg", alt: "", width: 26, height: 26 }),
        this.shop),
      h("nav", { "aria-label": t("nav") }, this.links),
      h("div", { class: "tools" },
        this.tool("help", "help", openHelp),
        this.tool("gear", "preferences", openPreferences),
        h("span", { class: "who" }, desk.agent.display_name),
        this.tool("out", "sign_out", () => this.signOut())));
  }

  tool(sign, words, run) {
    return h("button", {
      type: "button", class: `bare tool-${words}`, title: t(words),
      "aria-label": t(words), onclick: run,
    }, icon(sign, 18));
  }

  showMe() {
    this.shop.textContent = desk.shop?.name || t("desk");
  }

  showLink() {
    this.link.textContent = desk.up ? "" : t("link_lost");
  }

  show() {
    const { page, number } = placeOf();
    const found = this.pages.find(([name]) => name === page) ?? this.pages[0];
    if (!found) return;
    const [name, , element] = found;
    this.links.forEach((link) => {
      if (link.dataset.page === name) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    });
    let body = this.main.firstElementChild;
    if (body?.localName !== element) {
      body = h(element);
      this.main.replaceChildren(body);
    }
    body.choose?.(number);
    this.dataset.page = name;
  }

  async signOut() {
    try {
      await post("logout");
    } catch { /* the cookie is gone or will expire */ }
    forgetDrafts();
    tell("signed-out", { meant: true });
  }
}

customElements.define("desk-shell", DeskShell);
