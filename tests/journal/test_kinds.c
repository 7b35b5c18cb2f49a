#include "fixture.h"

static void every_kind_has_a_name_and_fields(void **state)
{
    (void)state;
    for (int k = 0; k < JOURNAL_KINDS; k++) {
        const char *id = journal_kind_id((enum journal_kind)k);
        assert_int_equal(journal_kind_find(id), k);
        assert_non_null(journal_fields((enum journal_kind)k)->name);
    }
    assert_int_equal(journal_kind_find("profiles"), -1);
}

/* docs/journal.md has a row for each, so that a person can look it up. */
static void every_kind_is_told_of(void **state)
{
    (void)state;
    static char text[40000];
    FILE *in = fopen(STATURE_SOURCE "/docs/journal.md", "rb");
    assert_non_null(in);
    text[fread(text, 1, sizeof text - 1, in)] = '\0';
    fclose(in);
    for (int k = 0; k < JOURNAL_KINDS; k++) {
        char row[40];
        (void)snprintf(row, sizeof row, "\n| `%s` |",
                       journal_kind_id((enum journal_kind)k));
        if (!strstr(text, row))
            fail_msg("docs/journal.md has no row%s", row);
    }
}

static void fields_are_well_formed(const struct journal_field *parts)
{
    for (const struct journal_field *f = parts; f->name; f++) {
        const enum journal_type type =
            f->type == JOURNAL_LIST || f->type == JOURNAL_MAP ? f->of : f->type;
        if (type == JOURNAL_WORD && !f->words)
            fail_msg("%s has no words", f->name);
        if ((type == JOURNAL_NUMBER || type == JOURNAL_INTEGER) &&
            !(f->min < f->max))
            fail_msg("%s has no range", f->name);
        if (type == JOURNAL_TEXT && !(f->max > 0))
            fail_msg("%s can hold no text", f->name);
        if (f->type == JOURNAL_LIST || f->type == JOURNAL_MAP)
            assert_in_range(f->most, f->least > 1 ? f->least : 1, 1000);
        if (type == JOURNAL_OBJECT)
            fields_are_well_formed(f->parts);
        for (const struct journal_field *g = f + 1; g->name; g++)
            assert_string_not_equal(f->name, g->name);
        /* names a record has of itself */
        assert_string_not_equal(f->name, "id");
        assert_string_not_equal(f->name, "created");
    }
}

static void every_table_is_well_formed(void **state)
{
    (void)state;
    for (int k = 0; k < JOURNAL_KINDS; k++) {
        fields_are_well_formed(journal_fields((enum journal_kind)k));
        for (const struct journal_field *f =
                 journal_fields((enum journal_kind)k);
             f->name; f++)
            assert_string_not_equal(f->name, "day");
    }
}

static void the_furthest_place_gives_the_zone(void **state)
{
    (void)state;
    static const struct {
        const char *places;
        int zone;
    } row[] = {
        {"[]",                    0 },
        {"['lower_back']",        1 },
        {"['neck', 'buttock_l']", 2 },
        {"['thigh_r', 'neck']",   3 },
        {"['upper_arm_l']",       3 },
        {"['lower_leg_l']",       4 },
        {"['forearm_r']",         4 },
        {"['foot_l', 'neck']",    5 },
        {"['hand_r']",            5 },
        {"['neck', 'tail']",      -1}
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        json_t *places = json_of(row[i].places);
        if (journal_zone(places) != row[i].zone)
            fail_msg("%s: zone %d", row[i].places, journal_zone(places));
        json_decref(places);
    }
    for (int p = 0; journal_places[p]; p++) {
        json_t *one = json_pack("[s]", journal_places[p]);
        assert_in_range(journal_zone(one), 1, 5);
        json_decref(one);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_has_a_name_and_fields),
        cmocka_unit_test(every_kind_is_told_of),
        cmocka_unit_test(every_table_is_well_formed),
        cmocka_unit_test(the_furthest_place_gives_the_zone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
