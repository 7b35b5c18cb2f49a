/*
 * What goes wrong around the program: a taken port, a folder that cannot be
 * written, a full disk, a damaged journal, files with mistakes, requests that
 * no page of ours would send. Each time: one clear sentence, the right code,
 * and nothing that is stored comes to harm.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import { join } from "node:path";
import { describe, it } from "node:test";
import { answers, binary, done, fixture, gives, healthy, kept, make_folder, no_quick, person, refused, refuses, run, sentence, serve, until } from "./harness.mjs";

const root_user = process.getuid() === 0;

/* Something worth keeping. */
function with_entries(t) {
    const p = person(t);
    done(p, ["profile", "--age", "40", "--height", "175", "--mass", "70"]);
    done(p, ["log", "--pain", "4"]);
    done(p, ["log", "--note", "before"]);
    return p;
}

/* A free port that the system gives nobody by itself: it stays free between two programs. */
async function quiet_port() {
    for (;;) {
        const port = 10_000 + Math.floor(20_000 * Math.random());
        const taken = await new Promise((ok) => {
            const held = net.createServer().once("error", () => ok(true)).listen(port, "127.0.0.1", () => held.close(() => ok(false)));
        });
        if (!taken) return port;
    }
}

describe("starting", () => {
    it("a port in use", async (t) => {
        const p = person(t), other = person(t);
        const s = await serve(t, p);
        const r = refused(other, ["serve", "--no-open", "--port", String(s.port)], 1, new RegExp(`${s.port}.*--port`));
        assert.equal(r.out, "");
        assert.equal((await s.ask("GET", "version")).status, 200);
    });

    it("a port that another program holds", async (t) => {
        const holder = net.createServer().listen(0, "127.0.0.1");
        t.after(() => holder.close());
        await new Promise((ok) => holder.on("listening", ok));
        refused(person(t), ["--no-open", "--port", String(holder.address().port)], 1, /taken/);
    });

    it("two programs on one journal: the second is told, the first goes on", async (t) => {
        const p = with_entries(t);
        const s = await serve(t, p);
        for (const args of [["today"], ["export"], ["log", "--pain", "3"], ["serve", "--no-open", "--port", "0"]])
            refused(p, args, 1, /another|already|in use/i);
        refused(p, ["restore", "/nowhere.db", "--yes"], 1, /./);
        const erase = run(p, ["erase", "--yes"]);
        assert.equal(erase.code, 1, `erase while the page runs: ${erase.out}${erase.err}`);
        assert.equal((await gives(s, "GET", "journal/note")).length, 1);
        await s.stop();
        assert.equal(kept(p).note.length, 1);
    });

    it("a browser that stays open does not hold the port", async (t) => {
        const p = person(t), bin = join(p.home, "bin"), told = join(p.home, "browser");
        make_folder(bin);
        writeFileSync(join(bin, "xdg-open"), `#!/bin/sh\necho $$ >'${told}'\nexec sleep 600\n`, { mode: 0o755 });
        Object.assign(p.env, { PATH: `${bin}:${p.env.PATH}`, DISPLAY: ":0" });
        const s = await serve(t, p, { open: true, args: ["--port", String(await quiet_port())] });
        const browser = Number(await until("the browser is opened", () => existsSync(told) && readFileSync(told, "utf8").endsWith("\n") && readFileSync(told, "utf8")));
        t.after(() => process.kill(browser));
        await s.stop();
        const again = await serve(t, p, { args: ["--port", String(s.port)] });
        assert.equal((await again.ask("GET", "version")).status, 200);
    });

    it("a terminated server ends with code 0 and leaves the journal whole", async (t) => {
        for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) {
            const p = with_entries(t);
            const s = await serve(t, p);
            const before = await gives(s, "GET", "export.json");
            assert.deepEqual(await s.stop(signal), { code: 0, signal: null });
            assert.deepEqual(kept(p), before);
            assert.deepEqual(readdirSync(p.data).sort().filter((f) => /wal|shm|journal$/.test(f)), []);
        }
    });
});

describe("a file that is written", () => {
    it("stays as it was where there is no room for the new one", (t) => {
        const p = with_entries(t);
        const small = join(p.home, "small");
        mkdirSync(small);
        const inside = `mount -t tmpfs -o size=16k tmpfs "$1" && echo old > "$1/cat.svg" && "$0" figure cat_cow --output "$1/cat.svg"; echo $? $(ls "$1") $(cat "$1/cat.svg"); "$0" figure cat_cow --output "$1/new.svg"; ls "$1"`;
        const r = spawnSync("unshare", ["-m", "bash", "-c", inside, binary, small], { env: p.env, encoding: "utf8" });
        if (/unshare|mount:/.test(r.stderr)) return t.skip("mount namespaces need root");
        assert.equal(r.stdout, "1 cat.svg old\ncat.svg\n", r.stderr);
        assert.match(r.stderr, /cat\.svg cannot be written: No space left on device/);
    });

    it("keeps its link and its mode", (t) => {
        const p = with_entries(t);
        const file = join(p.home, "cat.svg"), link = join(p.home, "link.svg");
        writeFileSync(file, "old");
        chmodSync(file, 0o640);
        symlinkSync("cat.svg", link);
        done(p, ["figure", "cat_cow", "--output", link]);
        assert.ok(lstatSync(link).isSymbolicLink());
        assert.equal(statSync(file).mode & 0o777, 0o640);
        assert.match(readFileSync(file, "utf8"), /^<svg/);
        assert.deepEqual(readdirSync(p.home).filter((name) => /svg/.test(name)).sort(), ["cat.svg", "link.svg"]);
    });
});

describe("the data folder", () => {
    it("cannot be written", (t) => {
        const p = with_entries(t);
        const before = kept(p);
        const file = join(p.home, "data");
        if (root_user) { // root writes where it likes: a file in the folder's place
            renameSync(file, `${file}.away`);
            writeFileSync(file, "");
            refused(p, ["today"], 1, /data/);
            rmSync(file);
            renameSync(`${file}.away`, file);
        } else {
            chmodSync(p.journal, 0o400);
            chmodSync(p.data, 0o500);
            refused(p, ["log", "--pain", "3"], 1, /stature\.db|data/);
            chmodSync(p.data, 0o700);
            chmodSync(p.journal, 0o600);
        }
        assert.deepEqual(kept(p), before);
    });

    it("is on a file system that is mounted read-only", (t) => {
        const p = with_entries(t);
        const before = kept(p);
        const inside = `mount --bind "$XDG_DATA_HOME" "$XDG_DATA_HOME" && mount -o remount,bind,ro "$XDG_DATA_HOME" && exec "$0" log --pain 3`;
        const r = spawnSync("unshare", ["-m", "bash", "-c", inside, binary], { env: p.env, encoding: "utf8" });
        if (/unshare|mount:/.test(r.stderr)) return t.skip("mount namespaces need root");
        assert.equal(r.status, 1, r.stderr + r.stdout);
        sentence(r.stderr);
        assert.match(r.stderr, /read-only|cannot be (opened|written|made)|not.*writ/i);
        assert.deepEqual(kept(p), before);
    });

    it("is full", (t) => {
        const p = person(t);
        const inside = `mkdir -p "$XDG_DATA_HOME" && mount -t tmpfs -o size=1m,mode=700 none "$XDG_DATA_HOME" || exit 99
"$0" log --pain 4 || exit 98
head -c 100000000 /dev/zero > "$XDG_DATA_HOME/filler" 2> /dev/null
printf 'full\\n'
long=$(head -c 3500 /dev/zero | tr '\\0' x)
code=0; for i in $(seq 60); do "$0" log --note "$long" > /dev/null || { code=$?; break; }; done
printf 'code %s\\n' "$code"
rm "$XDG_DATA_HOME/filler"
"$0" log --pain 5 || exit 97
"$0" export`;
        const r = spawnSync("unshare", ["-m", "bash", "-c", inside, binary], { env: p.env, encoding: "utf8", maxBuffer: 64 << 20 });
        if (r.status === 99 || /unshare: /.test(r.stderr)) return t.skip("mounting a small disk needs root");
        assert.equal(r.status, 0, r.stderr + r.stdout.slice(0, 300));
        assert.match(r.stdout, /^code 1$/m);
        sentence(r.stderr);
        assert.match(r.stderr, /full|room|space/i);
        const out = JSON.parse(r.stdout.slice(r.stdout.indexOf("{")));
        assert.deepEqual(out.score.map((s) => s.score), [4, 5]);
    });

    it("has a path that is too long", (t) => {
        const p = person(t);
        refused(p, ["today"], 1, /too long/, { env: { XDG_DATA_HOME: `/tmp/${"x".repeat(600)}` } });
    });
});

describe("the journal", () => {
    const harm = [
        ["cut in half", (p) => truncateSync(p.journal, 8192)],
        ["cut to nothing but a few bytes", (p) => truncateSync(p.journal, 10)],
        ["random bytes", (p) => writeFileSync(p.journal, Buffer.from(Array.from({ length: 20000 }, (_, i) => (i * 7919 + (i >> 3)) & 255)))],
        ["a hole in the middle", (p) => { const b = readFileSync(p.journal); b.fill(0xff, 4096, b.length - 100); writeFileSync(p.journal, b); }],
        ["another program's database", (p) => {
            rmSync(p.journal);
            const r = spawnSync("python3", ["-c", "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute('create table recipes(x)'); c.commit()", p.journal]);
            assert.equal(r.status, 0);
        }],
        ["a folder in its place", (p) => { rmSync(p.journal); mkdirSync(p.journal); }],
    ];
    for (const [why, break_it] of harm)
        it(`${why}: told, left as it is, restored from a backup`, (t) => {
            const p = with_entries(t);
            const before = kept(p);
            const copy = join(p.home, "copy.db");
            done(p, ["backup", copy]);
            break_it(p);
            const damaged = existsSync(p.journal) && !why.includes("folder") ? readFileSync(p.journal) : null;
            refused(p, ["today"], 1, /stature\.db/);
            refused(p, ["serve", "--no-open", "--port", "0"], 1, /stature\.db/);
            if (damaged) assert.ok(readFileSync(p.journal).equals(damaged), "the damaged file is left as it is");
            const doctor = run(p, ["doctor"]);
            assert.equal(doctor.code, 1);
            assert.match(doctor.out, /look .*stature\.db/);
            if (why.includes("folder")) return;
            done(p, ["restore", copy, "--yes"]);
            assert.deepEqual(kept(p), before);
        });

    it("of a newer Stature is not touched", (t) => {
        const p = with_entries(t);
        const before = kept(p);
        const set = (n) => spawnSync("python3", ["-c", "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); print(c.execute('pragma user_version').fetchone()[0]); c.execute('pragma user_version=%d' % int(sys.argv[2])); c.commit()", p.journal, String(n)], { encoding: "utf8" }).stdout.trim();
        const now = set(9999);
        refused(p, ["today"], 1, /newer/);
        set(now);
        assert.deepEqual(kept(p), before);
    });
});

describe("own exercises and the config folder", () => {
    const own = (p, name, text) => { make_folder(p.own); writeFileSync(join(p.own, name), text); };
    const good = ["arm_lift.yaml", "arm_lift.scene.yaml"];
    const add_good = (p) => good.forEach((f) => own(p, f, fixture(`tests/care/fixture/own/${f}`)));

    it("a config folder that cannot be read", (t) => {
        const p = with_entries(t);
        make_folder(join(p.home, "config"));
        rmSync(join(p.home, "config"), { recursive: true });
        writeFileSync(join(p.home, "config"), "");
        refused(p, ["today"], 1, /config/);
    });

    it("a folder of exercises that is a file, or cannot be opened", (t) => {
        const p = with_entries(t);
        make_folder(p.config);
        writeFileSync(p.own, "");
        assert.equal(run(p, ["library"]).code, 0);
    });

    it("one bad exercise is reported with file, line and field, and the rest load", (t) => {
        const p = person(t);
        add_good(p);
        own(p, "bad_hold.yaml", fixture("tests/care/fixture/own/bad_hold.yaml"));
        own(p, "broken.yaml", "id: broken\nname: [\n");
        own(p, "bytes.yaml", Buffer.from([0, 1, 2, 255, 254]));
        own(p, "empty.yaml", "");
        const r = run(p, ["library"]);
        assert.equal(r.code, 0, r.err);
        assert.match(r.out, /^arm_lift /m);
        assert.match(r.out, /^cobra_pose /m);
        const told = r.err.trim().split("\n");
        assert.equal(told.length, 4, r.err);
        for (const name of ["bad_hold.yaml:", "broken.yaml:", "bytes.yaml", "empty.yaml"])
            assert.ok(told.some((l) => l.includes(name)), `${name} in ${r.err}`);
    });

    it("an exercise in the built-in one's name does not take its place", (t) => {
        const p = person(t);
        own(p, "childs_pose.yaml", fixture("tests/care/fixture/own/childs_pose.yaml"));
        const r = run(p, ["library", "childs_pose"]);
        assert.equal(r.code, 0, r.err);
        assert.match(r.err, /childs_pose/);
        assert.match(r.out, /Sit back towards the heels/);
    });

    it("an exercise without modality is listed but not planned or played", async (t) => {
        const p = person(t);
        add_good(p);
        const text = fixture("tests/care/fixture/own/arm_lift.yaml").replace(/^modality:.*\n/m, "");
        own(p, "arm_lift.yaml", text);
        const s = await serve(t, p);
        await healthy(s, { regions: ["upper_back"], equipment: ["mat", "chair"] });
        const plan = await gives(s, "POST", "plan", {});
        assert.ok(!JSON.stringify(plan.days).includes("arm_lift"));
        const listed = await s.ask("GET", "library/arm_lift");
        if (listed.status === 200) {
            assert.equal(listed.json.allowed.action, "block");
            await refuses(s, 403, "POST", "session", { items: [{ exercise: "arm_lift" }], quick: no_quick });
        } else {
            assert.match(s.err, /arm_lift\.yaml.*modality/);
        }
    });
});

describe("files with mistakes change nothing", () => {
    const imports = [
        ["no JSON", "hello", /out\.json:1/],
        ["half a file", `{"format": "stature-journal", "version": 1, "note": [`, /out\.json/],
        ["a list", "[]", /./],
        ["an object of something else", `{"name": "x"}`, /./],
        ["a newer format", `{"format": "stature-journal", "version": 99}`, /./],
        ["an unknown kind", (o) => ({ ...o, secrets: [] }), /secrets/],
        ["an unknown field", (o) => { o.note[0].colour = "red"; return o; }, /colour/],
        ["a score of 11", (o) => { o.score[0].values = [11]; return o; }, /values/],
        ["a day that does not exist", (o) => { o.note[0].day = "2026-02-31"; return o; }, /2026-02-31/],
        ["one bad entry among good ones", (o) => { o.note.push({ ...o.note[0], text: "new" }, { day: "2026-01-01", created: 1767225600 }); return o; }, /text/],
        ["nested a thousand deep", "[".repeat(5000) + "]".repeat(5000), /./],
        ["not UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), /./],
        ["a field twice", `{"format": "stature-journal", "format": "x"}`, /./],
    ];
    for (const [why, make, words] of imports)
        it(`import of ${why}`, (t) => {
            const p = with_entries(t);
            const before = kept(p);
            const file = join(p.home, "out.json");
            writeFileSync(file, typeof make === "function" ? JSON.stringify(make(structuredClone(before))) : make);
            refused(p, ["import", file], 1, words);
            assert.deepEqual(kept(p), before);
        });

    const tables = [
        ["a missing column", "id,age\nA,30\n", /column/],
        ["an unknown condition", "id,age,bp,bmi,conditions,yes,unsure,cleared\nA,30,,,gout,,,\n", /:2: conditions/],
        ["an open quote", "id,age,bp,bmi,conditions,yes,unsure,cleared\n\"A,30,,,,,,\n", /people\.csv/],
        ["no bytes at all", "", /people\.csv/],
    ];
    for (const [why, text, words] of tables)
        it(`a table with ${why}`, (t) => {
            const p = person(t);
            const file = join(p.home, "people.csv");
            writeFileSync(file, text);
            assert.equal(refused(p, ["screen", "--batch", file], 1, words).out, "");
        });
});

describe("requests that no page of ours sends", () => {
    /* One server for all; its export is the same at the end. */
    it("are refused with a problem that says what is wrong", async (t) => {
        const p = person(t);
        const s = await serve(t, p);
        await healthy(s);
        await gives(s, "POST", "journal/note", { text: "before" });
        const before = await gives(s, "GET", "export.json");
        const note = { text: "from elsewhere" };
        const local = `127.0.0.1:${s.port}`;

        // whose request it is
        for (const host of ["evil.example", `evil.example:${s.port}`, "127.0.0.1", `127.0.0.1:${s.port + 1}`, `127.0.0.1.evil.example:${s.port}`])
            for (const [method, path, body] of [["GET", "today"], ["POST", "journal/note", note], ["GET", "/"]])
                await refuses(s, 421, method, path, body, { Host: host });
        for (const origin of ["http://evil.example", "https://" + local, `http://127.0.0.1:${s.port + 1}`, "null", `http://${local}.evil.example`])
            await refuses(s, 403, "POST", "journal/note", note, { Origin: origin });
        await refuses(s, 403, "POST", "journal/note", note, { "Sec-Fetch-Site": "cross-site" });
        await refuses(s, 403, "POST", "journal/note", note, { "Sec-Fetch-Site": "same-site" });
        await refuses(s, 403, "GET", "export.json", undefined, { "Sec-Fetch-Site": "cross-site" });
        await gives(s, "GET", "today", undefined, { Origin: `http://localhost:${s.port}`, Host: `localhost:${s.port}` });

        // what it carries
        for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp", ""])
            await refuses(s, 415, "POST", "journal/note", note, { "Content-Type": type });
        for (const bad of ["{", "", "nul", "{\"text\": \"a\"} x", "{\"text\": \"a\", \"text\": \"b\"}", "\u0000", "[".repeat(100000)])
            assert.ok([400, 422].includes((await s.ask("POST", "journal/note", bad)).status), bad.slice(0, 20));
        await refuses(s, 422, "POST", "journal/note", { text: 5 });
        await refuses(s, 422, "POST", "journal/note", { text: "x", colour: "red" });
        await refuses(s, 422, "POST", "journal/note", { text: "x".repeat(100_000) });
        // it answers and closes while we may still be writing: then the pipe breaks before the answer is read
        for (let tries = 1; ; tries++) {
            try {
                await refuses(s, 413, "POST", "journal/note", { text: "x".repeat(2_000_000) });
                break;
            } catch (error) {
                if (!["EPIPE", "ECONNRESET"].includes(error.code) || tries === 10) throw error;
            }
        }
        await refuses(s, 422, "PUT", "profile", { height_m: 17.5 });
        await refuses(s, 422, "PUT", "profile", { height_m: "1.75" });
        await refuses(s, 422, "PUT", "profile", { wings: 2 });

        // where it goes
        await refuses(s, 404, "GET", "nothing");
        await refuses(s, 404, "GET", "library/nothing");
        await refuses(s, 404, "GET", "figure/nothing.svg");
        await refuses(s, 404, "GET", "journal/nothing");
        await refuses(s, 404, "GET", "session/cues/1.wav");
        for (const path of ["/api/v1/../../etc/passwd", "/assets/../library/sources.yaml", "/assets/%2e%2e/%2e%2e/etc/passwd", "/etc/passwd", "/api/v1/library/%00", "/assets/"])
            assert.equal((await s.ask("GET", path)).status, 404, path);
        const put = await s.ask("PUT", "today", {});
        assert.equal(put.status, 405);
        assert.match(put.headers.allow, /GET/);
        for (const method of ["DELETE", "PATCH", "OPTIONS", "POST"])
            assert.ok([405, 415].includes((await s.ask(method, "today")).status), method);
        await refuses(s, 404, "DELETE", "journal/note/99999");
        await refuses(s, 404, "DELETE", "journal/note/1e3").catch(() => refuses(s, 422, "DELETE", "journal/note/1e3"));

        assert.deepEqual(await gives(s, "GET", "export.json"), before);
    });

    it("bytes that are no HTTP at all do not stop the server", async (t) => {
        const s = await serve(t, person(t));
        const rows = ["\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", `GET /${"x".repeat(100_000)} HTTP/1.1\r\nHost: 127.0.0.1:${s.port}\r\n\r\n`,
            `POST /api/v1/journal/note HTTP/1.1\r\nHost: 127.0.0.1:${s.port}\r\nContent-Type: application/json\r\nContent-Length: -5\r\n\r\n{}`,
            `POST /api/v1/journal/note HTTP/1.1\r\nHost: 127.0.0.1:${s.port}\r\nContent-Type: application/json\r\nContent-Length: 99999999999999999999\r\n\r\n{}`,
            Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 131) & 255))];
        for (const bytes of rows)
            await new Promise((ok) => {
                const c = net.connect(s.port, "127.0.0.1", () => c.end(bytes));
                c.on("error", ok);
                c.on("close", ok);
                c.resume();
                setTimeout(() => c.destroy(), 300);
            });
        // a client that sends slowly and goes away in the middle of a body
        await new Promise((ok) => {
            const r = http.request({ port: s.port, host: "127.0.0.1", method: "POST", path: "/api/v1/journal/note", headers: { "Content-Type": "application/json", "Content-Length": 1000 } });
            r.on("error", ok);
            r.write("{\"text\": \"half");
            setTimeout(() => r.destroy(), 50);
        });
        assert.equal((await gives(s, "GET", "journal/note")).length, 0);
        assert.equal((await s.ask("GET", "version")).status, 200);
    });

    it("the page carries its guards", async (t) => {
        const s = await serve(t, person(t));
        const page = await s.ask("GET", "/");
        assert.equal(page.status, 200);
        assert.match(page.headers["content-security-policy"], /default-src 'none'/);
        assert.equal(page.headers["x-content-type-options"], "nosniff");
        assert.doesNotMatch(page.headers["content-security-policy"], /unsafe/);
        assert.equal(page.headers["access-control-allow-origin"], undefined);
    });
});
void answers; void copyFileSync;
