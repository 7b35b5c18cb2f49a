#!/usr/bin/env python3
"""Packs files into one blob for the program: `assets.S` takes it in with
.incbin, `assets_table.c` says where each file lies in it.

usage: embed.py OUT_DIR DEPFILE NAME=DIRECTORY...

Every file below DIRECTORY becomes NAME/<relative path>, in name order, each
followed by a NUL byte. Text that shrinks by a tenth or more is stored a second
time gzipped, as the page is served. A DIRECTORY that is not there is empty.
"""
import gzip
import hashlib
import os
import sys

sys.dont_write_bytecode = True
from blob import __file__ as blob_module
from blob import write_blob, write_depfile, write_if_new

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".map": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
    ".glb": "model/gltf-binary",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".yaml": "text/yaml; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
}
SQUEEZED = {".html", ".js", ".mjs", ".css", ".json", ".webmanifest", ".svg",
            ".wasm", ".glb", ".txt"}


def walk(root, seen):
    """Relative paths of all files, sorted; folders are noted for the depfile."""
    found = []
    for folder, below, names in os.walk(root):
        below[:] = sorted(d for d in below if not d.startswith("."))
        seen.append(folder)
        for name in sorted(names):
            if not name.startswith(".") and not name.endswith("~"):
                found.append(os.path.relpath(os.path.join(folder, name), root))
    return sorted(found)


def c_string(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def main(argv):
    out_dir, depfile, trees = argv[1], argv[2], argv[3:]
    blob, rows, seen = bytearray(), [], []
    for tree in trees:
        name, root = tree.split("=", 1)
        root = os.path.abspath(root)
        # a folder that may come later: watch its parent until it does
        seen.append(root if os.path.isdir(root) else os.path.dirname(root))
        for path in walk(root, seen):
            full = os.path.join(root, path)
            seen.append(full)
            with open(full, "rb") as f:
                data = f.read()
            ext = os.path.splitext(path)[1].lower()
            at = len(blob)
            blob += data + b"\0"
            packed = b""
            if name == "web" and ext in SQUEEZED:
                packed = gzip.compress(data, 9, mtime=0)
                if len(packed) > len(data) * 0.9:
                    packed = b""
            packed_at = len(blob)
            blob += packed
            rows.append((name + "/" + path, at, len(data), packed_at,
                         len(packed), hashlib.sha256(data).hexdigest()[:24],
                         TYPES.get(ext, "application/octet-stream")))
    rows.sort(key=lambda row: row[0].encode())
    if not blob:
        blob += b"\0"

    write_blob(out_dir, "assets", "app_asset_blob", blob,
               "content " + hashlib.sha256(blob).hexdigest())
    lines = ['#include "app/assets.h"', "",
             "const struct app_asset_row app_asset_rows[] = {"]
    for path, at, size, packed_at, packed, etag, mime in rows:
        lines.append(f"    {{{c_string(path)}, {at}, {size}, {packed_at}, "
                     f"{packed}, {c_string(etag)}, {c_string(mime)}}},")
    lines.append("    {0, 0, 0, 0, 0, 0, 0},")
    lines.append("};")
    lines.append(f"const int app_asset_count = {len(rows)};")
    write_if_new(os.path.join(out_dir, "assets_table.c"),
                 ("\n".join(lines) + "\n").encode())
    write_depfile(depfile, "assets_table.c", sorted(set(seen) | {blob_module}))


if __name__ == "__main__":
    main(sys.argv)
