/*
 * The program is killed at random moments, a hundred times and more, while a
 * session runs on a hurried clock and the journal is written to. Whatever the
 * moment: the journal opens clean, everything that was answered with success
 * is there, of the session at most a second of what was seen is lost, and it is
 * offered again, paused.
 *
 * STATURE_SEED repeats a run, STATURE_KILLS says how often.
 */
import assert from "node:assert/strict";
import { it } from "node:test";
import { gives, healthy, kept, no_quick, person, serve, wait } from "./harness.mjs";

const seed = Number(process.env.STATURE_SEED ?? Date.now() % 1_000_000);
const kills = Number(process.env.STATURE_KILLS ?? 110);
const rate = 20; // hurried

/* Same seed, same numbers (mulberry32). */
let state = seed;
function random() {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}

const live = (phase) => ["running", "resuming", "paused"].includes(phase);

function look(seen, session) {
    seen.phase = session.phase;
    if (!live(session.phase)) return;
    seen.id = session.id;
    seen.position_ms = session.position_ms;
    seen.left_ms = session.length_ms - session.position_ms;
}

/* Writes notes and moves the session until the server is gone; keeps what was
 * answered with success. */
async function keep_busy(s, seen) {
    for (let i = 0; ; i++) {
        try {
            const asked_at = Date.now();
            const note = await s.ask("POST", "journal/note", { text: `${i}` });
            if (note.status === 201) seen.notes.push(note.json.id);
            const dice = random();
            if (dice < 0.02) {
                seen.moving = true; // may have happened, whether told or not
                look(seen, (await s.ask("POST", "session/event", { event: dice < 0.015 ? "forward" : "next" })).json);
                seen.moving = false;
            }
            look(seen, (await s.ask("GET", "session")).json);
            seen.looked_at = asked_at;
            await wait(4);
        } catch {
            return; // killed in between
        }
    }
}

it(`survives ${kills} kills (seed ${seed})`, { timeout: 540_000 }, async (t) => {
    console.log(`# seed ${seed}`);
    const p = person(t);
    const seen = { notes: [], phase: "idle", id: 0, position_ms: 0, left_ms: 0, looked_at: 0, killed_at: 0, moving: false };
    let resumed = 0, running = 0, longest_lost_ms = 0;
    for (let n = 0; n <= kills; n++) {
        const s = await serve(null, p, { rate });
        try {
            if (n === 0) await healthy(s);
            const notes = new Set((await gives(s, "GET", "journal/note")).map((r) => r.id));
            for (const id of seen.notes) assert.ok(notes.has(id), `kill ${n}: note ${id} was lost`);

            const now = await gives(s, "GET", "session");
            const may_have_ended = seen.moving || seen.left_ms < (seen.killed_at - seen.looked_at) * rate;
            if (live(seen.phase) && !(may_have_ended && now.phase === "idle")) {
                assert.equal(now.id, seen.id, `kill ${n}: the session is gone: ${JSON.stringify(now).slice(0, 300)}`);
                assert.equal(now.phase, "paused", `kill ${n}: it waits`);
                const lost = seen.position_ms - now.position_ms;
                longest_lost_ms = Math.max(longest_lost_ms, lost);
                assert.ok(lost <= 1000, `kill ${n}: ${lost} ms lost`);
                running += seen.phase === "running";
                assert.ok(live((await gives(s, "POST", "session/event", { event: "resume" })).phase));
                resumed++;
            }
            seen.moving = false;
            seen.phase = "unknown";
            if (!live(now.phase)) {
                const library = await gives(s, "GET", "library");
                const free = library.exercises.filter((e) => e.playable === "yes" && e.allowed.action === "ok");
                let started;
                for (let i = 0; i < 40 && started?.status !== 201; i++)
                    started = await s.ask("POST", "session", i === 0 ? { day: "today", quick: no_quick } : { items: [{ exercise: free[Math.floor(random() * free.length)].id }], quick: no_quick });
                assert.equal(started.status, 201, started.text);
            }
            // most kills are to meet it running, some while it counts down
            for (let i = 0; i < 60 && random() < 0.95; i++) {
                if ((await gives(s, "GET", "session")).phase === "running") break;
                await wait(10);
            }
            const busy = keep_busy(s, seen);
            await wait(500 * random());
            await Promise.all([s.stop("SIGKILL"), busy]);
            seen.killed_at = Date.now();
        } finally {
            await s.stop("SIGKILL");
            s.agent.destroy();
        }
    }
    console.log(`# resumed ${resumed} times, ${running} of them killed while running, at most ${longest_lost_ms} ms lost, ${seen.notes.length} notes kept`);
    assert.ok(running > kills / 4, `only ${running} of ${kills} kills met a running session: the test does not test`);
    const all = kept(p);
    assert.ok(all.note.length >= seen.notes.length);
    assert.ok(all.note.length <= seen.notes.length + kills, "at most one unanswered note a kill");
});
