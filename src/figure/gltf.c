/* Writing glTF binaries (Khronos glTF 2.0, KHR_mesh_quantization). */
#include "figure/gltf.h"
#include "figure/vec.h"

#include <stdlib.h>

void gltf_init(struct gltf *g)
{
    memset(g, 0, sizeof *g);
    g->root = json_object();
    g->nodes = json_array();
    g->meshes = json_array();
    g->materials = json_array();
    g->accessors = json_array();
    g->views = json_array();
    g->failed = !g->root || !g->nodes || !g->meshes || !g->materials ||
                !g->accessors || !g->views;
}

int gltf_add(struct gltf *g, json_t *list, json_t *object)
{
    if (!object || json_array_append_new(list, object) != 0) {
        g->failed = true;
        return 0;
    }
    return (int)json_array_size(list) - 1;
}

static bool reserve(struct gltf *g, size_t more)
{
    if (g->used + more <= g->room)
        return true;
    size_t room = g->room ? g->room : 65536;
    while (room < g->used + more)
        room *= 2;
    unsigned char *bin = realloc(g->bin, room);
    if (!bin) {
        g->failed = true;
        return false;
    }
    g->bin = bin;
    g->room = room;
    return true;
}

json_t *gltf_vector(const double *v, int n)
{
    json_t *array = json_array();
    for (int i = 0; array && i < n; i++) {
        // whole numbers as such: 0 is shorter than 0.0
        const double r = round(v[i] * 1e6) / 1e6;
        json_t *x = r == floor(r) && fabs(r) < 1e9 ? json_integer((json_int_t)r)
                                                   : json_real(r);
        if (json_array_append_new(array, x) != 0) {
            json_decref(array);
            return NULL;
        }
    }
    return array;
}

/* A view of the bytes, copied; -1 without memory. */
static int add_view(struct gltf *g, const void *data, size_t bytes)
{
    const size_t padded = (bytes + 3) & ~(size_t)3, offset = g->used;
    if (g->failed || !reserve(g, padded))
        return -1;
    memcpy(g->bin + offset, data, bytes);
    memset(g->bin + offset + bytes, 0, padded - bytes);
    g->used += padded;
    return gltf_add(g, g->views,
                    json_pack("{s:i, s:I, s:I}", "buffer", 0, "byteOffset",
                              (json_int_t)offset, "byteLength",
                              (json_int_t)bytes));
}

int gltf_sparse(struct gltf *g, const float *vector, int vertices,
                const struct gltf_steps *steps)
{
    uint16_t *at = malloc((size_t)vertices * sizeof *at);
    float *value = malloc(3 * (size_t)vertices * sizeof *value);
    double low[3] = {0}, high[3] = {0};
    int n = 0;
    if (!at || !value) {
        g->failed = true;
        vertices = 0;
    }
    for (int v = 0; v < vertices; v++) {
        double q[3], most = 0;
        for (int k = 0; k < 3; k++) {
            q[k] = round((double)vector[3 * v + k] / steps->step);
            most = fmax(most, fabs(q[k]));
        }
        if (most * steps->step < 1e-4) // a tenth of a millimetre is nothing
            continue;
        at[n] = (uint16_t)v;
        for (int k = 0; k < 3; k++) {
            value[3 * n + k] = (float)q[k];
            low[k] = fmin(low[k], q[k]);
            high[k] = fmax(high[k], q[k]);
        }
        n++;
    }
    json_t *a =
        json_pack("{s:i, s:i, s:s, s:o, s:o}", "componentType", (int)GLTF_FLOAT,
                  "count", vertices, "type", "VEC3", "min", gltf_vector(low, 3),
                  "max", gltf_vector(high, 3));
    if (n > 0) {
        const int where = add_view(g, at, (size_t)n * sizeof *at);
        const int what = add_view(g, value, 3 * (size_t)n * sizeof *value);
        json_object_set_new(a, "sparse",
                            json_pack("{s:i, s:{s:i, s:i}, s:{s:i}}", "count",
                                      n, "indices", "bufferView", where,
                                      "componentType", (int)GLTF_USHORT,
                                      "values", "bufferView", what));
    }
    free(at);
    free(value);
    return gltf_add(g, g->accessors, a);
}

int gltf_accessor(struct gltf *g, const void *data, size_t count, int parts,
                  enum gltf_type type, bool normalized, size_t stride,
                  int target, const double *min, const double *max)
{
    static const char *const types[] = {"",     "SCALAR", "VEC2", "VEC3",
                                        "VEC4", NULL,     NULL,   NULL};
    const int v = add_view(g, data, count * stride);
    if (v < 0)
        return 0;
    json_t *view = json_array_get(g->views, (size_t)v);
    if (target == 34962)
        json_object_set_new(view, "byteStride",
                            json_integer((json_int_t)stride));
    if (target)
        json_object_set_new(view, "target", json_integer(target));
    json_t *a =
        json_pack("{s:i, s:i, s:I, s:s}", "bufferView", v, "componentType",
                  (int)type, "count", (json_int_t)count, "type",
                  parts == 16 ? "MAT4" : types[parts]);
    if (normalized)
        json_object_set_new(a, "normalized", json_true());
    if (min)
        json_object_set_new(a, "min", gltf_vector(min, parts));
    if (max)
        json_object_set_new(a, "max", gltf_vector(max, parts));
    return gltf_add(g, g->accessors, a);
}

/* sRGB byte to linear. */
static double linear(unsigned c)
{
    const double x = c / 255.0;
    return x <= .04045 ? x / 12.92 : pow((x + .055) / 1.055, 2.4);
}

int gltf_material(struct gltf *g, const char *name, unsigned rgb,
                  double roughness)
{
    const double base[4] = {linear(rgb >> 16 & 255), linear(rgb >> 8 & 255),
                            linear(rgb & 255), 1};
    json_t *pbr =
        json_pack("{s:o, s:i, s:f}", "baseColorFactor", gltf_vector(base, 4),
                  "metallicFactor", 0, "roughnessFactor", roughness);
    return gltf_add(
        g, g->materials,
        json_pack("{s:s, s:o}", "name", name, "pbrMetallicRoughness", pbr));
}

void gltf_node_place(json_t *node, const double R[9], const double p[3])
{
    double q[4];
    q_from_m(q, R);
    if (v_norm(p) > 1e-9)
        json_object_set_new(node, "translation", gltf_vector(p, 3));
    if (fabs(q[3]) < 1 - 1e-12)
        json_object_set_new(node, "rotation", gltf_vector(q, 4));
}

void gltf_surface(struct gltf *g, const float *position, const float *normal,
                  int vertices, struct gltf_steps *steps, int *positions,
                  int *normals)
{
    double low[3] = {1e9, 1e9, 1e9}, high[3] = {-1e9, -1e9, -1e9};
    for (int i = 0; i < 3 * vertices; i++) {
        low[i % 3] = fmin(low[i % 3], (double)position[i]);
        high[i % 3] = fmax(high[i % 3], (double)position[i]);
    }
    double widest = 1e-6;
    for (int k = 0; k < 3; k++) {
        steps->origin[k] = (low[k] + high[k]) / 2;
        widest = fmax(widest, high[k] - low[k]);
    }
    steps->step = widest / 65000;
    int16_t *p = calloc(4 * (size_t)vertices, sizeof *p);
    int8_t *n = calloc(4 * (size_t)vertices, sizeof *n);
    if (!p || !n) {
        g->failed = true;
    } else {
        double min[3] = {1e9, 1e9, 1e9}, max[3] = {-1e9, -1e9, -1e9};
        for (int v = 0; v < vertices; v++)
            for (int k = 0; k < 3; k++) {
                const double q =
                    round(((double)position[3 * v + k] - steps->origin[k]) /
                          steps->step);
                p[4 * v + k] = (int16_t)q;
                n[4 * v + k] = (int8_t)lround(127 * (double)normal[3 * v + k]);
                min[k] = fmin(min[k], q);
                max[k] = fmax(max[k], q);
            }
        *positions = gltf_accessor(g, p, (size_t)vertices, 3, GLTF_SHORT, false,
                                   8, 34962, min, max);
        *normals = gltf_accessor(g, n, (size_t)vertices, 3, GLTF_BYTE, true, 4,
                                 34962, NULL, NULL);
    }
    free(p);
    free(n);
}

int gltf_indices(struct gltf *g, const unsigned *triangle, int triangles)
{
    const size_t n = 3 * (size_t)triangles;
    uint16_t *index = malloc((n + 1) * sizeof *index);
    if (!index) {
        g->failed = true;
        return 0;
    }
    for (size_t i = 0; i < n; i++)
        index[i] = (uint16_t)triangle[i];
    const int a =
        gltf_accessor(g, index, n, 1, GLTF_USHORT, false, 2, 34963, NULL, NULL);
    free(index);
    return a;
}

static void put32(unsigned char *out, size_t x)
{
    for (int i = 0; i < 4; i++)
        out[i] = (unsigned char)(x >> (8 * i));
}

static void release(struct gltf *g)
{
    json_decref(g->root);
    json_decref(g->nodes);
    json_decref(g->meshes);
    json_decref(g->materials);
    json_decref(g->accessors);
    json_decref(g->views);
    free(g->bin);
    memset(g, 0, sizeof *g);
}

static void attach(struct gltf *g, const char *name, json_t *list)
{
    if (json_array_size(list) > 0 && json_object_set(g->root, name, list) != 0)
        g->failed = true;
}

enum sp_status gltf_finish(struct gltf *g, unsigned char **glb, size_t *len,
                           struct sp_error *err)
{
    char *text = NULL;
    unsigned char *out = NULL;
    if (!g->failed) {
        json_object_set_new(
            g->root, "asset",
            json_pack("{s:s, s:s}", "version", "2.0", "generator", "Stature"));
        json_t *used = json_pack("[s]", "KHR_mesh_quantization");
        if (json_array_size(g->meshes) > 0) {
            json_object_set(g->root, "extensionsUsed", used);
            json_object_set(g->root, "extensionsRequired", used);
        }
        json_decref(used);
        attach(g, "nodes", g->nodes);
        attach(g, "meshes", g->meshes);
        attach(g, "materials", g->materials);
        attach(g, "accessors", g->accessors);
        attach(g, "bufferViews", g->views);
        json_object_set_new(
            g->root, "buffers",
            json_pack("[{s:I}]", "byteLength", (json_int_t)g->used));
        text = json_dumps(g->root, JSON_COMPACT | JSON_REAL_PRECISION(7));
    }
    if (text && !g->failed) {
        const size_t said = strlen(text), json = (said + 3) & ~(size_t)3;
        const size_t total = 12 + 8 + json + 8 + g->used;
        out = malloc(total);
        if (out) {
            memcpy(out, "glTF", 4);
            put32(out + 4, 2);
            put32(out + 8, total);
            put32(out + 12, json);
            memcpy(out + 16, "JSON", 4);
            memset(out + 20, ' ', json);
            memcpy(out + 20, text, said);
            put32(out + 20 + json, g->used);
            memcpy(out + 24 + json, "BIN\0", 4);
            memcpy(out + 28 + json, g->bin, g->used);
            *glb = out;
            *len = total;
        }
    }
    free(text);
    release(g);
    return out ? SP_OK
               : sp_fail(err, SP_E_NOMEM, "out of memory while writing glTF");
}
