/*
 * Files built into the program: the library ("library/…") and the page
 * ("web/…"). Bytes live as long as the program; text files are followed by a
 * NUL byte. Rows are sorted by path.
 */
#ifndef APP_ASSETS_H
#define APP_ASSETS_H

#include "care/care.h"

/* A row of the generated table; offsets into the blob, bytes. */
struct app_asset_row {
    const char *path;
    size_t at, len;
    size_t packed_at, packed_len; /* gzip of the same bytes; 0 = none kept */
    const char *etag;
    const char *type; /* media type */
};

struct app_asset {
    const char *path;
    const unsigned char *bytes;
    size_t len;
    const unsigned char *packed; /* gzip, or NULL */
    size_t packed_len;
    const char *etag, *type;
};

/* False when there is no file of that path. */
bool app_asset_find(const char *path, struct app_asset *out);

/* Walks the files of library/ for care_library_load. */
struct app_asset_walk {
    int at;
};
struct care_files app_asset_library(struct app_asset_walk *walk);

extern const struct app_asset_row app_asset_rows[];
extern const int app_asset_count;
extern const unsigned char app_asset_blob[];

#endif
