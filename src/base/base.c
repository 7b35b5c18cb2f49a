#include "stature/base.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *sp_status_text(enum sp_status status)
{
    switch (status) {
#define X(name, text)                                                          \
    case SP_##name:                                                            \
        return text;
        SP_STATUS_MAP(X)
#undef X
    }
    return "unknown status";
}

enum sp_status sp_fail(struct sp_error *err, enum sp_status status,
                       const char *format, ...)
{
    if (err) {
        va_list args;
        va_start(args, format);
        err->status = status;
        err->format = format;
        if (vsnprintf(err->text, sizeof err->text, format, args) < 0)
            err->text[0] = '\0';
        va_end(args);
    }
    return status;
}

void *sp_arena_alloc(struct sp_arena *a, size_t count, size_t size)
{
    const size_t align = _Alignof(max_align_t);
    if (size != 0 && count > SIZE_MAX / size)
        return NULL;
    const size_t bytes = count * size;
    // the caller's memory may begin anywhere: its address is what counts
    const size_t over = (size_t)((uintptr_t)a->mem + a->used) % align;
    const size_t start = a->used + (over ? align - over : 0);
    if (start > a->cap || bytes > a->cap - start)
        return NULL;
    a->used = start + bytes;
    if (a->used > a->peak)
        a->peak = a->used;
    return memset(a->mem + start, 0, bytes);
}
