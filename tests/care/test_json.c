/* The open dataset: complete, and as its schema says. */
#include "care_test.h"

#include "care/library/json.h"

static const char *text_of(const json_t *o, const char *field)
{
    const char *s = json_string_value(json_object_get(o, field));
    if (!s)
        fail_msg("'%s' is missing or no text", field);
    return s;
}

static void the_dataset_holds_what_the_library_holds(void **state)
{
    (void)state;
    struct care_library *lib = load_real();
    json_t *all = care_library_json(lib, NULL);
    assert_non_null(all);
    const json_t *list = json_object_get(all, "exercises");
    assert_int_equal(json_array_size(list), care_exercise_count(lib));
    assert_int_equal(json_array_size(json_object_get(all, "facts")),
                     care_fact_count(lib));
    assert_int_equal(json_array_size(json_object_get(all, "sources")),
                     care_source_count(lib));
    size_t i;
    json_t *e;
    json_array_foreach(list, i, e)
    {
        const struct care_exercise *ex = care_exercise_at(lib, (int)i);
        assert_string_equal(text_of(e, "id"), ex->id);
        assert_int_equal(json_array_size(json_object_get(e, "phases")),
                         ex->step_count);
        assert_null(json_object_get(e, "allowed"));
        const json_t *dose = json_object_get(e, "dose");
        assert_near(json_number_value(json_object_get(dose, "hold_s")),
                    ex->dose.hold_s, 1e-9);
    }
    json_decref(all);
    care_library_free(lib);
}

static void with_a_screen_each_says_what_is_allowed(void **state)
{
    (void)state;
    struct care_library *lib = load_real();
    struct care_answers a = healthy();
    give(lib, &a, "glaucoma");
    const struct care_screen s = screened(lib, &a);
    json_t *all = care_library_json(lib, &s);
    size_t i;
    json_t *e;
    json_array_foreach(json_object_get(all, "exercises"), i, e)
    {
        int variant;
        const struct care_why why = care_allow_best(lib, &s, (int)i, &variant);
        const json_t *allowed = json_object_get(e, "allowed");
        assert_string_equal(text_of(allowed, "action"),
                            care_action_id(why.action));
        assert_string_equal(text_of(allowed, "why"), why.text);
    }
    json_decref(all);
    care_library_free(lib);
}

/* Every required field of an object of the schema is there and no other: the
 * part of JSON Schema that catches a field added on one side only. */
static void same_fields(const json_t *schema, const json_t *object,
                        const char *where)
{
    const json_t *properties = json_object_get(schema, "properties");
    const json_t *required = json_object_get(schema, "required");
    const char *key;
    json_t *value;
    assert_non_null(properties);
    json_object_foreach((json_t *)object, key, value)
    {
        if (!json_object_get(properties, key))
            fail_msg("%s: '%s' is not in the schema", where, key);
    }
    size_t i;
    json_array_foreach(required, i, value)
    {
        if (!json_object_get(object, json_string_value(value)))
            fail_msg("%s: '%s' is missing", where, json_string_value(value));
    }
}

static const json_t *definition(const json_t *schema, const char *name)
{
    return json_object_get(json_object_get(schema, "$defs"), name);
}

static void the_schema_names_the_same_fields(void **state)
{
    (void)state;
    json_error_t error;
    json_t *schema = json_load_file(
        STATURE_SOURCE "/library/schema/library.schema.json", 0, &error);
    if (!schema)
        fail_msg("line %d: %s", error.line, error.text);
    struct care_library *lib = load_real();
    json_t *all = care_library_json(lib, NULL);
    same_fields(schema, all, "library");
    size_t i;
    json_t *e;
    json_array_foreach(json_object_get(all, "exercises"), i, e)
    {
        same_fields(definition(schema, "exercise"), e, text_of(e, "id"));
        same_fields(definition(schema, "dose"), json_object_get(e, "dose"),
                    text_of(e, "id"));
        size_t k;
        json_t *part;
        json_array_foreach(json_object_get(e, "phases"), k, part)
            same_fields(definition(schema, "phase"), part, text_of(e, "id"));
        json_array_foreach(json_object_get(e, "variants"), k, part)
            same_fields(definition(schema, "variant"), part, text_of(e, "id"));
    }
    json_array_foreach(json_object_get(all, "facts"), i, e)
        same_fields(definition(schema, "fact"), e, text_of(e, "id"));
    json_decref(all);
    json_decref(schema);
    care_library_free(lib);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_dataset_holds_what_the_library_holds),
        cmocka_unit_test(with_a_screen_each_says_what_is_allowed),
        cmocka_unit_test(the_schema_names_the_same_fields),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
