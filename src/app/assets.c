#include "app/assets.h"

#include <string.h>

static struct app_asset open_row(const struct app_asset_row *row)
{
    return (struct app_asset){
        .path = row->path,
        .bytes = app_asset_blob + row->at,
        .len = row->len,
        .packed = row->packed_len ? app_asset_blob + row->packed_at : NULL,
        .packed_len = row->packed_len,
        .etag = row->etag,
        .type = row->type,
    };
}

bool app_asset_find(const char *path, struct app_asset *out)
{
    int low = 0, high = app_asset_count;
    while (low < high) {
        const int mid = low + (high - low) / 2;
        const int order = strcmp(app_asset_rows[mid].path, path);
        if (order == 0) {
            *out = open_row(&app_asset_rows[mid]);
            return true;
        }
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return false;
}

static bool next_library_file(void *ctx, const char **path, const char **text,
                              size_t *len)
{
    static const char tree[] = "library/";
    struct app_asset_walk *walk = ctx;
    while (walk->at < app_asset_count) {
        const struct app_asset_row *row = &app_asset_rows[walk->at++];
        if (strncmp(row->path, tree, sizeof tree - 1))
            continue;
        const struct app_asset file = open_row(row);
        *path = file.path + sizeof tree - 1;
        *text = (const char *)file.bytes;
        *len = file.len;
        return true;
    }
    return false;
}

struct care_files app_asset_library(struct app_asset_walk *walk)
{
    walk->at = 0;
    return (struct care_files){next_library_file, walk};
}
