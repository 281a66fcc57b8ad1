// The Markdown of our answers as DOM nodes: paragraphs, lists, bold, italic,
// code, links. Text becomes text nodes only, so nothing in it can be markup.

const SAFE_LINK = /^(https?:\/\/|mailto:|tel:)[^\s]+$/i;

// In order of trial: code, link, bold, italic.
const INLINE = new RegExp(
  [
    "`([^`]+)`",
    "\\[([^\\]]+)\\]\\(([^()\\s]+(?:\\([^()\\s]*\\)[^()\\s]*)*)\\)",
    "\\*\\*(.+?)\\*\\*",
    "(?<![\\p{L}\\p{N}*])\\*([^*\\s](?:[^*]*[^*\\s])?)\\*(?![\\p{L}\\p{N}])",
    "(?<![\\p{L}\\p{N}_])_([^_\\s](?:[^_]*[^_\\s])?)_(?![\\p{L}\\p{N}])",
  ].join("|"),
  "u",
);

function element(name, text, depth) {
  const node = document.createElement(name);
  appendInline(node, text, depth + 1);
  return node;
}

function link(text, address, depth) {
  if (!SAFE_LINK.test(address)) return document.createTextNode(text);
  const node = element("a", text, depth);
  node.href = address;
  node.rel = "noopener noreferrer";
  node.target = "_blank";
  return node;
}

function appendInline(parent, text, depth = 0) {
  let rest = text;
  for (let match; depth < 4 && (match = INLINE.exec(rest)); ) {
    const [whole, code, label, address, bold, star, line] = match;
    parent.append(rest.slice(0, match.index));
    if (code !== undefined) {
      const node = document.createElement("code");
      node.append(code);
      parent.append(node);
    } else if (label !== undefined) {
      parent.append(link(label, address, depth));
    } else if (bold !== undefined) {
      parent.append(element("strong", bold, depth));
    } else {
      parent.append(element("em", star ?? line, depth));
    }
    rest = rest.slice(match.index + whole.length);
  }
  parent.append(rest);
}

const BULLET = /^\s*[-*•]\s+(.*)$/;
const NUMBER = /^\s*(\d{1,3})[.)]\s+(.*)$/;

// Lines that belong together: [kind, lines].
function blocks(text) {
  const found = [];
  let open = null;
  for (const line of text.split("\n")) {
    const bullet = BULLET.exec(line);
    const number = NUMBER.exec(line);
    const kind = bullet ? "ul" : number ? "ol" : line.trim() ? "p" : "";
    if (!kind) {
      open = null;
      continue;
    }
    // An indented line goes on with the item above it.
    const goesOn = kind === "p" && open && open.kind !== "p" && /^\s/.test(line);
    if (goesOn) {
      open.lines[open.lines.length - 1] += " " + line.trim();
      continue;
    }
    if (!open || open.kind !== kind) {
      open = { kind, lines: [], start: number ? Number(number[1]) : 1 };
      found.push(open);
    }
    open.lines.push(bullet ? bullet[1] : number ? number[2] : line.trim());
  }
  return found;
}

export function renderMarkdown(text) {
  const fragment = document.createDocumentFragment();
  for (const block of blocks(text)) {
    const node = document.createElement(block.kind);
    if (block.kind === "ol" && block.start !== 1) node.start = block.start;
    block.lines.forEach((line, index) => {
      if (block.kind === "p") {
        if (index) node.append(document.createElement("br"));
        appendInline(node, line);
      } else {
        node.append(element("li", line, 0));
      }
    });
    fragment.append(node);
  }
  return fragment;
}
