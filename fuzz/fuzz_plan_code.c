/*
 * Any bytes as the text of a printed plan's code, and, behind a first byte
 * 'L', as the lines inside it: refused with a sentence, or read into a plan
 * that, written again, reads back the same.
 */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "paper/paper.h"

static void insist(bool truth)
{
    if (!truth)
        abort();
}

static const struct care_library *library(void)
{
    static struct care_library *lib;
    static struct care_files files;
    struct sp_error err;
    if (!lib) {
        insist(care_files_open(LIBRARY_DIR, &files, &err) == SP_OK);
        insist(care_library_load(&lib, &files, NULL, NULL, NULL, &err) ==
               SP_OK);
    }
    return lib;
}

/* Lines as a code would hold them: zlib, then base45 (RFC 9285). */
static char *wrap(const unsigned char *lines, size_t len)
{
    static const char set[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    uLong packed = compressBound((uLong)len);
    unsigned char *z = malloc(packed + 1);
    char *text = malloc(2 * packed + 16), *out = text + 9;
    insist(z && text && compress2(z, &packed, lines, (uLong)len, 1) == Z_OK);
    memcpy(text, "STATURE1:", 9);
    for (uLong i = 0; i < packed; i += 2) {
        const bool two = i + 1 < packed;
        const unsigned v = two ? 256u * z[i] + z[i + 1] : z[i];
        *out++ = set[v % 45];
        *out++ = set[v / 45 % 45];
        if (two)
            *out++ = set[v / 2025];
    }
    *out = '\0';
    free(z);
    return text;
}

static void try_code(const char *text)
{
    struct sp_error err = {.text = ""};
    struct paper_plan plan = {.items = 0}, again = {.items = 0};
    if (paper_read_code(library(), text, &plan, &err) != SP_OK) {
        insist(err.text[0] != '\0' && plan.items == 0);
        return;
    }
    char *written = NULL;
    insist(paper_write_code(library(), plan.item, plan.items, plan.from,
                            &written, &err) == SP_OK);
    insist(paper_read_code(library(), written, &again, &err) == SP_OK);
    insist(again.items == plan.items && !strcmp(again.from, plan.from));
    for (int i = 0; i < plan.items; i++)
        insist(again.item[i].exercise == plan.item[i].exercise &&
               again.item[i].variant == plan.item[i].variant &&
               again.item[i].days == plan.item[i].days &&
               again.item[i].reps == plan.item[i].reps);
    free(written);
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);
int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
    char *text = NULL;
    if (len > 0 && bytes[0] == 'L') {
        text = wrap(bytes + 1, len - 1);
    } else if ((text = malloc(len + 1))) {
        memcpy(text, bytes, len);
        text[len] = '\0';
    }
    if (text)
        try_code(text);
    free(text);
    return 0;
}
