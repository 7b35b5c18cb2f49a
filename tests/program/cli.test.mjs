/* Every command of the terminal, as a person types them. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { binary, done, fixture, kept, make_folder, person, refused, root, run, sentence } from "./harness.mjs";
import { check } from "./schema.mjs";

const commands = ["screen", "agreement", "profile", "today", "session", "plan", "library", "learn", "figure", "load", "day", "night", "traction", "validate", "log", "progress", "handout", "report", "export",
    "import", "backup", "restore", "erase", "doctor", "version"];
const golden = join(root, "tests/golden");

/* Compares with a golden file; STATURE_GOLDEN=write makes it anew. */
function as_written_down(text, name) {
    const path = join(golden, name);
    if (process.env.STATURE_GOLDEN === "write") writeFileSync(path, text);
    assert.equal(text, readFileSync(path, "utf8"), `${name} differs; run with STATURE_GOLDEN=write and read the difference`);
}

const set_up = (p) => done(p, ["profile", "--age", "40", "--height", "175", "--mass", "70", "--minutes", "15,15,15,15,15,15,15"]);
const say_no = (n = 200) => "n\n".repeat(n);

/* How many questions there are, from the program itself. */
function screen_all_no(p) {
    const r = run(p, ["screen"], { input: say_no(26 + 41) + "\n" });
    assert.equal(r.code, 0, r.err);
    return r.out;
}

function ready(t) {
    const p = person(t);
    set_up(p);
    screen_all_no(p);
    return p;
}

describe("help", () => {
    it("lists every command, and each has its page", (t) => {
        const p = person(t);
        const all = done(p, ["--help"]);
        as_written_down(all, "help/stature.txt");
        for (const c of commands) {
            assert.match(all, new RegExp(`^  ${c} `, "m"));
            as_written_down(done(p, [c, "--help"]), `help/${c}.txt`);
        }
        assert.equal(done(p, ["-h"]), all);
        as_written_down(done(p, ["serve", "--help"]), "help/serve.txt");
        assert.ok(!existsSync(p.data), "help makes no folders");
    });

    it("names no command that the list leaves out", (t) => {
        const listed = [...done(person(t), ["--help"]).matchAll(/^ {2}([a-z]+) {2,}\S/gm)].map((m) => m[1]);
        assert.deepEqual(listed, commands);
    });

    it("the manual page holds every command and option, and is sound roff", (t) => {
        const p = person(t);
        const manual = done(p, ["--manual"]);
        as_written_down(manual, "stature.1");
        for (const c of commands) {
            assert.ok(manual.includes(`.SS ${c}`), c);
            for (const [, option] of done(p, [c, "--help"]).matchAll(/^ {2}--([a-z-]+)/gm))
                assert.ok(manual.includes(`\\-\\-${option.replaceAll("-", "\\-")}`), `${c} --${option}`);
        }
        for (const l of manual.split("\n")) assert.doesNotMatch(l, /^\.(?!TH|SH|SS|TP|B |BR |br)/, l);
    });

    it("bash completes commands and options", (t) => {
        const p = person(t);
        const script = done(p, ["--bash-completion"]);
        const complete = (...words) =>
            spawnSync("bash", ["-c", `${script}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _stature; printf '%s\\n' "\${COMPREPLY[@]}"`, "-", "stature", ...words], { encoding: "utf8" })
                .stdout.trim().split("\n").sort();
        assert.deepEqual(complete("pro"), ["profile", "progress"]);
        assert.deepEqual(complete("log", "--p"), ["--pain", "--peg"]);
        assert.deepEqual(complete("erase", "--y"), ["--yes"]);
    });

    it("docs/cli.md holds every command and option", (t) => {
        const p = person(t);
        const doc = fixture("docs/cli.md");
        for (const c of commands) {
            assert.ok(doc.includes(`\`stature ${c}`), `docs/cli.md leaves out ${c}`);
            for (const [, option] of done(p, [c, "--help"]).matchAll(/^ {2}--([a-z-]+)/gm))
                assert.ok(doc.includes(`--${option}`), `docs/cli.md leaves out ${c} --${option}`);
        }
    });
});

describe("wrong use is told in one sentence, code 2", () => {
    const rows = [
        ["an unknown command", ["strech"], /'strech'.*--help/],
        ["an unknown flag", ["today", "--tomorrow"], /--tomorrow/],
        ["a short flag", ["today", "-x"], /-x/],
        ["a word too many", ["today", "please"], /please/],
        ["a missing value", ["log", "--pain"], /needs a value/],
        ["a value for a switch", ["plan", "--make=yes"], /takes no value/],
        ["nothing to log", ["log"], /--pain/],
        ["pain over ten", ["log", "--pain", "11"], /0 to 10/],
        ["pain in words", ["log", "--pain", "much"], /0 to 10/],
        ["pain that is not a number", ["log", "--pain", "nan"], /0 to 10/],
        ["two of three PEG answers", ["log", "--peg", "3,4"], /three numbers/],
        ["four PEG answers", ["log", "--peg", "3,4,5,6"], /three numbers/],
        ["a bare id to delete", ["log", "--delete", "12"], /KIND:ID/],
        ["a swap without a place", ["plan", "--swap", "monday"], /DAY:NUMBER/],
        ["a height in words", ["profile", "--height", "tall"], /a number/],
        ["a height in pounds", ["profile", "--height", "68lb"], /5ft8in/],
        ["a height of two numbers", ["profile", "--height", "170cm5"], /5ft8in/],
        ["a mass without its number", ["profile", "--mass", "lb"], /154lb/],
        ["minutes in words", ["profile", "--minutes", "10,ten"], /a list/],
        ["no backup named", ["restore"], /name one/],
        ["no file named", ["import"], /name one/],
        ["no target named", ["backup"], /name the file/],
        ["no exercise to draw", ["figure"], /name one exercise/],
        ["an unknown picture format", ["figure", "cobra_pose", "--output", "x.gif"], /\.svg, \.png or \.glb/],
        ["a picture too wide", ["figure", "cobra_pose", "--output", "x.svg", "--width", "9999"], /16 to 2048/],
        ["no posture to load", ["load"], /name one exercise or posture/],
        ["a disc that is not there", ["load", "stand", "--level", "L6/7"], /C2\/3 to L5\/S1/],
        ["a mass that is not a number", ["load", "stand", "--mass", "nan"], /30 to 250/],
        ["a body too tall", ["load", "stand", "--height", "300"], /120 to 220/],
        ["discs in the terminal", ["figure", "cobra_pose", "--discs"], /--discs needs --output/],
        ["discs of a scene file", ["figure", "own.yaml", "--discs", "--output", "x.svg"], /--discs needs an exercise/],
        ["a third side", ["figure", "pigeon_pose", "--side", "up"], /right or left/],
        ["a session without a terminal", ["session", "--quick"], /--transcript/],
        ["an unknown port", ["--port", "70000"], /0 to 65535/],
        ["a port that is no number", ["serve", "--port", "80x"], /0 to 65535/],
        ["a flag that serve does not know", ["serve", "--public"], /--public/],
    ];
    for (const [why, args, words] of rows)
        it(why, (t) => refused(person(t), args, 2, words));
});

describe("what could not be done is code 1 and stores nothing", () => {
    const rows = [
        ["an exercise that is not there", ["library", "yoga_on_a_horse"], /yoga_on_a_horse/],
        ["a lesson that is not there", ["learn", "flying"], /flying/],
        ["a day that is not there", ["day", "/nowhere.csv"], /nowhere\.csv cannot be read/],
        ["a posture that is not there", ["load", "flying"], /flying/],
        ["a tilt without a table", ["load", "stand", "--tilt", "30"], /inversion table/],
        ["a harness on somebody who stands", ["load", "stand", "--pull", "100"], /lies on the back/],
        ["a figure that is not there", ["figure", "flying"], /flying/],
        ["a keyframe that is not there", ["figure", "cobra_pose", "--keyframe", "salto"], /salto.*it has/],
        ["a kind that is not kept", ["log", "--list", "sins"], /sins/],
        ["an entry that is not there", ["log", "--delete", "note:99"], /99/],
        ["a day that does not exist", ["log", "--pain", "3", "--day", "2026-02-30"], /2026-02-30/],
        ["a day to come", ["log", "--pain", "3", "--day", "2999-01-01"], /2999/],
        ["a height of a house", ["profile", "--height", "400"], /height/],
        ["a child of three", ["profile", "--age", "3"], /age/],
        ["a region that is not one", ["profile", "--regions", "tail"], /tail/],
        ["a thing that is not in the library", ["profile", "--equipment", "rocket"], /rocket/],
        ["a section that is not one", ["report", "--sections", "moon"], /moon.*summary, adherence/],
        ["five days of minutes", ["profile", "--minutes", "1,2,3,4,5"], /7 numbers/],
        ["a backup that is not there", ["restore", "/nowhere.db", "--yes"], /nowhere/],
        ["an import that is not there", ["import", "/nowhere.json"], /nowhere/],
        ["a table that is not there", ["screen", "--batch", "/nowhere.csv"], /nowhere/],
        ["an unfinished screening", ["screen"], /nothing was stored/],
    ];
    for (const [why, args, words] of rows)
        it(why, (t) => {
            const p = person(t);
            if (args[0] === "screen") set_up(p);
            const before = kept(p);
            refused(p, args, 1, words);
            assert.deepEqual(kept(p), before);
        });
});

describe("a first day", () => {
    it("profile, screen, plan, today, log, progress", (t) => {
        const p = person(t);
        assert.match(done(p, ["today"]), /First: stature profile/);
        set_up(p);
        const profile = JSON.parse(done(p, ["profile", "--json"]));
        assert.equal(profile.set, true);
        assert.equal(profile.height_m, 1.75);
        assert.equal(profile.age_y, 40);
        const feet = JSON.parse(done(p, ["profile", "--height", "5ft8.9in", "--mass", "165.5lb", "--units", "imperial", "--json"]));
        assert.ok(Math.abs(feet.height_m - (5 * 0.3048 + 8.9 * 0.0254)) < 1e-9);
        assert.ok(Math.abs(feet.mass_kg - 165.5 * 0.45359237) < 1e-5);
        assert.equal(feet.units, "imperial");
        assert.equal(JSON.parse(done(p, ["profile", "--height", "5ft8", "--json"])).height_m, 1.7272);
        const misspelt = run(p, ["profile", "--voice", "nobody"]);
        assert.equal(misspelt.code, 0, "a voice of another computer stays chosen");
        assert.match(misspelt.err, /'nobody'.*--voices/);
        assert.equal(run(p, ["profile", "--voice", "none"]).err, "");
        done(p, ["profile", "--height", "175cm", "--mass", "70kg", "--units", "metric"]);
        assert.match(done(p, ["today"]), /First: stature screen/);
        assert.match(done(p, ["screen", "--show"]), /not been answered/);

        const outcome = screen_all_no(p);
        assert.match(outcome, /No warning signs/);
        assert.match(outcome, /^inversion +reduce /m);
        assert.match(outcome, /^traction_cervical +ask first /m);
        assert.equal(JSON.parse(done(p, ["screen", "--show", "--json"])).triage, "go_on");

        const plan = JSON.parse(done(p, ["plan", "--json"]));
        assert.equal(plan.days.length, 7);
        assert.ok(plan.days.some((d) => d.items.length > 2));
        for (const d of plan.days) assert.ok(d.minutes <= 15.5, `${d.date}: ${d.minutes} of 15 minutes`);
        assert.match(done(p, ["plan", "--why-not"]), /Left out/);
        const first = new Date(`${plan.days[0].date}T12:00:00`); // as people write it
        const month = first.toLocaleDateString("en", { month: "long" }).slice(0, 3);
        assert.match(done(p, ["plan"]), new RegExp(`^0 {2}${plan.days[0].weekday}, ${first.getDate()} ${month} {2}`, "m"));
        const today = JSON.parse(done(p, ["today", "--json"]));
        assert.deepEqual(today.items.map((i) => i.exercise), plan.days[0].items.map((i) => i.exercise));
        assert.equal(today.need, null);

        done(p, ["log", "--pain", "4"]);
        done(p, ["log", "--peg", "4,5,3"]);
        done(p, ["log", "--note", "Stiff in the morning."]);
        const scores = JSON.parse(done(p, ["log", "--list", "score", "--json"]));
        assert.deepEqual(scores.map((s) => [s.measure, s.score]), [["nrs", 4], ["peg", 4]]);
        const progress = JSON.parse(done(p, ["progress", "--json"]));
        assert.equal(progress.pain[0].value, 4);
        assert.match(done(p, ["progress"]), /Week +minutes/);
    });

    it("the same answers give the same plan", (t) => {
        const plan = () => JSON.parse(done(ready(t), ["plan", "--json"]));
        assert.deepEqual(plan(), plan());
    });

    it("a wrong key is asked again, and the answers still count", (t) => {
        const p = person(t);
        set_up(p);
        const r = run(p, ["screen"], { input: "x\n\nmaybe\n" + say_no(67) + "120/80\n" });
        assert.equal(r.code, 0, r.err);
        assert.equal(r.out.match(/Please answer with one of: y, n, u/g).length, 3);
    });

    it("a no too many is a blood pressure that was not measured", (t) => {
        const p = person(t);
        set_up(p);
        const r = run(p, ["screen"], { input: say_no(67) + "no\n" });
        assert.equal(r.code, 0, r.err);
        assert.doesNotMatch(r.out, /as in 120\/80, the larger number first/);
    });

    it("a yes to an emergency question closes everything", (t) => {
        const p = person(t);
        set_up(p);
        done(p, ["screen"], { input: "y\n" + say_no(66) + "\n" });
        const today = run(p, ["today"]);
        assert.equal(today.code, 3);
        assert.match(today.out, /emergency/i);
        refused(p, ["plan", "--make"], 3, /./);
        refused(p, ["session", "--transcript", "--quick"], 3, /./);
        refused(p, ["session", "childs_pose", "--transcript", "--quick"], 3, /./);
        refused(p, ["screen"], 3, /./, { input: say_no(68) });
        assert.deepEqual(JSON.parse(done(p, ["plan", "--json"])).days, []);
    });

    it("swap, exclude and include", (t) => {
        const p = ready(t);
        const plan = JSON.parse(done(p, ["plan", "--json"]));
        const day = plan.days.findIndex((d) => d.items.some((i) => i.exercise === "sphinx_pose"));
        assert.ok(day >= 0);
        const index = plan.days[day].items.findIndex((i) => i.exercise === "sphinx_pose");
        assert.match(plan.days[day].items[index].why, /mm .*disc height|no unloading/);
        const other = ["cat_cow", "knee_to_chest", "childs_pose", "supine_spinal_twist"].find((e) => !plan.days[day].items.some((i) => i.exercise === e));
        const swapped = JSON.parse(done(p, ["plan", "--swap", `${day}:${index + 1}`, "--with", other, "--json"]));
        assert.equal(swapped.days[day].items[index].exercise, other);
        const without = JSON.parse(done(p, ["plan", "--exclude", "pelvic_tilt", "--json"]));
        assert.ok(!without.days.some((d) => d.items.some((i) => i.exercise === "pelvic_tilt")));
        assert.ok(!JSON.parse(done(p, ["plan", "--make", "--json"])).days.some((d) => d.items.some((i) => i.exercise === "pelvic_tilt")));
        assert.match(done(p, ["plan", "--why-not"]), /Pelvic tilt: You left it out/);
        const again = JSON.parse(done(p, ["plan", "--include", "pelvic_tilt", "--json"]));
        assert.ok(!again.left_out.some((l) => l.exercise === "pelvic_tilt" && /left it out|asked/.test(l.why)));
        assert.deepEqual(again.days.map((d) => d.items.map((i) => i.exercise)), plan.days.map((d) => d.items.map((i) => i.exercise)));
        refused(p, ["plan", "--include", "cobra_pose"], 1, /not excluded/);
        refused(p, ["plan", "--swap", "0:1", "--with", "handstand"], 1, /handstand/);
    });

    it("the plan as a calendar", (t) => {
        const p = ready(t);
        const file = join(p.home, "plan.ics");
        done(p, ["plan", "--calendar", file]);
        const ics = readFileSync(file, "utf8");
        assert.match(ics, /^BEGIN:VCALENDAR\r\n/);
        assert.ok(ics.match(/BEGIN:VEVENT/g).length >= 3);
    });
});

describe("session --transcript", () => {
    it("prints every cue with its time, in order, and starts nothing", (t) => {
        const p = ready(t);
        const before = kept(p);
        const lines = done(p, ["session", "--transcript", "--quick"]).trim().split("\n");
        assert.ok(lines.length > 20);
        const times = lines.map((l) => /^(\d+):(\d\d)  \S/.exec(l)).map((m) => (assert.ok(m), m[1] * 60 + +m[2]));
        assert.deepEqual(times, [...times].sort((a, b) => a - b));
        assert.equal(times[0], 0);
        const preview = JSON.parse(done(p, ["session", "--transcript", "--quick", "--json"]));
        assert.equal(preview.transcript.length, lines.length);
        assert.ok(preview.cues.length >= lines.length / 2);
        assert.equal(preview.cues.at(-1).start_ms + preview.cues.at(-1).length_ms, preview.length_ms);
        assert.deepEqual(kept(p), before);
    });

    it("the quick questions come first, and a yes bars it", (t) => {
        const p = ready(t);
        assert.match(done(p, ["session", "--transcript"], { input: "n\nn\nn\n" }), /00:00/);
        refused(p, ["session", "--transcript"], 1, /quick/);
        refused(p, ["session", "--transcript"], 3, /./, { input: "n\ny\nn\n" });
        refused(p, ["session", "--transcript", "--quick"], 3, /safety questions/);
    });

    it("named exercises; unknown and forbidden ones are refused", (t) => {
        const p = ready(t);
        const text = done(p, ["session", "cobra_pose", "childs_pose", "--transcript", "--quick"]);
        assert.match(text, /Cobra/);
        assert.match(text, /Child's pose/);
        refused(p, ["session", "flying", "--transcript", "--quick"], 1, /flying/);
        refused(p, ["session", "traction_table", "--transcript", "--quick"], 3, /clinician/);
    });
});

describe("library", () => {
    it("as an open dataset that fits its schema", (t) => {
        const library = JSON.parse(done(person(t), ["library", "--json"]));
        assert.deepEqual(check(JSON.parse(fixture("library/schema/library.schema.json")), library), []);
        const files = readdirSync(join(root, "library/exercises")).map((f) => f.replace(".yaml", ""));
        assert.deepEqual(library.exercises.map((e) => e.id).sort(), files.sort());
    });

    it("one in full, by region and by level", (t) => {
        const p = person(t);
        const text = done(p, ["library", "cobra_pose"]);
        for (const part of ["Dose", "Take care", "Stop when", "Evidence"]) assert.match(text, new RegExp(part));
        assert.equal(JSON.parse(done(p, ["library", "cobra_pose", "--json"])).id, "cobra_pose");
        const count = (args) => done(p, ["library", ...args]).trim().split("\n").filter((l) => /^[a-z]/.test(l)).length;
        const all = count([]), neck = count(["--region", "neck"]);
        assert.equal(all, readdirSync(join(root, "library/exercises")).length);
        assert.ok(neck > 0 && neck < all);
        assert.ok(count(["--level", "advanced"]) + count(["--level", "beginner"]) === all);
    });

    it("every lesson can be read", (t) => {
        const p = person(t);
        const lessons = JSON.parse(done(p, ["learn", "--json"]));
        assert.ok(lessons.length >= 30);
        for (const l of lessons.slice(0, 6)) {
            const text = done(p, ["learn", l.id]);
            assert.ok(text.length > 200, l.id);
            assert.doesNotMatch(text, /<\/?(p|h\d|li|ul|strong|em|table|td)\b|&(amp|lt|gt|quot);/, l.id);
        }
    });
});

describe("figure", () => {
    it("writes SVG and PNG of the size asked for", (t) => {
        const p = person(t);
        const svg = join(p.home, "a.svg"), png = join(p.home, "a.png");
        done(p, ["figure", "cobra_pose", "--output", svg]);
        assert.match(readFileSync(svg, "utf8"), /<svg[^>]*viewBox|<svg[^>]*width/);
        done(p, ["figure", "pigeon_pose", "--side", "left", "--output", png, "--width", "200", "--height", "120"]);
        const bytes = readFileSync(png);
        assert.equal(bytes.subarray(1, 4).toString(), "PNG");
        assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], [200, 120]);
    });

    it("lays files on the page's colour, and with --discs says what the colours mean", (t) => {
        const p = person(t);
        const svg = join(p.home, "a.svg");
        done(p, ["figure", "cobra_pose", "--output", svg]);
        const plain = readFileSync(svg, "utf8");
        assert.match(plain, /<path fill="#f7f4ee"/);
        assert.ok(!plain.includes("<text"));
        done(p, ["figure", "cobra_pose", "--discs", "--output", svg]);
        const coloured = readFileSync(svg, "utf8");
        assert.match(coloured, />L4\/5: \d+ %, may be \d+ to \d+ %<\/text>/);
        assert.match(coloured, />100 % is relaxed standing<\/text>/);
        const load = JSON.parse(done(p, ["load", "cobra_pose", "--keyframe", "up", "--json"]));
        const share = Math.round(100 * (load[0] ?? load).discs.find((disc) => disc.name === "L4/5").ratio);
        assert.ok(coloured.includes(`>L4/5: ${share} %`), `${share} % is in the legend`);
    });

    it("writes glTF that holds everything: body, spine, props and movement, or one position", (t) => {
        const p = person(t);
        const read = (file) => {
            const bytes = readFileSync(file);
            assert.equal(bytes.subarray(0, 4).toString(), "glTF");
            return JSON.parse(bytes.subarray(20, 20 + bytes.readUInt32LE(12)).toString());
        };
        const movement = join(p.home, "m.glb"), position = join(p.home, "p.glb"), own = join(p.home, "own.yaml");
        done(p, ["figure", "ball_drape_supine", "--glb", "--out", movement]);
        const whole = read(movement);
        const names = whole.nodes.map((n) => n.name);
        for (const name of ["pelvis", "body", "vertebra_L4", "disc_L4_L5", "prop_ball"])
            assert.ok(names.includes(name), name);
        assert.ok(whole.animations.some((a) => a.name === "movement"));
        assert.equal(whole.skins.length, 1);
        done(p, ["figure", "ball_drape_supine", "--keyframe", "draped", "--output", position]);
        assert.ok(!(read(position).animations ?? []).some((a) => a.name === "movement"));
        writeFileSync(own, fixture("library/scenes/cobra_pose.yaml"));
        done(p, ["figure", own, "--out", movement]);
        assert.ok(read(movement).animations.some((a) => a.name === "movement"));
        refused(p, ["figure", "cobra_pose", "--glb", "--output", "x.svg"], 2, /\.glb/);
        refused(p, ["figure", "cobra_pose", "--glb", "--keyframe", "salto"], 1, /salto/);
    });

    it("draws in the terminal, plain through a pipe", (t) => {
        const p = person(t);
        const one = done(p, ["figure", "cobra_pose"]);
        assert.doesNotMatch(one, /\x1b/);
        assert.ok(one.split("\n").filter((l) => l.trim()).length > 5, one);
        assert.notEqual(done(p, ["figure", "childs_pose"]), one);
        assert.notEqual(done(p, ["figure", "pigeon_pose", "--side", "left"]), done(p, ["figure", "pigeon_pose", "--side", "right"]));
    });

    it("is drawn for the person's own body", (t) => {
        const p = person(t);
        const middle = done(p, ["figure", "overhead_stretch"]);
        done(p, ["profile", "--height", "190", "--mass", "130", "--age", "40"]);
        assert.notEqual(done(p, ["figure", "overhead_stretch"]), middle);
    });

    it("reads a scene that somebody wrote", (t) => {
        const p = person(t);
        const file = join(p.home, "sit.yaml"), svg = join(p.home, "sit.svg");
        writeFileSync(file, fixture("library/scenes/cobra_pose.yaml"));
        done(p, ["figure", file]);
        done(p, ["figure", file, "--output", svg]);
        assert.ok(statSync(svg).size > 1000);
        writeFileSync(file, "name: sit\nkeyframes:\n  - name: a\n    angles: {knee: bent}\n");
        refused(p, ["figure", file], 1, /sit\.yaml:4.*knee/);
        writeFileSync(file, "name: [\n");
        refused(p, ["figure", file], 1, /sit\.yaml:/);
        refused(p, ["figure", join(p.home, "none.yaml")], 1, /none\.yaml/);
    });
});

describe("day and night", () => {
    const week = `monday:
  - {from: "07:00", to: "23:00", what: sitting}
  - {from: "23:00", to: "07:00", what: lying}
tuesday: monday
wednesday: monday
thursday: monday
friday: monday
saturday:
  - {from: "07:00", to: "09:00", what: walking}
  - {from: "09:00", to: "23:00", what: about}
  - {from: "23:00", to: "07:00", what: lying}
sunday: saturday
`;
    const file = (p, name, text) => {
        const path = join(p.home, name);
        writeFileSync(path, text);
        return path;
    };

    it("a table of one day, with what single changes do", (t) => {
        const p = ready(t);
        const table = file(p, "day.csv", "from,to,what,load\n07:00,12:00,sitting,\n12:00,14:00,about,\n14:00,17:00,sitting,\n17:00,17:30,running,1.6\n17:30,23:00,slouched,\n23:00,07:00,lying,\n");
        const day = JSON.parse(done(p, ["day", table, "--json"]));
        assert.equal(day.samples.length, 289);
        assert.ok(day.range.low_mm < day.range.mm && day.range.mm < day.range.high_mm);
        assert.equal(day.rows[3].load, 1.6);
        const [legs] = day.changes.list;
        assert.equal(legs.id, "legs_up");
        assert.ok(legs.gain.low_mm > 0);
        const text = done(p, ["day", table]);
        assert.match(text, /^ {2}07:00 +\+0\.0 mm/m);
        assert.match(text, new RegExp(`12:40: \\+${legs.gain.mm.toFixed(2)} mm`));
    });

    it("a week in YAML, by the names of its days", (t) => {
        const p = ready(t);
        const path = file(p, "week.yaml", week);
        const answer = JSON.parse(done(p, ["day", path, "--json"]));
        assert.equal(answer.days, 7);
        assert.equal(answer.samples.length, 7 * 48 + 1);
        assert.equal(answer.changes, null);
        const text = done(p, ["day", path]);
        for (const name of ["Monday", "Saturday", "Sunday"]) assert.match(text, new RegExp(`^${name}$`, "m"));
    });

    it("without a file it is the drawn day, or one at a desk", (t) => {
        const p = ready(t);
        assert.match(done(p, ["day"]), /No day is drawn yet/);
        assert.ok(JSON.parse(done(p, ["day", "--json"])).rows.length > 5);
    });

    const bad = [
        ["a gap", "day.csv", "from,to,what\n07:00,12:00,sitting\n13:00,07:00,lying\n", /day\.csv:3: nothing is said between 12:00 and 13:00/],
        ["an overlap", "day.csv", "from,to,what\n07:00,12:00,sitting\n11:00,07:00,lying\n", /day\.csv:3: begins at 11:00.*overlap/],
        ["an unknown posture", "day.csv", "from,to,what\n07:00,12:00,flying\n12:00,07:00,lying\n", /day\.csv:2: "flying" is neither/],
        ["times out of order", "day.yaml", "- {from: '07:00', to: '12:00', what: sitting}\n- {from: '12:00', to: '20:00', what: about}\n- {from: '09:00', to: '10:00', what: lying}\n", /day\.yaml:3: 09:00 comes before/],
        ["a week of one day", "week.yaml", "monday:\n  - {from: '07:00', to: '07:00', what: lying}\n", /week\.yaml:1: tuesday: is missing/],
        ["no YAML", "day.yaml", "- {from: 07:00\n", /day\.yaml:/],
    ];
    for (const [why, name, text, words] of bad)
        it(`${why} is told with its line, and nothing runs`, (t) => {
            const p = ready(t);
            const r = refused(p, ["day", file(p, name, text)], 1, words);
            assert.equal(r?.out ?? "", "");
        });

    it("sleeping positions side by side, and a routine that can be started", (t) => {
        const p = ready(t);
        const night = JSON.parse(done(p, ["night", "--json"]));
        assert.equal(night.positions.length, 6);
        const text = done(p, ["night"]);
        const back = night.positions.find((one) => one.id === "sleep_back").beds.find((one) => one.bed === "firm");
        assert.match(text, new RegExp(`firm +${Math.round(100 * back.low_back.ratio)} %`));
        done(p, ["profile", "--height", "175", "--mass", "75"]); // a neck disc at -0.3 %
        assert.doesNotMatch(done(p, ["night"]), /-0 %/);
        const [, ids] = /stature session ([a-z_ ]+)/.exec(text);
        assert.match(done(p, ["session", ...ids.trim().split(" "), "--transcript", "--quick"]), /Overhead reach/);
    });

    it("measured stature is written down and taken back", (t) => {
        const p = ready(t);
        done(p, ["log", "--stature", "172.4", "--when", "morning", "--at", "07:10"]);
        const [entry] = JSON.parse(done(p, ["log", "--list", "stature", "--json"]));
        assert.equal(entry.height_mm, 1724);
        assert.equal(entry.at, "07:10");
        refused(p, ["log", "--stature", "17.2", "--when", "morning"], 2, /120 to 230/);
        refused(p, ["log", "--stature", "172", "--when", "noon"], 2, /morning or evening/);
        refused(p, ["log", "--stature", "172"], 2, /needs --when morning or --when evening/);
        refused(p, ["log", "--stature", "172", "--when", "morning", "--pain", "3"], 2, /two calls/);
        done(p, ["log", "--undo"]);
        assert.equal(JSON.parse(done(p, ["log", "--list", "stature", "--json"])).length, 0);
    });
});

describe("out and in again", () => {
    it("an export fits its schema and goes into another journal without loss", (t) => {
        const a = ready(t), b = person(t);
        done(a, ["log", "--pain", "4", "--day", "2026-01-05"]);
        done(a, ["log", "--note", "Quotes \" and\tümlauts, 日本語."]);
        const file = join(a.home, "out.json");
        done(a, ["export", "--output", file]);
        const out = JSON.parse(readFileSync(file, "utf8"));
        assert.deepEqual(check(JSON.parse(fixture("library/schema/journal.schema.json")), out), []);
        assert.match(done(b, ["import", file]), /entries added/);
        const other = kept(b);
        for (const kind of ["profile", "score", "note"]) assert.deepEqual(other[kind], out[kind], kind);
        const again = JSON.parse(done(b, ["import", file, "--json"]));
        assert.equal(again.added, 0);
        assert.match(done(b, ["today"]), /First: stature screen/);
    });

    it("a printed week is scanned and taken in by another program", (t) => {
        const a = ready(t), b = ready(t), stranger = person(t);
        const sheet = join(a.home, "week.pdf");
        done(a, ["handout", "--output", sheet]);
        const paper = spawnSync("pdftoppm", ["-r", "200", "-gray", "-f", "1", "-l", "1", "-png", sheet, join(a.home, "p")]);
        assert.equal(paper.status, 0, String(paper.stderr));
        const png = readdirSync(a.home).find((name) => /^p.*png$/.test(name));
        const scan = spawnSync("zbarimg", ["-q", "--raw", join(a.home, png)]);
        const code = String(scan.stdout);
        assert.match(code, /^STATURE1:/);
        const plan = (out) => JSON.parse(out).days.map((day) => day.items.map((i) => i.exercise).sort());
        const printed = plan(done(a, ["plan", "--json"]));
        assert.deepEqual(plan(done(b, ["import", "-", "--json"], { input: code })), printed);
        assert.deepEqual(plan(done(b, ["plan", "--json"])), printed);
        assert.match(done(b, ["import", code.trim()]), /rest|min/);
        refused(stranger, ["import", code.trim()], 3, /height, weight and age/);
        refused(b, ["import", code.trim().slice(0, -6)], 1, /damaged/);
        assert.deepEqual(plan(done(b, ["plan", "--json"])), printed);
    });

    it("CSV has a header and a line for each entry", (t) => {
        const p = person(t);
        done(p, ["log", "--pain", "4"]);
        done(p, ["log", "--note", "one, \"two\"\nthree".replace("\n", " ")]);
        const csv = done(p, ["export", "--csv", "score"]);
        assert.match(csv.split("\r\n")[0], /day/);
        assert.equal(csv.trim().split("\r\n").length, 2);
        assert.match(done(p, ["export", "--csv", "note"]), /"one, ""two"" three"/);
    });

    it("backup, erase and restore bring everything back", (t) => {
        const p = ready(t);
        done(p, ["log", "--pain", "4"]);
        const before = kept(p);
        const file = join(p.home, "copy.db");
        done(p, ["backup", file]);
        assert.match(done(p, ["erase"], { input: "n\n" }), /Nothing was erased/);
        assert.match(done(p, ["erase"]), /Nothing was erased/);
        assert.deepEqual(kept(p), before);
        done(p, ["erase"], { input: "y\n" });
        assert.ok(!existsSync(p.journal));
        assert.deepEqual(readdirSync(join(p.data, "backups")), []);
        assert.deepEqual(kept(p).score, []);
        assert.match(done(p, ["restore", file]), /Nothing was changed/);
        done(p, ["restore", file, "--yes"]);
        assert.deepEqual(kept(p), before);
    });

    it("a file that is no backup is not put in the journal's place", (t) => {
        const p = ready(t);
        const before = kept(p);
        const file = join(p.home, "poem.db");
        writeFileSync(file, "Shall I compare thee\n".repeat(500));
        refused(p, ["restore", file, "--yes"], 1, /poem\.db/);
        assert.deepEqual(kept(p), before);
    });

    it("delete, and undo takes the last change back", (t) => {
        const p = person(t);
        done(p, ["log", "--pain", "4"]);
        done(p, ["log", "--pain", "7"]);
        const [first] = JSON.parse(done(p, ["log", "--list", "score", "--json"]));
        done(p, ["log", "--delete", `score:${first.id}`]);
        assert.equal(kept(p).score.length, 1);
        done(p, ["log", "--undo"]);
        assert.equal(kept(p).score.length, 2);
        done(p, ["log", "--undo"]);
        assert.deepEqual(kept(p).score.map((r) => r.score), [4]);
        done(p, ["log", "--undo"]);
        refused(p, ["log", "--undo"], 1, /nothing to take back/);
        // a number of another entry plus 2^32 is no entry's
        done(p, ["log", "--pain", "5"]);
        const [kept_one] = JSON.parse(done(p, ["log", "--list", "score", "--json"]));
        refused(p, ["log", "--delete", `score:${kept_one.id + 2 ** 32}`], 1, /no score/);
        assert.equal(kept(p).score.length, 1);
        done(p, ["log", "--undo"]);
        // what decides about safety is a wall: nothing before it is undone
        done(p, ["log", "--note", "before"]);
        set_up(p);
        screen_all_no(p);
        refused(p, ["log", "--undo"], 1, /nothing to take back/);
        refused(p, ["log", "--delete", "screen:1"], 3, /safety questions/);
    });
});

describe("agreement", () => {
    const today = new Date().toISOString().slice(0, 10); // as a test's person lives in UTC
    const agree = ["agreement", "traction_lumbar", "--role", "physiotherapist", "--date", today];

    it("is written down, opens what it is for, and is taken back", (t) => {
        const p = ready(t);
        assert.match(done(p, ["agreement"]), /No clinician's agreement is written down/);
        refused(p, ["session", "--protocol", "traction_steady", "--transcript", "--quick"], 3, /needs a clinician's agreement first/);
        done(p, [...agree, "--force", "31lb", "--minutes", "8", "--note", "mild"]);
        const [line] = done(p, ["agreement"]).split("\n");
        assert.match(line, /^ *\d+ {2}\d{1,2} [A-Z][a-z]{2} \d{4} +traction_lumbar +physiotherapist, up to 14\.06\d* kg for 8 minutes\. mild$/);
        assert.match(done(p, ["session", "--protocol", "traction_steady", "--transcript", "--quick"]), /pull grow slowly to 14 kg/);
        assert.match(done(p, ["library", "traction_table"]), /At today's step of the prescription, 137 newtons|At today's step of the prescription, 138 newtons/);
        done(p, ["agreement", "--remove", line.trim().split(" ")[0]]);
        refused(p, ["session", "--protocol", "traction_steady", "--transcript", "--quick"], 3, /needs a clinician's agreement first/);
    });

    it("that is wrong is told in one sentence, and nothing is kept", (t) => {
        const p = ready(t);
        refused(p, ["agreement", "traction_lumbar", "--date", today], 1, /role: is missing/);
        refused(p, ["agreement", "traction_lumbar", "--role", "x"], 1, /date: is missing/);
        refused(p, [...agree, "--force", "14kg"], 1, /minutes: a prescription names both/);
        refused(p, [...agree, "--force", "25%", "--minutes", "5"], 2, /--force '25%': expected a force such as 14kg/);
        refused(p, [...agree, "--force", "80kg", "--minutes", "5"], 1, /force_kg: 80 is outside 1 to 60/);
        refused(p, [...agree, "--date", "2999-01-01"], 1, /2999-01-01 has not come yet/);
        refused(p, ["agreement", "flying", "--role", "x", "--date", today], 1, /there is no "flying"/);
        refused(p, ["agreement", "--role", "x"], 2, /of what\?/);
        assert.match(done(p, ["agreement"]), /No clinician's agreement is written down/);
    });
});

describe("traction", () => {
    it("lists the named protocols and draws one", (t) => {
        const p = ready(t);
        assert.match(done(p, ["traction"]), /^traction_on_and_off +Traction, a minute on/m);
        const drawn = done(p, ["traction", "traction_on_and_off"]);
        assert.match(drawn, /137 N ┤/); // 20 % of 70 kg
        assert.match(drawn, /All of 14 kg reaches the low back/);
        assert.match(drawn, /needs a clinician's agreement first/);
        assert.match(drawn, /^ {2}L5\/S1 /m);
        assert.match(drawn, /1 {2}At most 14 kg, 5 min\n {2}2 {2}At most 17.5 kg, 15 min/);
        const d = JSON.parse(done(p, ["traction", "traction", "--table", "plain", "--force", "14kg", "--json"]));
        assert.equal(d.net_N, 0);
        assert.equal(d.discs.length, 23);
    });

    it("lays a log over it, and tells a bad one by its row", (t) => {
        const p = ready(t);
        const log = join(p.home, "log.csv");
        writeFileSync(log, "seconds,newtons\n0,0\n20,137\n40,150\n60,137\n");
        assert.match(done(p, ["traction", "traction", "--overlay", log]), /Delivered:[^]*at\s+most\s+1\.3\s+kg\s+above\s+the\s+plan,\s+at\s+40\s+s/);
        writeFileSync(log, "seconds,newtons\n0,0\n20,137\n-4,150\n");
        refused(p, ["traction", "traction", "--overlay", log], 1, /log\.csv:4: -4 seconds: a time cannot be negative/);
        writeFileSync(log, "seconds,newtons\n0,0\n20,137\n90,150\n");
        refused(p, ["traction", "traction", "--overlay", log], 1, /log\.csv:4: nothing is told between 20 and 90 seconds/);
    });

    it("refuses what is beyond the caps, by option and by file, and keeps nothing of it", (t) => {
        const p = ready(t);
        refused(p, ["traction", "traction", "--force", "30kg"], 1, /force: 30 kg is above 14 kg/);
        const file = join(p.home, "mine.yaml");
        writeFileSync(file, "kind: traction\nforce: 30 kg\n");
        refused(p, ["traction", file], 1, /force: 30 kg is above 14 kg/);
        refused(p, ["traction", file, "--save", "Strong"], 1, /force: 30 kg is above 14 kg/);
        writeFileSync(file, "kind: traction\nforce: 12 stone\n");
        refused(p, ["traction", file], 1, /mine\.yaml:2: force: found '12 stone'/);
        assert.doesNotMatch(done(p, ["traction"]), /Strong/);
        writeFileSync(file, "kind: traction\nforce: 12 kg\nminutes: 4\n");
        assert.match(done(p, ["traction", file, "--save", "Mine"]), /Kept as own-\d+: Mine/);
    });

    it("is shut for a person without answers, and not played without an agreement", (t) => {
        const p = person(t);
        set_up(p);
        refused(p, ["traction", "hang"], 3, /Answer the safety questions first/);
        screen_all_no(p);
        refused(p, ["session", "--protocol", "traction_steady", "--transcript", "--quick"], 3, /needs a clinician's agreement first/);
        assert.match(done(p, ["session", "--protocol", "hang_first_steps", "--transcript", "--quick"]), /Bar hang/);
        refused(p, ["session", "cobra_pose", "--protocol", "hang_first_steps", "--transcript", "--quick"], 2, /leave out 'cobra_pose'/);
    });
});

describe("in Spanish", () => {
    const spanish = { env: { LANG: "es_ES.UTF-8" } };
    const say = (t, args, code, words) => refused(person(t), args, code, words, spanish);

    it("help, wrong use and what could not be done", (t) => {
        const p = person(t);
        const help = done(p, ["--help"], spanish);
        assert.match(help, /^ {2}plan {7}El plan de la semana$/m);
        assert.match(done(p, ["log", "--help"], spanish), /^ {2}--pain 0-10 +dolor ahora, de 0/m);
        for (const c of commands) assert.notEqual(done(p, [c, "--help"], spanish), done(p, [c, "--help"]), c);
        say(t, ["estirar"], 2, /orden desconocida «estirar»/);
        say(t, ["log", "--pain", "11"], 2, /log: --pain «11»: lo esperado: un número de 0 a 10/);
        say(t, ["load", "stand", "--height", "300"], 2, /centímetros de 120 a 220/);
        say(t, ["load", "volar"], 1, /volar/);
        say(t, ["day", "/nada.csv"], 1, /\/nada\.csv no se puede leer/);
        say(t, ["log", "--delete", "note:99"], 1, /no hay ninguna anotación \(nota\) con el número 99/);
    });

    it("the language of the profile wins over the system's, also where no journal is opened", (t) => {
        const p = person(t);
        const german = { env: { LANG: "de_DE.UTF-8" } };
        done(p, ["profile", "--language", "es"]);
        assert.match(done(p, ["--help"], german), /^ {2}plan {7}El plan de la semana$/m);
        assert.match(done(p, ["serve", "--help"]), /^uso: stature/);
        refused(p, ["estirar"], 2, /orden desconocida «estirar»/);
        assert.match(done(p, ["--manual"]), /the week's plan/i);
        refused(p, ["profile", "--language", "tlh"], 1, /tlh/);
        done(p, ["profile", "--language", "none"]);
        assert.match(done(p, ["--help"], spanish), /El plan de la semana/);
        assert.match(done(p, ["--help"], german), /The week's plan/);
        done(p, ["profile", "--language", "es"]);
        done(p, ["erase", "--yes"]);
        assert.match(done(p, ["--help"], german), /The week's plan/);
    });

    it("help needs no folder that can be read, and makes none", (t) => {
        const p = person(t);
        const nowhere = { env: { XDG_DATA_HOME: "/nowhere/at/all", HOME: "" } };
        assert.match(done(p, ["--help"], nowhere), /The week's plan/);
        assert.equal(existsSync(join(p.data, "stature.db")), false);
    });

    it("numbers in tables have a comma, columns stay in line, JSON is the same", (t) => {
        const p = ready(t);
        const table = done(p, ["load", "stand"], spanish).split("\n").filter((l) => /^ {2}(disco|[CTL]\d)/.test(l));
        assert.equal(table.length, 24);
        for (const line of table.slice(1)) assert.match(line, /\d,\d\d MPa$/);
        assert.equal(new Set(table.map((line) => [...line].length)).size, 1, table.join("\n"));
        const json = (env) => JSON.parse(done(p, ["load", "stand", "--json"], env))[0].discs;
        assert.deepEqual(json(spanish), json());
    });

    it("a sentence of the model about one's own scene, with its names", (t) => {
        const p = person(t);
        const file = join(p.home, "aire.yaml");
        writeFileSync(file, "name: aire\nkeyframes:\n  - {name: salto, angles: {hip: [10, 0, 0]}}\n");
        refused(p, ["load", file], 1, /escena aire, posición salto: nada sostiene el cuerpo; indica qué toca qué/, spanish);
        refused(p, ["load", file], 1, /scene aire, keyframe salto: nothing carries the body/);
        writeFileSync(file, "name: aire\nkeyframes: 3\n");
        refused(p, ["load", file], 1, /aire\.yaml:2: keyframes: .*se esperaba una lista/, spanish);
    });

    it("questions are answered with their own letters, and with the English ones", (t) => {
        const answered = (letters) => {
            const p = person(t);
            set_up(p);
            return run(p, ["screen"], { ...spanish, input: letters + "\n" });
        };
        const wrong = answered("x\n" + say_no(26 + 41));
        assert.equal(wrong.code, 0, wrong.err);
        assert.match(wrong.out, /s, n, d\./);
        assert.match(wrong.out, /^traction_cervical +preguntar antes /m);
        const yes = answered("s\n" + say_no(25 + 41));
        const english = answered("y\n" + say_no(25 + 41));
        assert.equal(yes.out, english.out);
        assert.notEqual(yes.out, wrong.out);
    });

    it("the calendar speaks it, with the dates and numbers of every calendar", (t) => {
        const p = ready(t);
        const ics = join(p.home, "plan.ics");
        done(p, ["plan", "--make"], spanish);
        done(p, ["plan", "--calendar", ics], spanish);
        const text = readFileSync(ics, "utf8");
        assert.match(text, /SUMMARY:Stature: \d+ minutos/);
        assert.match(text, /DTSTART:\d{8}T\d{6}/);
    });
});

describe("the rest", () => {
    it("version and doctor", (t) => {
        const p = person(t);
        assert.match(done(p, ["--version"]), /^stature \d+\.\d+\.\d+\n$/);
        assert.equal(done(p, ["version"]), done(p, ["--version"]));
        assert.match(JSON.parse(done(p, ["version", "--json"])).version, /^\d+\.\d+\.\d+$/);
        const doctor = done(p, ["doctor"]);
        for (const part of ["journal", "library", "exercises"]) assert.match(doctor, new RegExp(`^${part} +ok`, "m"));
    });

    it("screens a table of people byte for byte", (t) => {
        const p = person(t);
        const file = join(root, "tests/care/people.csv");
        const r = run(p, ["screen", "--batch", file]);
        assert.equal(r.code, 0, r.err);
        assert.ok(r.bytes.equals(readFileSync(file)));
    });

    it("no colour through a pipe, and none in a terminal with NO_COLOR", (t) => {
        const p = ready(t);
        for (const args of [["today"], ["plan"], ["library"], ["learn"], ["progress"]])
            assert.doesNotMatch(done(p, args), /\x1b/, args.join(" "));
        const in_terminal = (env) =>
            spawnSync("script", ["-qec", `'${binary}' today`, "/dev/null"], { env: { ...p.env, TERM: "xterm-256color", ...env }, encoding: "utf8" }).stdout;
        assert.match(in_terminal({}), /\x1b\[1m/);
        assert.doesNotMatch(in_terminal({ NO_COLOR: "1" }), /\x1b/);
        assert.doesNotMatch(in_terminal({ TERM: "dumb" }), /\x1b/);
    });

    it("everything that prints data prints JSON when asked", (t) => {
        const p = ready(t);
        for (const args of [["profile"], ["today"], ["plan"], ["library"], ["library", "cobra_pose"], ["learn"], ["learn", JSON.parse(done(p, ["learn", "--json"]))[0].id],
            ["screen", "--show"], ["log", "--list", "score"], ["log", "--note", "x"], ["log", "--undo"], ["doctor"], ["progress"], ["version"], ["session", "--transcript", "--quick"]])
            assert.doesNotThrow(() => JSON.parse(done(p, [...args, "--json"])), args.join(" "));
    });

    it("files are for their owner only", (t) => {
        const p = ready(t);
        for (const f of [p.data, p.journal, join(p.data, "backups")]) assert.equal(statSync(f).mode & 0o077, 0, f);
    });

    it("output that cannot be written is a failure", (t) => {
        const p = ready(t);
        for (const args of [["--help"], ["export"], ["library", "--json"], ["today"]]) {
            const r = spawnSync("bash", ["-c", `exec "$0" "$@" > /dev/full`, binary, ...args], { env: p.env, encoding: "utf8" });
            assert.equal(r.status, 1, args.join(" "));
            sentence(r.stderr);
        }
    });

    it("without HOME and XDG folders it says what to set", (t) => {
        const p = person(t);
        const r = spawnSync(binary, ["today"], { env: { PATH: p.env.PATH }, encoding: "utf8" });
        assert.equal(r.status, 1);
        assert.match(r.stderr, /HOME/);
    });

    it("own exercises are part of the library", (t) => {
        const p = person(t);
        make_folder(p.own);
        for (const f of ["arm_lift.yaml", "arm_lift.scene.yaml"])
            writeFileSync(join(p.own, f), fixture(`tests/care/fixture/own/${f}`));
        assert.match(done(p, ["library"]), /^arm_lift /m);
    });
});
void mkdirSync;
