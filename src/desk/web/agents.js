// <desk-agents>: who may sign in, for administrators.
import { get, loadMe, post } from "./api.js";
import { desk, queueTitle } from "./desk.js";
import { field, openDialog } from "./dialogs.js";
import { h, icon } from "./dom.js";
import { languageName } from "./format.js";
import { showDone } from "./notices.js";
import { codeName, languages, t } from "./words.js";

const ROLES = ["agent", "supervisor", "maintainer", "admin"];
const SHORTEST_PASSWORD = 10;

class DeskAgents extends HTMLElement {
  connectedCallback() {
    this.state = h("p", { class: "list-state", role: "status" });
    this.body = h("tbody");
    const heads = ["display_name", "name", "role", "queues_of", "language",
                   "status", "edit"];
    this.append(h("div", { class: "page" },
      h("header", { class: "page-head" },
        h("div", null, h("h1", null, t("agents")),
          h("p", { class: "soft" }, t("agents_intro"))),
        h("button", {
          type: "button", class: "primary", onclick: () => this.edit(null),
        }, icon("people"), t("add_agent"))),
      this.state,
      h("div", { class: "card scroll", tabindex: "0", role: "region",
                 "aria-label": t("agents") },
        h("table", { class: "agents" },
          h("thead", null, h("tr", null, heads.map((words) =>
            h("th", { scope: "col" }, words === "edit"
              ? h("span", { class: "unseen" }, t("edit")) : t(words))))),
          this.body))));
    this.load();
  }

  async load() {
    try {
      const { agents } = await get("agents");
      this.state.textContent = "";
      this.body.replaceChildren(...agents.map((agent) => this.row(agent)));
    } catch (error) {
      this.state.textContent = error.message;
    }
  }

  row(agent) {
    const isOnline = !agent.disabled && desk.agents.some(
      (one) => one.name === agent.name && one.online);
    const state = agent.disabled ? t("disabled")
      : isOnline ? t("online") : t("active");
    return h("tr", { class: agent.disabled ? "is-disabled" : "" },
      h("th", { scope: "row" }, agent.display_name),
      h("td", null, h("span", { class: "code" }, agent.name)),
      h("td", null, codeName("role", agent.role)),
      h("td", null, (agent.queues ?? []).map(queueTitle).join(", ") || "–"),
      h("td", null, languageName(agent.language)),
      h("td", null, h("span", {
        class: `badge ${isOnline ? "claimed" : ""}`,
      }, state)),
      h("td", { class: "number" }, h("button", {
        type: "button", class: "quiet", "data-agent": agent.name,
        "aria-label": t("edit_agent", agent.display_name),
        onclick: () => this.edit(agent),
      }, t("edit"))));
  }

  // `agent` is null for a new one.
  edit(agent) {
    const form = agentForm(agent);
    openDialog(agent ? t("edit_agent", agent.display_name) : t("add_agent"),
      form.fields, {
        button: t("save"),
        submit: async () => {
          const path = agent ? `agents/${encodeURIComponent(agent.name)}` : "agents";
          await post(path, form.read());
          showDone(t("saved"));
          await this.load();
          await loadMe();
        },
      });
  }
}

function options(values, nameOf, chosen) {
  return h("select", null, values.map((value) => h("option", {
    value, selected: value === chosen,
  }, nameOf(value))));
}

function queueBoxes(chosen) {
  const boxes = desk.queues.map((queue) => h("input", {
    type: "checkbox", value: queue.id, checked: chosen.includes(queue.id),
  }));
  const node = h("fieldset", { class: "choice" },
    h("legend", null, t("queues_of")), desk.queues.map((queue, index) =>
      h("label", null, boxes[index], h("span", null, queueTitle(queue.id)))));
  return { node, read: () => boxes.filter((box) => box.checked)
    .map((box) => box.value) };
}

function agentForm(agent) {
  const name = h("input", {
    required: true, pattern: "[a-z][a-z0-9_\\-]*", maxlength: 64,
    autocapitalize: "none", spellcheck: "false", autocomplete: "off",
  });
  const shown = h("input", {
    required: true, maxlength: 100, value: agent?.display_name ?? "",
  });
  const password = h("input", {
    type: "password", minlength: SHORTEST_PASSWORD, maxlength: 256,
    required: !agent, autocomplete: "new-password",
  });
  const role = options(ROLES, (code) => codeName("role", code),
                       agent?.role ?? "agent");
  const speaks = options(languages, languageName, agent?.language ?? "it");
  const queues = queueBoxes(agent?.queues ?? desk.queues.map((q) => q.id));
  const disabled = h("input", {
    type: "checkbox", checked: agent?.disabled ?? false,
  });
  const hint = agent ? `${t("password_rule")}, ${t("keep_password")}`
    : t("password_rule");
  return {
    fields: [
      !agent && field(t("name"), name, t("name_rule")),
      field(t("display_name"), shown),
      field(t(agent ? "new_password" : "password"), password, hint),
      field(t("role"), role), field(t("language"), speaks), queues.node,
      agent && h("label", { class: "check" }, disabled, t("is_disabled")),
    ].filter(Boolean),
    read: () => {
      const body = {
        display_name: shown.value.trim(), role: role.value,
        language: speaks.value, queues: queues.read(),
      };
      if (password.value) body.password = password.value;
      if (agent) body.disabled = disabled.checked;
      else body.name = name.value;
      return body;
    },
  };
}

customElements.define("desk-agents", DeskAgents);
