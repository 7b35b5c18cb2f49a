#!/usr/bin/env python3
"""Gathers every text that is said to people into templates, and brings the
catalogues of all languages up to date with them.

usage: words_extract.py [TEMPLATE_DIR]

With TEMPLATE_DIR only the templates are written there. Needs GNU gettext and
PyYAML. Afterwards each po/<language>/*.po holds every text; new ones are empty,
changed ones are marked fuzzy, and both stop the tests until they are done.

The library's texts come with file and line, in the order of the files: a
translator reads an exercise from its name to its last caution. What is a text
and what an id is decided by the field's name, as in src/care.
"""
import glob
import os
import re
import subprocess
import sys
import tempfile

import yaml

HEAD = ('msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n\n')
TEXTS = {"name", "aliases", "summary", "ours", "text", "say", "cue", "note",
         "feel", "faults", "cautions", "stop", "benefit", "inferred", "title",
         "says", "what", "preface", "help", "group", "label", "default",
         "number", "any_yes", "emergency_needs", "when", "hold_back",
         "evidence", "both_ways", "rules"}
CORE = ("base", "num", "body", "pose", "load", "disc", "figure")
AUTHOR_YEAR = re.compile(r"[A-Z][\w-]+ \d{4}")  # a source's name, as it is
RELEASE = "release"  # every value below it is a text
# which files go to which catalogue, and fields that are no texts there
PARTS = {
    "screening": (["library/screening/*.yaml"], set()),
    "exercises": (["library/exercises/*.yaml"], set()),
    "facts": (["library/facts/*.yaml", "library/activities.yaml"], set()),
    "lessons": (["library/lessons/*.md"], set()),
    "things": (["library/equipment.yaml", "library/sources.yaml",
                "library/protocols/*.yaml"],
               {"library/sources.yaml:title"}),
    "positions": (["library/scenes/*.yaml"], None),
}


def quoted(text):
    return '"' + (text.replace("\\", "\\\\").replace('"', '\\"')
                  .replace("\n", '\\n"\n"').replace("\t", "\\t")) + '"'


class Template:
    def __init__(self):
        self.places = {}

    def add(self, text, file, line):
        if text.strip() and not AUTHOR_YEAR.fullmatch(text):
            self.places.setdefault(text, []).append(f"{file}:{line}")

    def written(self):
        out = [HEAD]
        for text, places in self.places.items():
            out.append("".join(f"#: {p}\n" for p in places[:4]) + "msgid " +
                       ('""\n' if "\n" in text else "") + quoted(text) +
                       '\nmsgstr ""\n\n')
        return "".join(out)


def is_text(node):
    return (isinstance(node, yaml.ScalarNode)
            and node.tag == "tag:yaml.org,2002:str")


def names_article(node):
    """An article for the public has a description of ours for a title."""
    return any(key.value == "kind" and value.value == "article"
               for key, value in node.value)


def gather(node, file, template, skipped, field=""):
    """Every scalar below a field that holds texts."""
    if isinstance(node, yaml.MappingNode):
        if names_article(node):
            skipped = set()
        for key, value in node.value:
            name = key.value
            if is_text(value) and (field == RELEASE or name in TEXTS
                                   and f"{file}:{name}" not in skipped):
                template.add(value.value, file, value.start_mark.line + 1)
            else:
                gather(value, file, template, skipped, name)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            if isinstance(item, yaml.ScalarNode):
                if field in TEXTS and is_text(item):
                    template.add(item.value, file, item.start_mark.line + 1)
            else:
                gather(item, file, template, skipped, field)


def lesson(path, template):
    with open(path, encoding="utf-8") as f:
        text = f.read()
    head, body = text[4:].split("\n---\n", 1)
    gather(yaml.compose(head), path, template, set())
    line = text[:len(text) - len(body)].count("\n") + 1
    for block in body.split("\n\n"):
        template.add(block.strip("\n"), path,
                     line + len(block) - len(block.lstrip("\n")))
        line += block.count("\n") + 2


def positions(path, template):
    """A keyframe's name, as words."""
    with open(path, encoding="utf-8") as f:
        root = yaml.compose(f)
    for key, value in root.value:
        if key.value != "keyframes":
            continue
        for frame in value.value:
            for name, said in frame.value:
                if name.value == "name":
                    template.add(said.value.replace("_", " "), path,
                                 said.start_mark.line + 1)


def library(part):
    template = Template()
    patterns, skipped = PARTS[part]
    for pattern in patterns:
        for path in sorted(glob.glob(pattern)):
            if part == "positions":
                positions(path, template)
            elif path.endswith(".md"):
                lesson(path, template)
            else:
                with open(path, encoding="utf-8") as f:
                    gather(yaml.compose(f), path, template, skipped)
    return template.written()


def xgettext(language, keywords, files):
    """A template's entries, without the head that xgettext writes."""
    made = subprocess.run(
        ["xgettext", f"--language={language}", "--from-code=UTF-8",
         "--keyword", "--no-wrap", "--sort-by-file",
         "--flag=SP_TEXT:1:no-c-format",
         *[f"--keyword={k}" for k in keywords], "--add-location=file", "--output=-", *files],
        check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE).stdout
    # a percent sign is no placeholder in the page: {name} is
    return made.decode().split("\n\n", 1)[1].replace(
        "#, javascript-format\n", "")


def templates(folder):
    """Writes all templates; their names."""
    c_files = sorted(glob.glob("src/**/*.[ch]", recursive=True))
    js_files = sorted(glob.glob("web/src/**/*.js", recursive=True))
    # the numeric core knows no catalogues: its complaints are told again where
    # a person reads them (words_retell)
    core = [f for f in c_files if f.split("/")[1] in CORE]
    rest = [f for f in c_files if f not in core]
    for name, language, keywords, files in (
            ("core", "C", ("sp_fail:3", "check:7", "SP_TEXT"), core),
            ("program", "C", ("_", "N_", "words_plural:2,3", "words_of:1c,2"),
             rest),
            ("page", "JavaScript", ("t", "tx", "tn:2,3"), js_files)):
        with open(os.path.join(folder, name + ".pot"), "w",
                  encoding="utf-8") as out:
            out.write(HEAD + xgettext(language, keywords, files))
    for part in PARTS:
        with open(os.path.join(folder, part + ".pot"), "w",
                  encoding="utf-8") as out:
            out.write(library(part))
    return ["core", "program", "page", *PARTS]


def main(argv):
    os.chdir(os.path.join(os.path.dirname(__file__), ".."))
    if len(argv) > 1:
        templates(argv[1])
        return
    with tempfile.TemporaryDirectory() as folder:
        for name in templates(folder):
            template = os.path.join(folder, name + ".pot")
            for language in sorted(glob.glob("po/*/")):
                po = os.path.join(language, name + ".po")
                if not os.path.exists(po):
                    subprocess.run(["cp", template, po], check=True)
                subprocess.run(["msgmerge", "--quiet", "--update", "--no-wrap",
                                "--add-location=file",
                                "--backup=none", po, template], check=True)
                subprocess.run(["msgattrib", "--no-obsolete", "--no-wrap",
                                "--output-file", po, po], check=True)


if __name__ == "__main__":
    main(sys.argv)
