/* An exercise's position as a picture in a file. */
#include "term/term_internal.h"

#include <stdlib.h>
#include <string.h>

static json_t *wanted(const struct term_args *args)
{
    static const char *const passed[] = {"keyframe", "side", "width", "height"};
    json_t *params = json_pack("{s:s}", "exercise", args->word[0]);
    for (size_t i = 0; i < sizeof passed / sizeof *passed; i++)
        if (term_given(args, passed[i]))
            json_object_set_new(params, passed[i],
                                json_string(term_value(args, passed[i])));
    return params;
}

int term_figure(struct app *app, const struct term_args *args)
{
    const char *path = term_value(args, "output");
    if (args->words != 1 || !path) {
        fprintf(stderr, "stature: figure: name an exercise and --output FILE, "
                        "ending in .svg or .png\n");
        return TERM_USAGE;
    }
    const size_t len = strlen(path);
    const bool png = len > 4 && strcmp(path + len - 4, ".png") == 0;
    unsigned char *bytes;
    size_t size;
    int code = TERM_OK;
    if (!term_fetch(app, png ? "figure png" : "figure svg", wanted(args),
                    &bytes, &size, &code))
        return code;
    FILE *f = fopen(path, "wb");
    bool ok = f && fwrite(bytes, 1, size, f) == size;
    if (f && fclose(f) != 0)
        ok = false;
    free(bytes);
    if (!ok)
        fprintf(stderr, "stature: %s cannot be written\n", path);
    return ok ? TERM_OK : TERM_FAILED;
}
