// What a page tells of its customer beside a name ("plan": "gold"). The limits
// are those of POST /v1/chat (flow/customer_attributes.h): they hold here, so
// that a page's mistake never silences a customer.
const MAX_ATTRIBUTES = 20;
const MAX_VALUE = 200;
const MAX_BYTES = 2048;

function refuse(why) {
  throw new TypeError(`sportello: custom attributes: ${why}`);
}

// `known` with `changes`, all as text; null takes a name away. Throws when it
// is over a limit.
export function withAttributes(known, changes) {
  if (changes === null || typeof changes !== "object") refuse("give an object");
  const all = new Map(Object.entries(known ?? {}));
  for (const [name, value] of Object.entries(changes)) {
    if (!/^[\w.-]{1,40}$/.test(name)) {
      refuse(`'${name}' must be 1 to 40 letters A to Z, digits, '_', '-' and '.'`);
    }
    all.delete(name);
    if (value === null || value === undefined) continue;
    const fits = typeof value === "string" ? [...value].length <= MAX_VALUE
      : typeof value === "boolean" || Number.isFinite(value);
    if (!fits) {
      refuse(`'${name}' must be a text of at most ${MAX_VALUE} characters, a number or a boolean`);
    }
    // Half a character would make the whole message unreadable.
    all.set(name, new TextDecoder().decode(new TextEncoder().encode(value)));
  }
  const bytes = new TextEncoder().encode([...all].flat().join("")).length;
  if (all.size > MAX_ATTRIBUTES || bytes > MAX_BYTES) {
    refuse(`at most ${MAX_ATTRIBUTES} names, and ${MAX_BYTES} bytes with their values`);
  }
  return Object.fromEntries(all);
}

// `customData` and the data-custom-* of the script; null when there are none.
// What is wrong is left out, and the console says so.
export function pageAttributes(customData, script) {
  const told = Object.entries(customData ?? {});
  for (const { name, value } of script?.attributes ?? []) {
    if (name.startsWith("data-custom-")) told.push([name.slice(12), value]);
  }
  let known = null;
  for (const [name, value] of told) {
    try {
      known = withAttributes(known, { [name]: value });
    } catch (error) {
      console.warn(error.message);
    }
  }
  return known;
}
