/* The numeric core as an outsider meets it: installed, found by pkg-config, linked. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, before, describe, it } from "node:test";
import { binary, done, person, root } from "./harness.mjs";

const build = resolve(dirname(binary), "..");
let place, folder, env;

function ran(command, args) {
    const r = spawnSync(command, args, { encoding: "utf8", env });
    assert.equal(r.status, 0, `${command} ${args.join(" ")}: ${r.stdout}${r.stderr}`);
    return r.stdout;
}

const names = (...options) => ran("nm", ["-D", ...options, join(folder, "libstature.so.0")])
    .split("\n").filter((line) => / [A-Z] /.test(line)).map((line) => line.split(" ").at(-1).split("@")[0]);

describe("libstature", () => {
    before(() => {
        place = mkdtempSync(join(tmpdir(), "stature-installed-"));
        env = { ...process.env };
        ran("meson", ["install", "-C", build, "--no-rebuild", "--quiet", "--destdir", place]);
        const found = ran("find", [place, "-name", "stature.pc"]).trim();
        folder = dirname(dirname(found));
        env = { ...env, PKG_CONFIG_SYSROOT_DIR: place, PKG_CONFIG_PATH: dirname(found), LD_LIBRARY_PATH: folder };
    });
    after(() => rmSync(place, { recursive: true, force: true }));

    it("compiles each header alone, and the example, without a warning", (t) => {
        const flags = ran("pkg-config", ["--cflags", "--libs", "stature"]).trim().split(" ");
        const strict = ["-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Werror"];
        const program = join(place, "hang");
        for (const header of readdirSync(join(root, "include/stature"))) {
            const r = spawnSync("cc", [...strict, ...flags, "-x", "c", "-fsyntax-only", "-"], { encoding: "utf8", env, input: `#include <stature/${header}>\nint x;\n` });
            assert.equal(r.status, 0, `${header}: ${r.stderr}`);
        }
        ran("cc", [...strict, join(root, "examples/hang.c"), ...flags, "-lm", "-o", program]);
        const [, tension] = /hanging: (-?\d+) N/.exec(ran(program, []));
        const asked = JSON.parse(done(person(t), ["load", "dead_hang", "--keyframe", "hang_straight", "--height", "175", "--mass", "75", "--age", "40", "--sex", "unstated", "--json"]));
        const disc = asked[0].discs.find((one) => one.name === "L4/5");
        assert.ok(Math.abs(disc.compression_N - Number(tension)) < 3, `${tension} N, and the program says ${disc.compression_N}`);
    });

    it("shows only its own names and needs nothing of the system", () => {
        const shown = names("--defined-only").filter((name) => !name.startsWith("sp_"));
        assert.deepEqual(shown, []);
        const map = readFileSync(join(root, "src/stature.map"), "utf8");
        assert.match(map, /local: \*/);
        const system = names("--undefined-only").filter((name) => /^(f?open|read|write|f?printf|puts|malloc|calloc|realloc|free|getenv|time|clock|gettimeofday|clock_gettime|setlocale|rand|random|pthread.*|socket|exit|abort)$/.test(name));
        assert.deepEqual(system, [], "the core does no input, output, clock, locale or memory of its own");
    });
});
