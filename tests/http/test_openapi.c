/* The live server against docs/openapi.yaml (argument): every route is
 * described, every description has its route, and what comes back follows it.
 */
#include "client.h"
#include "schema.h"

static const char *document_path;

struct doc {
    struct live *l;
    struct text_yaml *yaml;
    const struct text_node *root;
};

static char *slurp(const char *path, size_t *len)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *all = malloc(1 << 20);
    assert_non_null(all);
    *len = fread(all, 1, 1 << 20, file);
    fclose(file);
    return all;
}

static int doc_setup(void **state)
{
    struct doc *d = calloc(1, sizeof *d);
    struct sp_error err = {.text = ""};
    void *l = NULL;
    size_t len;
    char *bytes = slurp(document_path, &len);
    assert_non_null(d);
    if (text_yaml_parse(&d->yaml, "openapi.yaml", bytes, len, &err))
        fail_msg("%s", err.text);
    free(bytes);
    d->root = text_yaml_root(d->yaml);
    live_setup(&l);
    d->l = l;
    *state = d;
    return 0;
}

static int doc_teardown(void **state)
{
    struct doc *d = *state;
    void *l = d->l;
    live_teardown(&l);
    text_yaml_free(d->yaml);
    free(d);
    return 0;
}

static const struct text_node *operation(const struct doc *d, const char *path,
                                         const char *method)
{
    char low[16];
    size_t i = 0;
    for (; method[i] && i + 1 < sizeof low; i++)
        low[i] = (char)tolower((unsigned char)method[i]);
    low[i] = 0;
    const struct text_node *p = text_field(text_field(d->root, "paths"), path);
    return p ? text_field(p, low) : NULL;
}

/* Its path without the names of a query, "{?size,large}". */
static const char *address(const struct app_op *op)
{
    static char path[100];
    snprintf(path, sizeof path, "%s", op->path);
    char *query = strstr(path, "{?");
    if (query)
        *query = 0;
    return path;
}

/* "size,large": what the document lets a query hold, in its order. */
static void described_query(const struct doc *d, const struct app_op *op,
                            char *out, size_t size)
{
    const struct text_node *list =
        text_field(operation(d, address(op), op->method), "parameters");
    size_t used = 0;
    out[0] = 0;
    for (int i = 0; list && i < text_count(list); i++) {
        const struct text_node *p = text_item(list, i);
        if (!strcmp(text_scalar(text_field(p, "in")), "query"))
            used += (size_t)snprintf(out + used, size - used, "%s%s",
                                     used ? "," : "",
                                     text_scalar(text_field(p, "name")));
        assert_true(used < size);
    }
}

static void every_operation_is_described(void **state)
{
    const struct doc *d = *state;
    for (const struct app_op *op = app_ops(); op->name; op++) {
        char names[100], whole[200];
        if (!operation(d, address(op), op->method))
            fail_msg("%s %s is not in the document", op->method, op->path);
        described_query(d, op, names, sizeof names);
        snprintf(whole, sizeof whole, *names ? "%s{?%s}" : "%s", address(op),
                 names);
        assert_string_equal(op->path, whole);
    }
}

static void every_description_has_its_operation(void **state)
{
    const struct doc *d = *state;
    const struct text_node *paths = text_field(d->root, "paths");
    for (int i = 0; i < text_count(paths); i++) {
        const struct text_node *methods = text_value(paths, i);
        for (int k = 0; k < text_count(methods); k++) {
            const char *path = text_key(paths, i);
            char method[16], allow[64];
            size_t n = 0;
            for (const char *c = text_key(methods, k); *c && n < 15; c++)
                method[n++] = (char)toupper((unsigned char)*c);
            method[n] = 0;
            // the event stream is the transport's own
            if (!strcmp(path, "/api/v1/session/events"))
                continue;
            json_t *params = NULL;
            const struct app_op *op =
                app_op_match(method, path, &params, allow);
            json_decref(params);
            if (!op)
                fail_msg("%s %s has no operation", method, path);
        }
    }
}

/* Schema of the answer to a status, and its media type. */
static const struct text_node *answer_schema(const struct doc *d,
                                             const char *path,
                                             const char *method, int status,
                                             const char **media)
{
    char number[8];
    snprintf(number, sizeof number, "%d", status);
    const struct text_node *responses =
        text_field(operation(d, path, method), "responses");
    const struct text_node *r = text_field(responses, number);
    r = schema_follow(d->root, r ? r : text_field(responses, "default"));
    const struct text_node *content = r ? text_field(r, "content") : NULL;
    if (!content)
        return NULL;
    *media = text_key(content, 0);
    return text_field(text_value(content, 0), "schema");
}

static void follows(struct doc *d, const char *path, const char *method,
                    const struct reply *r)
{
    const char *media = "";
    const struct text_node *schema =
        answer_schema(d, path, method, r->status, &media);
    char why[400];
    if (!schema)
        fail_msg("%s %s: status %d is not described: %.300s", method, path,
                 r->status, r->body);
    if (strncmp(header(r, "Content-Type"), media, strlen(media)))
        fail_msg("%s %s: %s instead of %s", method, path,
                 header(r, "Content-Type"), media);
    if (!strstr(media, "json"))
        return;
    json_t *value = json_loadb(r->body, r->len, JSON_DECODE_ANY, NULL);
    assert_non_null(value);
    if (!schema_holds(d->root, schema, value, why, sizeof why))
        fail_msg("%s %s (%d): %s", method, path, r->status, why);
    json_decref(value);
}

/* The body itself must be as described, then what comes back. */
static struct reply *does(struct doc *d, const char *path, const char *method,
                          const char *real, const char *body, int status)
{
    struct reply *r = request(d->l, method, real ? real : path, NULL, body);
    if (r->status != status)
        fail_msg("%s %s: wanted %d, got %d: %.300s", method, path, status,
                 r->status, r->body ? r->body : "");
    const struct text_node *b =
        text_field(operation(d, path, method), "requestBody");
    if (b && body && status < 400) {
        char why[400];
        json_t *value = json_loads(body, 0, NULL);
        const struct text_node *schema =
            text_field(text_value(text_field(b, "content"), 0), "schema");
        if (!schema_holds(d->root, schema, value, why, sizeof why))
            fail_msg("body of %s %s: %s", method, path, why);
        json_decref(value);
    }
    follows(d, path, method, r);
    return r;
}

/* A path with the examples of the document for its fields and query. */
static void fill_path(const struct doc *d, const char *path, char *out,
                      size_t size)
{
    const struct text_node *parameters =
        text_field(operation(d, path, "GET"), "parameters");
    size_t used = 0;
    for (const char *c = path; *c && used + 80 < size; c++) {
        if (*c != '{') {
            out[used++] = *c;
            continue;
        }
        char name[40];
        snprintf(name, sizeof name, "%.*s", (int)strcspn(c + 1, "}"), c + 1);
        for (int i = 0; i < text_count(parameters); i++) {
            const struct text_node *p = text_item(parameters, i);
            if (strcmp(text_scalar(text_field(p, "name")), name))
                continue;
            const struct text_node *example = text_field(p, "example");
            assert_non_null(example);
            used += (size_t)snprintf(out + used, size - used, "%s",
                                     text_scalar(example));
        }
        c = strchr(c, '}');
    }
    out[used] = 0;
    char mark = '?';
    for (int i = 0; parameters && i < text_count(parameters); i++) {
        const struct text_node *p = text_item(parameters, i);
        const struct text_node *example = text_field(p, "example");
        if (strcmp(text_scalar(text_field(p, "in")), "query") || !example ||
            used + 80 > size)
            continue;
        used += (size_t)snprintf(out + used, size - used, "%c%s=%s", mark,
                                 text_scalar(text_field(p, "name")),
                                 text_scalar(example));
        mark = '&';
    }
}

static void every_get(struct doc *d)
{
    for (const struct app_op *op = app_ops(); op->name; op++) {
        char real[300];
        if (strcmp(op->method, "GET"))
            continue;
        fill_path(d, address(op), real, sizeof real);
        follows(d, address(op), "GET", get(d->l, real));
    }
}

static void answers_of_a_new_person_follow(void **state) { every_get(*state); }

static void ready(struct doc *d)
{
    does(d, "/api/v1/profile", "PUT", NULL, adult, 200);
    char *body = screen_body(d->l->f, NULL);
    does(d, "/api/v1/screen", "POST", NULL, body, 200);
    free(body);
}

/* The address of the record that an answer shows. */
static void made(const struct reply *r, const char *prefix, char *out,
                 size_t size)
{
    json_t *record = json_loadb(r->body, r->len, 0, NULL);
    snprintf(out, size, "%s%lld", prefix,
             (long long)json_integer_value(json_object_get(record, "id")));
    json_decref(record);
}

static void answers_of_a_full_life_follow(void **state)
{
    struct doc *d = *state;
    ready(d);
    every_get(d);
    does(d, "/api/v1/screen/quick", "POST", NULL,
         "{\"nerve\":false,\"weakness\":false,\"unwell\":false}", 200);
    const struct reply *r =
        does(d, "/api/v1/clearances", "POST", NULL,
             "{\"modality\":\"traction_lumbar\",\"date\":\"2026-03-04\","
             "\"role\":\"doctor\",\"note\":\"as agreed\"}",
             201);
    char real[80];
    made(r, "/api/v1/clearances/", real, sizeof real);
    every_get(d);
    does(d, "/api/v1/clearances/{id}", "DELETE", real, "{}", 200);
    does(d, "/api/v1/journal/undo", "POST", NULL, "{}", 200);
    does(d, "/api/v1/plan", "POST", NULL, "{}", 200);
    does(d, "/api/v1/plan/exclude", "POST", NULL,
         "{\"exercise\":\"cat_pose\",\"permanent\":true}", 200);
    does(d, "/api/v1/journal/{kind}", "POST", "/api/v1/journal/score",
         "{\"measure\":\"peg\",\"values\":[6,5,4]}", 201);
    does(d, "/api/v1/journal/{kind}", "POST", "/api/v1/journal/score",
         "{\"measure\":\"peg\",\"values\":[3,2,2]}", 201);
    r = does(d, "/api/v1/journal/{kind}", "POST", "/api/v1/journal/note",
             "{\"text\":\"a walk\"}", 201);
    made(r, "/api/v1/journal/note/", real, sizeof real);
    does(d, "/api/v1/journal/{kind}/{id}", "PUT", real,
         "{\"text\":\"a long walk\"}", 200);
    does(d, "/api/v1/journal/{kind}/{id}", "DELETE", real, "{}", 200);
    does(d, "/api/v1/load", "POST", NULL,
         "{\"scene\":\"inversion_table\",\"keyframe\":\"level\","
         "\"tilt_deg\":40}",
         200);
    does(d, "/api/v1/load", "POST", NULL,
         "{\"scene\":\"lying_supine\",\"pull_N\":300,\"split\":true}", 200);
    does(d, "/api/v1/session", "POST", NULL,
         "{\"day\":\"today\",\"pain_before\":3," QUICK "}", 201);
    every_get(d);
    does(d, "/api/v1/session/event", "POST", NULL, "{\"event\":\"pause\"}",
         200);
    does(d, "/api/v1/session/stop", "POST", NULL,
         "{\"reason\":\"dizzy\",\"note\":\"a little\"}", 200);
    does(d, "/api/v1/session/finish", "POST", NULL,
         "{\"pain_after\":2,\"effort\":3,\"places\":[\"lower_back\"]}", 200);
    every_get(d);
}

static void an_import_follows(void **state)
{
    struct doc *d = *state;
    ready(d);
    struct reply *r = get(d->l, "/api/v1/export.json");
    char *copy = strdup(r->body);
    assert_non_null(copy);
    does(d, "/api/v1/import", "POST", NULL, copy, 200);
    free(copy);
}

static void problems_follow(void **state)
{
    struct doc *d = *state;
    does(d, "/api/v1/session", "POST", NULL, "{\"day\":\"today\"}", 403);
    does(d, "/api/v1/profile", "PUT", NULL, "{\"height_m\":9}", 422);
    does(d, "/api/v1/profile", "PUT", NULL, "{\"height_m\":1.8", 400);
    does(d, "/api/v1/library/{id}", "GET", "/api/v1/library/no_such", NULL,
         404);
    does(d, "/api/v1/load/{scene}", "GET", "/api/v1/load/no_such", NULL, 404);
    does(d, "/api/v1/load/{scene}", "GET", "/api/v1/load/stand?keyframe=no",
         NULL, 404);
    does(d, "/api/v1/load", "POST", NULL,
         "{\"scene\":\"stand\",\"pull_N\":100}", 422);
    does(d, "/api/v1/journal/{kind}", "POST", "/api/v1/journal/screen", "{}",
         403);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, doc_setup, doc_teardown)

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(every_operation_is_described),
        TEST(every_description_has_its_operation),
        TEST(answers_of_a_new_person_follow),
        TEST(answers_of_a_full_life_follow),
        TEST(an_import_follows),
        TEST(problems_follow),
    };
    if (argc < 2) {
        fprintf(stderr, "usage: test_openapi docs/openapi.yaml\n");
        return 2;
    }
    document_path = argv[1];
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
