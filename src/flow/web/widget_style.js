// The widget's looks. A constructed style sheet, so that a page's policy
// needs no style-src for us; nothing is inherited but the accent colour.
export const WIDGET_STYLE = `
:host {
  all: initial;
  --accent: #0f766e; --on-accent: #fff;
  --fill: var(--accent); --on-fill: var(--on-accent);
  --sheet: #fff; --ink: #17211f; --faint: #56645f; --line: #d9e2e0;
  --bot: #f1f5f4; --agent: #fdf3e2; --failed: #b42318;
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, Ubuntu, sans-serif;
  color: var(--ink); color-scheme: light;
}
:host([data-scheme=dark]) {
  --sheet: #141d1b; --ink: #e7efed; --faint: #a5b6b2; --line: #33423f;
  --bot: #1f2c29; --agent: #35291a; --failed: #ff9b8f;
  color-scheme: dark;
}
* { box-sizing: border-box; font: inherit; }
[hidden] { display: none !important; }
button { cursor: pointer; color: inherit; background: none; border: 0; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap; }
.launcher { position: fixed; inset-block-end: 20px; inset-inline-end: 20px;
  z-index: 2147483000; width: 60px; height: 60px; border-radius: 50%;
  background: var(--fill); color: var(--on-fill); display: grid;
  place-items: center; box-shadow: 0 6px 24px rgb(0 0 0 / 28%); }
.launcher[aria-expanded=true] svg:first-child, .launcher[aria-expanded=false] svg + svg {
  display: none; }
.badge { position: absolute; inset-block-start: -4px; inset-inline-end: -4px;
  min-width: 24px; height: 24px; border-radius: 12px; padding: 0 6px;
  background: #b42318; color: #fff; font-size: 14px; line-height: 24px; font-weight: 600; }
.panel { position: fixed; inset-block-end: 92px; inset-inline-end: 20px;
  z-index: 2147483000; width: min(400px, calc(100vw - 40px));
  height: min(660px, calc(100dvh - 112px)); display: flex;
  flex-direction: column; background: var(--sheet); color: var(--ink);
  border: 1px solid var(--line); border-radius: 18px; overflow: hidden;
  box-shadow: 0 18px 60px rgb(0 0 0 / 26%); }
:host([data-position=left]) .launcher, :host([data-position=left]) .panel {
  inset-inline: 20px auto; }
header { display: flex; align-items: center; gap: 4px; padding: 12px 10px 12px 18px;
  background: var(--fill); color: var(--on-fill); }
header :focus-visible { outline-color: currentColor; }
.names { flex: 1; min-width: 0; }
h2 { margin: 0; font-weight: 650; font-size: 17px; line-height: 1.3; }
.status { margin: 0; font-size: 13px; line-height: 1.35; }
.tool { width: 44px; height: 44px; border-radius: 10px; display: grid;
  place-items: center; }
.menu { position: absolute; z-index: 1; inset-block-start: 60px; inset-inline-end: 12px;
  display: flex; flex-direction: column; min-width: 220px; max-width: calc(100% - 24px);
  padding: 6px; background: var(--sheet); color: var(--ink);
  border: 1px solid var(--line); border-radius: 12px;
  box-shadow: 0 8px 28px rgb(0 0 0 / 24%); }
.menu button { min-height: 44px; padding: 8px 12px; border-radius: 8px; text-align: start; }
.menu button:hover { background: var(--bot); }
.log { flex: 1; overflow-y: auto; padding: 16px; display: flex;
  flex-direction: column; gap: 8px; overscroll-behavior: contain; }
.message { max-width: 86%; padding: 9px 13px; border-radius: 16px;
  background: var(--bot); align-self: flex-start; overflow-wrap: anywhere; }
.message.agent { background: var(--agent); }
.message.customer { align-self: flex-end; background: var(--fill);
  color: var(--on-fill); white-space: pre-wrap; }
.message.pending { opacity: .7; }
.who { display: block; font-size: 12.5px; font-weight: 600; color: var(--faint); }
.message p, .message ul, .message ol { margin: 0 0 6px; padding: 0; }
.message ul, .message ol { padding-inline-start: 1.3em; }
.message :last-child { margin-block-end: 0; }
.message strong { font-weight: 650; } .message em { font-style: italic; }
.message code { font-family: ui-monospace, monospace; font-size: .92em; }
.message a { color: inherit; text-decoration: underline; }
.failed { color: inherit; font-size: 13.5px; margin: 4px 0 0; }
.failed button, .notice button { text-decoration: underline; min-height: 32px; }
.choices { display: flex; flex-wrap: wrap; gap: 8px; }
.choices button { border: 1.5px solid var(--accent); border-radius: 20px;
  min-height: 40px; padding: 5px 14px; text-align: start; color: var(--ink);
  background: var(--sheet); }
.choices button:hover { background: var(--bot); }
.notice { margin: 0; font-size: 13.5px; color: var(--faint); }
.notice a { color: var(--ink); }
.dots::after { content: "•••"; letter-spacing: 3px; animation: pulse 1.2s infinite; }
@keyframes pulse { 50% { opacity: .3; } }
form { border-block-start: 1px solid var(--line); padding: 8px 10px;
  display: flex; gap: 6px; align-items: flex-end; }
::placeholder { color: var(--faint); opacity: 1; }
textarea:focus-visible, input:focus-visible { outline-width: 2px; outline-offset: -1px; }
textarea { flex: 1; min-width: 0; resize: none; max-height: 140px;
  min-height: 44px; padding: 9px 12px; color: var(--ink);
  background: var(--sheet); border: 1px solid var(--faint); border-radius: 12px; }
.send { width: 44px; height: 44px; border-radius: 12px; display: grid;
  place-items: center; background: var(--fill); color: var(--on-fill); }
.copy { border: 1px solid var(--line); border-radius: 12px; margin-block: 6px; }
.copy input { flex: 1; min-width: 0; min-height: 44px; padding: 9px 12px; font: inherit;
  color: var(--ink); background: var(--sheet); border: 1px solid var(--faint);
  border-radius: 12px; }
.copy button { min-height: 44px; padding: 0 14px; border-radius: 12px;
  background: var(--fill); color: var(--on-fill); }
.foot { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 14px;
  padding: 0 12px 8px; font-size: 13.5px; color: var(--faint); }
.foot button { min-height: 32px; text-decoration: underline; color: var(--ink); }
@media (max-width: 560px) {
  .panel { inset: 0; width: auto; height: 100dvh; border-radius: 0; border: 0;
    padding-block-end: env(safe-area-inset-bottom); }
  :host([data-position=left]) .panel { inset: 0; }
}
@media (max-height: 420px) {
  .panel { inset-block: 0; height: 100dvh; border-radius: 0; }
  .status { display: none; }
  .foot { padding-block-end: 2px; }
}
@media (prefers-reduced-motion: reduce) { .dots::after { animation: none; } }
@media (forced-colors: active) {
  .launcher, .panel, .menu, .message, .choices button, .send { border: 1px solid; }
}`;
