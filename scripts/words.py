#!/usr/bin/env python3
"""Builds the catalogues of words into the program: `words.S` takes them in
with .incbin, `words_table.c` says where each lies.

usage: words.py OUT_DIR DEPFILE PO_DIR MIRROR

Every folder PO_DIR/<language>/ is a language: its page.po is the page's, all
its .po files together are the program's. msgfmt checks them (GNU gettext).
MIRROR "yes" adds en-XB, an invented language of accented English that is
written from right to left; it shows what was forgotten, and is for tests.
"""
import gettext
import hashlib
import os
import re
import struct
import subprocess
import sys

sys.dont_write_bytecode = True
from blob import __file__ as blob_module
from blob import write_blob, write_depfile, write_if_new

LETTERS = str.maketrans("aeiouyAEIOUcnsz", "áéíóúýÁÉÍÓÚçñšž")
# what a placeholder, a tag or a link address looks like; kept as it is
KEPT = re.compile(r"%(?:\d+\$)?[-+ #0]*[\d.*]*(?:hh|h|ll|l|z|j)?[a-zA-Z%]"
                  r"|\{\w+\}|\]\([^)]*\)|`[^`]*`")


def run(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


def compiled(files):
    """One .mo of several .po files; mistakes stop the build."""
    for file in files:
        run("msgfmt", "--check-format", "--check-domain", "--output-file=/dev/null", file)
    merged = run("msgcat", "--use-first", *files)
    return subprocess.run(["msgfmt", "--output-file=-", "-"], input=merged,
                          check=True, stdout=subprocess.PIPE).stdout


def entries(mo):
    """Pairs of bytes of a .mo file."""
    count, keys, said = struct.unpack_from("<3I", mo, 8)
    for i in range(count):
        k_len, k_at = struct.unpack_from("<2I", mo, keys + 8 * i)
        s_len, s_at = struct.unpack_from("<2I", mo, said + 8 * i)
        yield mo[k_at:k_at + k_len], mo[s_at:s_at + s_len]


def head(mo):
    """The fields of a catalogue's head."""
    text = dict(entries(mo)).get(b"", b"").decode()
    return dict(line.split(": ", 1) for line in text.splitlines()
                if ": " in line)


def plural(fields):
    """The form for n = 0…199 as digits: every known rule repeats by 100."""
    rule = re.search(r"plural=([^;]+)",
                     fields.get("Plural-Forms", "plural=(n != 1);")).group(1)
    form = gettext.c2py(rule)
    return "".join(str(form(n)) for n in range(200))


def mirrored(text):
    parts, at = [], 0
    for keep in KEPT.finditer(text):
        parts += [text[at:keep.start()].translate(LETTERS), keep.group(0)]
        at = keep.end()
    return "⟦" + "".join(parts) + text[at:].translate(LETTERS) + "⟧"


def packed(pairs):
    """A .mo file of pairs of bytes."""
    pairs = sorted(pairs)
    at = 28 + 16 * len(pairs)
    keys, said, texts = b"", b"", b""
    for which in (0, 1):
        for pair in pairs:
            row = struct.pack("<2I", len(pair[which]), at + len(texts))
            keys, said = (keys + row, said) if which == 0 else (keys,
                                                                said + row)
            texts += pair[which] + b"\0"
    return struct.pack("<7I", 0x950412de, 0, len(pairs), 28,
                       28 + 8 * len(pairs), 0, at) + keys + said + texts


def mirror_of(mo):
    """The mirror language of a catalogue: every key says itself, accented."""
    pairs = [(b"", b"Content-Type: text/plain; charset=UTF-8\n")]
    for key, _ in entries(mo):
        if key:
            english = key.split(b"\4")[-1].decode()
            pairs.append((key.split(b"\0")[0], "\0".join(
                mirrored(form) for form in english.split("\0")).encode()))
    return packed(pairs)


def main(argv):
    out_dir, depfile, po_dir, mirror = argv[1:5]
    seen, blob, rows = [po_dir], bytearray(), []

    def keep(mo):
        at = len(blob)
        blob.extend(mo + b"\0" * (-len(mo) % 4))
        return f"{{words_blob + {at}, {len(mo)}}}"

    languages = sorted(name for name in os.listdir(po_dir)
                       if os.path.isdir(os.path.join(po_dir, name)))
    for language in languages:
        folder = os.path.join(po_dir, language)
        files = sorted(os.path.join(folder, name)
                       for name in os.listdir(folder) if name.endswith(".po"))
        seen += [folder] + files
        everything = compiled(files)
        page = compiled([f for f in files if f.endswith("/page.po")])
        fields = head(page)
        rows.append((language, fields["X-Name"], fields["X-Direction"],
                     fields["X-Decimal-Mark"], plural(fields),
                     keep(everything), keep(page)))
        if mirror == "yes" and language == languages[0]:
            rows.append(("en-XB", "Mirror", "rtl", ".", plural({}),
                         keep(mirror_of(everything)), keep(mirror_of(page))))

    write_blob(out_dir, "words", "words_blob", blob or b"\0",
               "content " + hashlib.sha256(blob).hexdigest())
    lines = ['#include "text/words_catalogue.h"', "",
             "extern const unsigned char words_blob[];", "",
             "const struct words_catalogue words_catalogues[] = {"]
    for language, name, direction, mark, forms, everything, page in rows:
        lines.append(
            f'    {{"{language}", "{name}", '
            f'{"true" if direction == "rtl" else "false"}, '
            f"'{mark}', \"{forms}\", {everything}, {page}}},")
    lines += ["    {0, 0, false, 0, 0, {0, 0}, {0, 0}},", "};",
              f"const int words_catalogue_count = {len(rows)};"]
    write_if_new(os.path.join(out_dir, "words_table.c"),
                 ("\n".join(lines) + "\n").encode())
    write_depfile(depfile, "words_table.c", seen + [blob_module])


if __name__ == "__main__":
    main(sys.argv)
