// Files that came with an agent's message, as links that save them: the
// service gives them out to be saved only, and never shows them.
function fileSize(bytes) {
  const unit = bytes < 1e3 ? "byte" : bytes < 1e6 ? "kilobyte" : "megabyte";
  const size = bytes / { byte: 1, kilobyte: 1e3, megabyte: 1e6 }[unit];
  return new Intl.NumberFormat(undefined, {
    style: "unit", unit, maximumFractionDigits: size < 10 ? 1 : 0,
  }).format(size);
}

// `address`: of the conversation. Nothing for a message without files.
export function renderFiles({ attachments = [] }, address) {
  const list = document.createElement("ul");
  list.className = "files";
  for (const { id, name, bytes } of attachments) {
    const link = document.createElement("a");
    link.href = `${address}/attachments/${encodeURIComponent(id)}`;
    link.download = name;
    link.target = "_blank"; // what fails must not replace the page
    link.rel = "noopener noreferrer";
    link.append(`${name} (${fileSize(bytes)})`);
    const line = document.createElement("li");
    line.append(link);
    list.append(line);
  }
  return attachments.length > 0 ? list : document.createDocumentFragment();
}
