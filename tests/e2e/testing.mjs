// What the tests in a browser share: ports, patience, the daemon.
import { execFileSync, spawn } from "node:child_process";
import { readFileSync, openSync, closeSync } from "node:fs";

// As the tests in Python give them out, so that nobody else gets it.
export const freePort = () => Number(execFileSync("python3",
  ["-c", "import daemon; print(daemon.free_port())"],
  { cwd: new URL(".", import.meta.url), encoding: "utf8" }));

export const until = async (what, condition, seconds = 30) => {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    if (await condition()) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`waited too long: ${what}`);
};

// The daemon, which may be ended and started again on the same port and data.
export class Daemon {
  constructor(program, port, folder, ...flags) {
    this.program = program;
    this.url = `http://127.0.0.1:${port}`;
    this.log = `${folder}/log`;
    this.words = ["serve", "--listen", `127.0.0.1:${port}`,
      "--data", `${folder}/data`, "--intents", "intents", "--faq", "faq",
      ...flags];
  }

  async start() {
    const log = openSync(this.log, "a");
    this.process = spawn(this.program, this.words,
      { stdio: ["ignore", log, log] });
    closeSync(log);
    try {
      await until("the daemon answers", () => {
        if (this.process.exitCode !== null) throw new Error("it ended");
        return fetch(`${this.url}/healthz`).then((r) => r.ok, () => false);
      }, 120);
    } catch (error) {
      console.log(readFileSync(this.log, "utf8"));
      throw error;
    }
  }

  async kill(signal) {
    const ended = new Promise((done) => this.process.once("exit", done));
    this.process.kill(signal);
    await ended;
  }
}
