/*
 * What the program's tests share: a person's own folders, the command line,
 * a server on a free port, and requests to it. Everything that is started is
 * ended by its own process id.
 */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const binary = process.env.STATURE_BIN ?? join(root, "build-hooks/src/stature");
assert.ok(existsSync(binary), `${binary} is not built; set STATURE_BIN`);

/* Another person: XDG folders of their own, gone after the test. */
export function person(t) {
    const home = mkdtempSync(join(tmpdir(), "stature-test-"));
    const env = {
        PATH: process.env.PATH,
        HOME: home,
        TZ: "UTC",
        LANG: "C.UTF-8",
        XDG_DATA_HOME: join(home, "data"),
        XDG_CONFIG_HOME: join(home, "config"),
        XDG_CACHE_HOME: join(home, "cache"),
    };
    if (process.env.ASAN_OPTIONS) env.ASAN_OPTIONS = process.env.ASAN_OPTIONS;
    const p = {
        home,
        env,
        data: join(home, "data/stature"),
        config: join(home, "config/stature"),
        journal: join(home, "data/stature/stature.db"),
        own: join(home, "config/stature/exercises"),
        ends: [], // of what was started for this person
    };
    // first what runs in the folders, then the folders
    t.after(async () => {
        for (const end of p.ends) await end();
        rmSync(home, { recursive: true, force: true, maxRetries: 3 });
    });
    return p;
}

/* One command to its end: {code, out, err}. */
export function run(p, args, { input = "", env = {} } = {}) {
    const r = spawnSync(binary, args, {
        env: { ...p.env, ...env },
        input,
        timeout: 60_000,
        maxBuffer: 64 << 20,
    });
    if (r.error) throw r.error;
    return { code: r.status, signal: r.signal, out: r.stdout.toString(), bytes: r.stdout, err: r.stderr.toString() };
}

/* The same, and it must succeed. */
export function done(p, args, options) {
    const r = run(p, args, options);
    assert.equal(r.code, 0, `stature ${args.join(" ")}: ${r.err || r.out}`);
    return r.out;
}

/* A refusal is one sentence for a person on stderr, and the right code. */
export function refused(p, args, code, words, options) {
    const r = run(p, args, options);
    assert.equal(r.code, code, `stature ${args.join(" ")}: code ${r.code}: ${r.err}${r.out}`);
    sentence(r.err);
    assert.match(r.err, words);
    return r;
}

export function sentence(text) {
    const told = text.trimEnd().split("\n").filter((l) => l.startsWith("stature: "));
    assert.equal(told.length, 1, `one sentence, not ${JSON.stringify(text)}`);
    assert.ok(told[0].length > 20, text);
    assert.doesNotMatch(text, /(AddressSanitizer|runtime error|assert)/i);
}

/* ---- the server ---------------------------------------------------------- */

/* Starts the program and waits for its address. */
export async function serve(t, p, { rate, args = ["--port", "0"], wrap = [], open = false } = {}) {
    const env = { ...p.env };
    if (rate) env.STATURE_CLOCK_RATE = String(rate);
    const words = [...wrap, binary, "serve", ...(open ? [] : ["--no-open"]), ...args];
    const child = spawn(words[0], words.slice(1), { env, stdio: ["ignore", "pipe", "pipe"] });
    let out = "", err = "";
    child.stdout.on("data", (d) => (out += d));
    child.stderr.on("data", (d) => (err += d));
    const ended = new Promise((ok) => child.on("exit", (code, signal) => ok({ code, signal })));
    const s = { child, ended, port: 0, get err() { return err; } };
    s.stop = async (signal = "SIGTERM") => {
        if (child.exitCode === null && child.signalCode === null) child.kill(signal);
        return ended;
    };
    if (t) p.ends.push(() => s.stop("SIGKILL"));
    await new Promise((ok, bad) => {
        const look = () => {
            const m = /127\.0\.0\.1:(\d+)/.exec(out);
            if (m) { s.port = Number(m[1]); ok(); }
        };
        child.stdout.on("data", look);
        child.on("exit", (code) => bad(new Error(`stature ended with ${code}: ${err}`)));
    });
    s.agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
    s.ask = (method, path, body, headers) => ask(s, method, path, body, headers);
    return s;
}

/* One request: {status, json, text, headers}. `body` may be a value or, as
 * given, a string. */
export function ask(s, method, path, body, headers = {}) {
    const data = body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body);
    return new Promise((ok, bad) => {
        const request = http.request(
            {
                host: "127.0.0.1", port: s.port, method, path: path.startsWith("/") ? path : `/api/v1/${path}`,
                agent: s.agent,
                headers: {
                    ...(data === undefined ? {} : { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(data) }),
                    ...headers,
                },
            },
            (answer) => {
                const parts = [];
                answer.on("data", (d) => parts.push(d));
                answer.on("error", bad);
                answer.on("end", () => {
                    const text = Buffer.concat(parts).toString();
                    let json = null;
                    try { json = JSON.parse(text); } catch { /* not JSON */ }
                    ok({ status: answer.statusCode, json, text, headers: answer.headers });
                });
            },
        );
        request.on("error", bad);
        if (data !== undefined) request.write(data);
        request.end();
    });
}

/* It must be refused so: a problem with one sentence; returns it. */
export async function refuses(s, status, method, path, body, headers) {
    const r = await s.ask(method, path, body, headers);
    assert.equal(r.status, status, `${method} ${path} ${JSON.stringify(body)?.slice(0, 200)}: ${r.text.slice(0, 400)}`);
    assert.match(r.headers["content-type"], /^application\/problem\+json/);
    assert.equal(r.json.status, status);
    assert.ok(r.json.title && r.json.detail.length > 15, r.text);
    assert.doesNotMatch(r.json.detail, /\n/);
    return r.json;
}

export async function gives(s, method, path, body, headers) {
    const r = await s.ask(method, path, body, headers);
    assert.ok(r.status === 200 || r.status === 201, `${method} ${path}: ${r.status} ${r.text.slice(0, 400)}`);
    return r.json;
}

/* Waits until `holds` answers with something true, for as long as a busy
 * machine may need. */
export async function until(said, holds) {
    for (const end = Date.now() + 60_000; ; await wait(25)) {
        const now = await holds();
        if (now) return now;
        assert.ok(Date.now() < end, `never: ${said}`);
    }
}

export const wait = (ms) => new Promise((ok) => setTimeout(ok, ms));

/* ---- people ---------------------------------------------------------------- */

export const no_quick = { nerve: false, weakness: false, unwell: false };

/* Answers of a full screen: no to all but what is named. */
export async function answers(s, { yes = [], unsure = [], conditions = [], bp = null } = {}) {
    const { form } = await gives(s, "GET", "screen");
    const questions = {}, asked = {};
    for (const q of form.questions) questions[q.id] = yes.includes(q.id) ? "yes" : unsure.includes(q.id) ? "unsure" : "no";
    for (const c of form.conditions) asked[c.id] = conditions.includes(c.id) ? "yes" : "no";
    return { questions, conditions: asked, bp };
}

/* A person of the middle with all no, ready to move. */
export async function healthy(s, profile = {}) {
    await gives(s, "PUT", "profile", { height_m: 1.75, mass_kg: 70, age_y: 40, minutes: [15, 15, 15, 15, 15, 15, 15], ...profile });
    return gives(s, "POST", "screen", await answers(s));
}

/* What is stored, without what differs from run to run. */
export function kept(p) {
    return JSON.parse(done(p, ["export"]));
}

export const fixture = (name) => readFileSync(join(root, name), "utf8");
export const make_folder = (path) => mkdirSync(path, { recursive: true });
