// The dialogs of a ticket: transfer, release, close. Each calls `act` with
// the body of its request.
import { desk, queueTitle } from "./desk.js";
import { choice, field, openDialog } from "./dialogs.js";
import { h } from "./dom.js";
import { t } from "./words.js";

export function openTransfer(ticket, act) {
  const queues = desk.queues.filter((queue) =>
    queue.id !== ticket.queue || ticket.status === "claimed");
  const agents = desk.agents.filter((agent) =>
    agent.name !== ticket.agent && agent.role !== "maintainer");
  const target = h("select", { required: true },
    h("optgroup", { label: t("transfer_queues") }, queues.map((queue) =>
      h("option", { value: `queue:${queue.id}` }, queue.opens_text
        ? `${queueTitle(queue.id)} (${queue.opens_text})`
        : queueTitle(queue.id)))),
    h("optgroup", { label: t("transfer_agents") }, agents.map((agent) =>
      h("option", { value: `agent:${agent.name}` }, agent.online
        ? `${agent.display_name} (${t("online")})` : agent.display_name))));
  const note = h("textarea", { rows: 3, maxlength: 4000 });
  openDialog(t("transfer_title"),
    [field(t("transfer_to"), target), field(t("transfer_note"), note)], {
      button: t("transfer"),
      submit: () => {
        const [kind, ...name] = target.value.split(":");
        const body = { [kind]: name.join(":") };
        if (note.value.trim()) body.note = note.value.trim();
        return act(body);
      },
    });
}

export function openRelease(ticket, act) {
  const to = choice("release", t("release_title"), [
    ["queue", t("release_queue")], ["bot", t("release_bot")],
  ], "queue");
  openDialog(t("release_title"), to.node, {
    button: t("release"), submit: () => act({ to: to.read() }),
  });
}

export function openClose(ticket, act) {
  const outcome = choice("outcome", t("outcome"),
    ["solved", "not_solved", "duplicate", "spam"].map(
      (code) => [code, t(`outcome_${code}`)]), "solved");
  const text = h("textarea", { rows: 3, maxlength: 4000 });
  openDialog(t("close_title"),
    [outcome.node, field(t("last_words"), text)], {
      button: t("close_ticket"),
      submit: () => {
        const body = { outcome: outcome.read() };
        if (text.value.trim()) body.text = text.value.trim();
        return act(body);
      },
    });
}
