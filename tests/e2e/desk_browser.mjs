// The desk in a real browser: agents, and customers who write by HTTP.
//
//   node tests/e2e/desk_browser.mjs URL SCREENSHOT_FOLDER [PART_OF_A_NAME]
//
// Started by tests/e2e/desk_browser.sh, which makes the agents giulia (admin)
// and marco (agent).
import { finish } from "./desk_harness.mjs";

await import("./desk_work.mjs");
await import("./desk_files.mjs");
await import("./desk_content.mjs");
await import("./desk_looks.mjs");
await finish();
