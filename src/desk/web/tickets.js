// <desk-tickets>: the list and the ticket side by side; on a narrow screen
// one of them.
import { h, icon } from "./dom.js";
import { t } from "./words.js";
import { onKeys } from "./keys.js";
import "./ticket.js";
import "./ticket_list.js";

class DeskTickets extends HTMLElement {
  connectedCallback() {
    this.list = h("desk-list");
    this.place = h("section", { class: "place" });
    this.append(h("h1", { class: "unseen" }, t("tickets")), this.list,
                this.place);
    onKeys(this, {
      j: () => this.step(1),
      k: () => this.step(-1),
      u: () => this.leave(),
      "/": () => this.search(),
    });
  }

  choose(number) {
    if (this.number === number) return;
    const before = this.number;
    this.number = number;
    this.classList.toggle("has-ticket", number > 0);
    this.list.choose(number);
    if (number) {
      // Who chose it goes on there; who just arrived stays where he is.
      this.place.replaceChildren(h("desk-ticket", {
        number, focus: before !== undefined,
      }));
    } else {
      this.place.replaceChildren(h("div", { class: "nothing" },
        icon("chat", 36), h("p", null, t("nothing_chosen")),
        h("p", { class: "soft" }, t("nothing_chosen_hint"))));
      if (before) this.list.focusRow(before);
    }
  }

  step(by) {
    const next = this.list.neighbour(this.number, by);
    if (next) location.hash = `#/tickets/${next}`;
  }

  leave() {
    location.hash = "#/tickets";
  }

  search() {
    this.classList.remove("has-ticket");
    this.list.focusSearch();
  }
}

customElements.define("desk-tickets", DeskTickets);
