// The catalogues: every text there is has its translation, with the same
// placeholders and sources, and makes no promise.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { before, after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const top = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
const languages = (await readdir(path.join(top, 'po'), { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name);

/** Entries of a .po file: {id, said, flags}. */
function entries(text) {
  const found = [];
  for (const block of text.split(/\n\n+/)) {
    const fields = {};
    let field = '';
    const flags = [];
    for (const line of block.split('\n')) {
      if (line.startsWith('#,')) flags.push(...line.slice(2).split(',').map((f) => f.trim()));
      const start = /^(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?) (".*")$/.exec(line);
      if (start) { field = start[1]; fields[field] = JSON.parse(start[2]); } else if (line.startsWith('"')) fields[field] += JSON.parse(line);
    }
    if (fields.msgid) found.push({ id: fields.msgid_plural ?? fields.msgid, flags, said: Object.entries(fields).filter(([name]) => name.startsWith('msgstr')).map(([, said]) => said) });
  }
  return found;
}

const placeholders = (text) => (text.match(/\{\w+\}/g) ?? []).sort().join();
const known = new Set([...(await readFile(path.join(top, 'library/sources.yaml'), 'utf8')).matchAll(/\{id: (\w+)/g)].map((match) => match[1]));
const sources = (text) => [...text.matchAll(/\[([A-Z][A-Z0-9]+)\]/g)].map((match) => match[1]).filter((id) => known.has(id)).sort().join();
// what no text may promise, in each language
const PROMISES = { es: /\b(cura(n|r|rá)?|sana(n|r|rá)|repara(n|rá)|garantiza\w*|rehidrata\w*|realinea\w*|elimina(n|rá)? (el|tu) dolor)\b/i };
// a claim that is quoted and answered may say such a word
const QUOTED = /se dice|se afirma|se repar/i;

describe('catalogues', () => {
  let folder;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'stature-words-'));
    await run('python3', [path.join(top, 'scripts/words_extract.py'), folder]);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const language of languages) {
    test(`${language}: every text of the page, the program and the library is translated`, async () => {
      const parts = (await readdir(folder)).filter((name) => name.endsWith('.pot'));
      assert.ok(parts.length >= 8);
      for (const part of parts) {
        const po = path.join(top, 'po', language, part.replace('.pot', '.po'));
        // fails for a text that is missing, not translated, or marked fuzzy
        await run('msgcmp', [po, path.join(folder, part)]).catch((error) => assert.fail(`${po}\n${error.stderr.slice(0, 2000)}`));
        await run('msgfmt', ['--check-format', '--check-domain', '-o', '/dev/null', po]);
      }
    });

    test(`${language}: same placeholders, same sources, no promise`, async () => {
      const wrong = [];
      for (const name of await readdir(path.join(top, 'po', language))) {
        const list = entries(await readFile(path.join(top, 'po', language, name), 'utf8'));
        assert.ok(list.length > 50, `${name}: ${list.length} entries`);
        for (const { id, said, flags } of list) {
          if (flags.includes('fuzzy')) wrong.push(`${name}: fuzzy: ${id}`);
          for (const text of said) {
            if (placeholders(text) !== placeholders(id) && !(said.length > 1 && text === said[0])) wrong.push(`${name}: placeholders: ${id}`);
            if (sources(text) !== sources(id)) wrong.push(`${name}: sources: ${id}`);
            if (PROMISES[language]?.test(text) && !QUOTED.test(text)) wrong.push(`${name}: promises: ${text}`);
          }
        }
      }
      assert.deepEqual(wrong, []);
    });
  }
});
