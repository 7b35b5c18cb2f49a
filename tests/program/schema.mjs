/*
 * A checker for the JSON Schema (2020-12) keywords that library/schema uses,
 * and no others: an unknown keyword is an error, so that no rule is passed
 * over in silence. Returns a list of "path: what is wrong".
 */
const said = ["$schema", "$id", "$defs", "title", "description", "format"];

const is = {
    object: (v) => v !== null && typeof v === "object" && !Array.isArray(v),
    array: (v) => Array.isArray(v),
    string: (v) => typeof v === "string",
    number: (v) => typeof v === "number" && Number.isFinite(v),
    integer: (v) => Number.isInteger(v),
    boolean: (v) => typeof v === "boolean",
    null: (v) => v === null,
};
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const length = (text) => [...text].length;

export function check(schema, value) {
    const wrong = [];
    visit(schema, value, "", schema, wrong);
    return wrong;
}

function visit(s, v, path, root, wrong) {
    if (s === true) return;
    if (s === false) { wrong.push(`${path}: is not known here`); return; }
    for (const [word, want] of Object.entries(s)) {
        if (said.includes(word)) continue;
        const rule = rules[word];
        if (!rule) throw new Error(`the schema uses ${word}, which this checker does not know`);
        rule(want, v, path, root, wrong, s);
    }
}

const find = (root, ref) =>
    ref.split("/").slice(1).reduce((at, part) => {
        if (!(part in at)) throw new Error(`the schema has no ${ref}`);
        return at[part];
    }, root);

const limit = (kind, ok, text) => (want, v, path, root, wrong) => {
    if (is[kind](v) && !ok(v, want)) wrong.push(`${path}: ${text} ${JSON.stringify(want)}, found ${JSON.stringify(v)?.slice(0, 80)}`);
};

const rules = {
    $ref: (ref, v, path, root, wrong) => visit(find(root, ref), v, path, root, wrong),
    type: (want, v, path, root, wrong) => {
        if (![want].flat().some((t) => is[t](v))) wrong.push(`${path}: is no ${want}: ${JSON.stringify(v)?.slice(0, 80)}`);
    },
    const: (want, v, path, root, wrong) => { if (!same(want, v)) wrong.push(`${path}: must be ${JSON.stringify(want)}`); },
    enum: (want, v, path, root, wrong) => { if (!want.some((w) => same(w, v))) wrong.push(`${path}: is none of ${want}`); },
    oneOf: (want, v, path, root, wrong) => {
        const fit = want.filter((s) => { const found = []; visit(s, v, path, root, found); return !found.length; });
        if (fit.length !== 1) wrong.push(`${path}: fits ${fit.length} of the alternatives, must fit one`);
    },
    properties: (want, v, path, root, wrong) => {
        if (is.object(v)) for (const [k, s] of Object.entries(want)) if (k in v) visit(s, v[k], `${path}/${k}`, root, wrong);
    },
    additionalProperties: (want, v, path, root, wrong, s) => {
        if (is.object(v)) for (const k of Object.keys(v)) if (!(k in (s.properties ?? {}))) visit(want, v[k], `${path}/${k}`, root, wrong);
    },
    propertyNames: (want, v, path, root, wrong) => {
        if (is.object(v)) for (const k of Object.keys(v)) visit(want, k, `${path}/${k} (name)`, root, wrong);
    },
    required: (want, v, path, root, wrong) => {
        if (is.object(v)) for (const k of want) if (!(k in v)) wrong.push(`${path}: has no ${k}`);
    },
    items: (want, v, path, root, wrong) => {
        if (is.array(v)) v.forEach((x, i) => visit(want, x, `${path}/${i}`, root, wrong));
    },
    uniqueItems: limit("array", (v, want) => !want || new Set(v.map((x) => JSON.stringify(x))).size === v.length, "unique items"),
    maxItems: limit("array", (v, n) => v.length <= n, "at most items"),
    minItems: limit("array", (v, n) => v.length >= n, "at least items"),
    maxProperties: limit("object", (v, n) => Object.keys(v).length <= n, "at most fields"),
    maxLength: limit("string", (v, n) => length(v) <= n, "at most characters"),
    minLength: limit("string", (v, n) => length(v) >= n, "at least characters"),
    pattern: limit("string", (v, p) => new RegExp(p, "u").test(v), "pattern"),
    maximum: limit("number", (v, n) => v <= n, "at most"),
    minimum: limit("number", (v, n) => v >= n, "at least"),
};
