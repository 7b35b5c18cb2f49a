/*
 * What leaves as glTF for other programs passes the Khronos validator: whole
 * movements with every kind of prop, and one position.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, it } from "node:test";
import { done, person, root } from "./harness.mjs";

const validator = createRequire(join(root, "web/package.json"))("gltf-validator");

const files = [
    ["cobra_pose"], ["childs_pose"], ["ball_drape_prone"], ["partner_ankle_pull"], ["dead_hang"], ["inversion_table"],
    ["traction_table"], ["edge_of_bed_stretch"], ["thoracic_foam_roller"], ["smith_behind_back_shrug"], ["knee_to_chest"],
    ["childs_pose", "--keyframe", "folded_pillow"], ["pigeon_pose", "--side", "left"],
];

describe("glTF for other programs", () => {
    for (const words of files)
        it(words.join(" "), async (t) => {
            const p = person(t);
            const file = join(p.home, "a.glb");
            done(p, ["figure", ...words, "--glb", "--output", file]);
            const { issues } = await validator.validateBytes(new Uint8Array(readFileSync(file)), { maxIssues: 50 });
            // joints that carry nothing of their own are told as infos
            const said = issues.messages.filter((m) => m.code !== "NODE_EMPTY");
            assert.deepEqual(said.map((m) => `${m.code} ${m.pointer}: ${m.message}`), []);
        });
});
