/* Argument: library/schema/journal.schema.json; with "write" the file is made
 * anew, to be reviewed as text. */
#include "fixture.h"

static const char *schema_file;

static void the_published_schema_is_the_field_table(void **state)
{
    (void)state;
    json_t *made = journal_schema();
    assert_non_null(made);
    json_error_t why;
    json_t *published = json_load_file(schema_file, 0, &why);
    if (!published)
        fail_msg("%s: %s", schema_file, why.text);
    if (!json_equal(made, published))
        fail_msg("%s differs from the field table; make it anew with "
                 "'test_schema FILE write' and review it",
                 schema_file);
    json_decref(made);
    json_decref(published);
}

static void needed_fields_and_ranges_are_in_it(void **state)
{
    (void)state;
    json_t *s = journal_schema();
    json_t *defs = json_object_get(s, "$defs");
    json_t *height = json_object_get(
        json_object_get(json_object_get(defs, "profile"), "properties"),
        "height_m");
    assert_true(json_number_value(json_object_get(height, "minimum")) == 1.2);
    assert_true(json_number_value(json_object_get(height, "maximum")) == 2.2);
    json_t *needed = json_of("['day', 'created', 'text']");
    assert_true(json_equal(
        json_object_get(json_object_get(defs, "note"), "required"), needed));
    json_decref(needed);
    json_decref(s);
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    schema_file = argv[1];
    if (argc > 2 && strcmp(argv[2], "write") == 0) {
        json_t *made = journal_schema();
        return json_dump_file(made, schema_file,
                              JSON_INDENT(1) | JSON_REAL_PRECISION(15)) != 0;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_schema_is_the_field_table),
        cmocka_unit_test(needed_fields_and_ranges_are_in_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
