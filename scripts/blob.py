"""Bytes built into the program: one blob that the assembler takes in, and the
files round it, which change only when what they say does."""
import os


def write_if_new(path, data):
    try:
        with open(path, "rb") as old:
            if old.read() == data:
                return
    except OSError:
        pass
    with open(path, "wb") as out:
        out.write(data)


def write_blob(out_dir, stem, symbol, blob, mark):
    """STEM.bin, and STEM.S that takes it in as SYMBOL; `mark` stands in a
    comment, so that the second changes with the first."""
    path = os.path.join(out_dir, stem + ".bin")
    write_if_new(path, bytes(blob))
    write_if_new(os.path.join(out_dir, stem + ".S"), f"""/* {mark} */
    .section .rodata
    .balign 16
    .globl {symbol}
    .type {symbol}, %object
{symbol}:
    .incbin "{os.path.abspath(path)}"
    .size {symbol}, . - {symbol}
    .section .note.GNU-stack,"",%progbits
""".encode())


def write_depfile(path, target, seen):
    with open(path, "w") as out:
        out.write(target + ": " + " ".join(
            p.replace(" ", "\\ ") for p in seen) + "\n")
