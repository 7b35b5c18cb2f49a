/* The session in a terminal: keys and narrow windows. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { binary, done, gives, healthy, kept, person, serve, until, wait } from "./harness.mjs";

function ready(t) {
    const p = person(t);
    done(p, ["profile", "--age", "40", "--height", "175", "--mass", "70", "--minutes", "15,15,15,15,15,15,15"]);
    done(p, ["screen"], { input: "n\n".repeat(67) + "\n" });
    return p;
}

/* The program in a terminal of its own (util-linux script). */
function terminal(t, p, words, { columns = 80, rows = 40, rate = 1, env = {} } = {}) {
    const inside = `stty cols ${columns} rows ${rows}; echo "pid $$"; exec '${binary}' ${words}`;
    const child = spawn("script", ["-qefc", `bash -c '${inside.replaceAll("'", `'\\''`)}'`, "/dev/null"], {
        env: { ...p.env, TERM: "xterm", SHELL: "/bin/sh", STATURE_CLOCK_RATE: String(rate), ...env },
    });
    const term = { out: "", child, ended: new Promise((ok) => child.on("exit", (code) => ok(code))) };
    child.stdout.on("data", (d) => (term.out += d));
    p.ends.push(() => {
        try { if (term.pid()) process.kill(term.pid(), "SIGKILL"); } catch { /* it has ended */ }
        child.kill("SIGKILL");
        return term.ended;
    });
    term.pid = () => Number(/pid (\d+)/.exec(term.out)?.[1]);
    term.type = (keys) => child.stdin.write(keys);
    /* Waits until the words stand there, after what has been seen already. */
    let seen = 0;
    term.sees = async (words) => {
        for (const end = Date.now() + 60_000; Date.now() < end; await wait(25)) {
            const at = term.out.slice(seen).search(words);
            if (at >= 0) { seen += at + 1; return; }
        }
        assert.fail(`${words} never came; the end of the screen: ${JSON.stringify(term.out.slice(-600))}`);
    };
    return term;
}

/* What is drawn, without colours and movements of the cursor. */
const plain = (text) => text.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, "");

describe("a terminal of 40 columns", () => {
    for (const words of ["load stand", "night", "day", "traction", "library childs_pose", "plan --why-not"])
        it(`holds every line of stature ${words}`, async (t) => {
            const term = terminal(t, ready(t), words, { columns: 40, env: { NO_COLOR: "1" } });
            assert.equal(await term.ended, 0);
            const lines = term.out.replaceAll("\r", "").split("\n").slice(1);
            assert.ok(lines.length > 10);
            // a command to type stays whole
            assert.deepEqual(lines.filter((line) => [...line].length > 40 && !/^ +stature /.test(line)), []);
        });
});

describe("keys", () => {
    it("pause, go on, next, mute, stop with a reason", async (t) => {
        const p = ready(t);
        const term = terminal(t, p, "session --quick --pain 3");
        await term.sees(/space pause/);
        term.type(" ");
        await term.sees(/Paused/);
        term.type(" ");
        await term.sees(/Get ready/);
        term.type("n");
        await term.sees(/1 of \d/);
        term.type("m");
        await term.sees(/\(muted\)/);
        term.type("\x1b[C");
        await term.sees(/2 of \d/);
        term.type("p");
        await term.sees(/1 of \d/);
        term.type("s");
        await term.sees(/What happened/);
        term.type("99\n");
        await term.sees(/from 1 to/);
        term.type("6\n");
        await term.sees(/Pain now/);
        term.type("12\n");
        await term.sees(/from 0 to 10/);
        term.type("2\n");
        assert.equal(await term.ended, 0);
        const [session] = kept(p).session;
        assert.equal(session.phase, "stopped");
        assert.equal(session.stop_reason, "tired");
        assert.deepEqual([session.pain_before, session.pain_after], [3, 2]);
        assert.ok(session.items[0].skipped);
    });

    it("no time runs while it is asked why: the movement that hurt is the one that was stopped", async (t) => {
        const p = ready(t);
        const term = terminal(t, p, "session cat_cow childs_pose --quick --silent", { rate: 10 }); // ten seconds pass before the first movement is over
        await term.sees(/1 of 2/);
        term.type("s");
        await term.sees(/What happened/);
        await wait(12_000); // two minutes of the session's clock
        term.type("1\nn\n\n");
        assert.equal(await term.ended, 0);
        const [session] = kept(p).session;
        assert.deepEqual(session.items.map((it) => [it.exercise, it.stopped, it.done]),
            [["cat_cow", true, false], ["childs_pose", false, false]]);
    });

    it("a nerve sign ends in what to do now, and in no further question", async (t) => {
        const p = ready(t);
        const term = terminal(t, p, "session childs_pose --quick");
        await term.sees(/space pause/);
        term.type("\x03"); // Ctrl-C is a stop like another
        await term.sees(/What happened/);
        term.type("2\n");
        await term.sees(/Numb between the legs/);
        term.type("y\n");
        await term.sees(/emergency department/);
        assert.equal(await term.ended, 0);
        assert.doesNotMatch(term.out, /Pain now/);
        assert.match(done(p, ["screen", "--show"]), /./);
    });

    it("to its end", async (t) => {
        const p = ready(t);
        const term = terminal(t, p, "session childs_pose --quick", { rate: 200 });
        await term.sees(/Pain now/);
        term.type("\n");
        assert.equal(await term.ended, 0);
        assert.equal(kept(p).session[0].phase, "done");
    });
});

describe("a pull", () => {
    /* Somebody with a prescription; the clock runs quick enough for its minutes. */
    async function pulled(t) {
        const p = person(t);
        const s = await serve(t, p);
        await healthy(s);
        await gives(s, "POST", "clearances", { modality: "traction_lumbar", role: "physiotherapist", date: new Date().toISOString().slice(0, 10) });
        await s.stop();
        return [p, terminal(t, p, "session --protocol traction_steady --quick --silent", { rate: 20 })]; // the pull lasts 13 s
    }

    it("grows, holds, fades, calls until it is acknowledged, and ends", async (t) => {
        const [p, term] = await pulled(t);
        await term.sees(/pull grows to 14 kg/);
        await term.sees(/press the release/);
        await term.sees(/until it is gone/);
        await term.sees(/Nothing pulls any more\? Enter says so/);
        for (let rings = 0; rings < 3; rings++) await term.sees(/\x07/);
        term.type("n"); // nothing but an answer leads on
        await wait(300);
        assert.doesNotMatch(term.out, /Stay lying/);
        term.type("\r");
        await term.sees(/Stay lying/);
        await term.sees(/Pain now/);
        term.type("\n");
        assert.equal(await term.ended, 0);
        const [session] = kept(p).session;
        assert.equal(session.phase, "done");
        assert.ok(session.items[0].done);
    });

    it("is let go at once by pause and by stop", async (t) => {
        const [p, term] = await pulled(t);
        await term.sees(/press the release/);
        term.type(" ");
        await term.sees(/until it is gone/);
        await term.sees(/Enter says so/);
        assert.doesNotMatch(term.out, /Paused/);
        term.type("s");
        await term.sees(/What happened/);
        term.type("6\n\n");
        assert.equal(await term.ended, 0);
        assert.equal(kept(p).session[0].phase, "stopped");

        const [q, other] = await pulled(t);
        await other.sees(/press the release/);
        other.type("s");
        await other.sees(/Release the pull first/); // before any question
        await other.sees(/What happened/);
        other.type("6\n\n");
        assert.equal(await other.ended, 0);
        assert.equal(plain(other.out).match(/Release the pull first/g).length, 1);
        assert.match(plain(other.out), /more disc height|finds no unloading/); // what was held of it
        const [session] = kept(q).session;
        assert.equal(session.phase, "stopped");
        assert.equal(session.items[0].done, false);
        // the release had begun: the time stands in the curve's last half minute or after it
        assert.ok(session.position_ms / 1000 > 60, String(session.position_ms));
    });

    it("is not taken up again when the terminal goes away, and says so", async (t) => {
        const [p, term] = await pulled(t);
        await term.sees(/press the release/);
        term.type("\x04");
        await term.sees(/not taken up\s+again/);
        assert.equal(await term.ended, 0);
        const next = terminal(t, p, "session childs_pose --quick --silent");
        await next.sees(/Welcome/);
        assert.doesNotMatch(next.out, /\(g\)o on/);
    });
});

describe("the window", () => {
    for (const [columns, rows] of [[40, 24], [40, 60], [120, 50]])
        it(`${columns} by ${rows}: nothing runs over the edge`, async (t) => {
            const p = ready(t);
            const term = terminal(t, p, "session childs_pose --quick", { columns, rows, rate: 20 });
            await term.sees(/Child's pose/);
            await until("some frames", () => term.out.split("\x1b[J").length >= 8);
            term.type("s");
            await term.sees(/What happened/);
            const frames = term.out.split("\x1b[?1049l")[0].split("\x1b[?1049h")[1].split("\x1b[J");
            assert.ok(frames.length > 5);
            for (const frame of frames) {
                const lines = frame.split("\r\n").map(plain);
                assert.ok(lines.length <= rows, `${lines.length} lines in ${rows} rows`);
                for (const l of lines) assert.ok([...l].length <= columns, JSON.stringify(l));
            }
            // the figure, in shades of ASCII, stands there when there is room
            assert.ok(/[@#+]{3}/.test(plain(term.out)));
            term.type("7\n\n");
            await term.ended;
        });

    it("has no colour with NO_COLOR", async (t) => {
        const p = ready(t);
        const term = terminal(t, p, "session childs_pose --quick", { env: { NO_COLOR: "1", TERM: "xterm-256color" } });
        await term.sees(/space pause/);
        assert.doesNotMatch(term.out, /\x1b\[[0-9;]+m/);
    });
});

describe("sound", () => {
    /* Stand-ins for the desktop's players, which write down how they were asked and keep the first cue, whole or not at all. */
    function players(p, names) {
        const bin = join(p.home, "bin");
        mkdirSync(bin);
        for (const name of names) writeFileSync(join(bin, name), `#!/bin/sh
cd '${p.home}' || exit 1
echo "${name} $*" >>played
[ -e cue.wav ] && exit 0
for last; do :; done
cp "$last" cue.part && mv cue.part cue.wav
`, { mode: 0o755 });
        return { PATH: `${bin}:/usr/bin:/bin` };
    }
    const played = async (p) => {
        await until("a cue is played", () => existsSync(join(p.home, "cue.wav")));
        return readFileSync(join(p.home, "played"), "utf8").split("\n")[0];
    };

    for (const [name, role] of [["pw-play", "--media-role=Accessibility "], ["paplay", "--property=media.role=a11y "], ["aplay", ""]])
        it(`${name} plays the cue${role ? " as a voice for accessibility" : ""}`, async (t) => {
            const p = ready(t);
            const term = terminal(t, p, "session --quick", { env: players(p, [name, "aplay"]) });
            await term.sees(/space pause/);
            assert.match(await played(p), new RegExp(`^${name} ${role}\\S+$`));
            assert.equal(readFileSync(join(p.home, "cue.wav")).subarray(0, 4).toString(), "RIFF");
            term.type("s");
            await term.sees(/What happened/);
        });

    it("the chosen pace is the pace that is heard", async (t) => {
        const bytes = {};
        for (const pace of ["0.7", "1.4"]) {
            const p = ready(t);
            done(p, ["profile", "--pace", pace]);
            const term = terminal(t, p, "session --quick", { env: players(p, ["aplay"]) });
            await term.sees(/space pause/);
            await played(p);
            bytes[pace] = readFileSync(join(p.home, "cue.wav")).length;
            term.type("s");
            await term.sees(/What happened/);
        }
        assert.ok(bytes["0.7"] > 1.6 * bytes["1.4"], JSON.stringify(bytes));
    });
});
