/* Today, the week, the library and the lessons as text. */
#include "care/library/json.h"
#include "term/term_internal.h"
#include "text/words.h"

#include <stdlib.h>
#include <string.h>

static void print_item(const json_t *item, int number)
{
    char lead[16], text[400], minutes[32];
    term_minutes(minutes, term_number(item, "minutes"));
    snprintf(lead, sizeof lead, "%2d. ", number);
    const char *variant = term_text(item, "variant_name");
    const bool reduced = json_is_true(json_object_get(item, "reduced"));
    snprintf(text, sizeof text, "%s%s%s%s, %s%s%s", term_text(item, "name"),
             *variant ? " (" : "", variant, *variant ? ")" : "", minutes,
             reduced ? ", " : "", reduced ? _("reduced") : "");
    term_paragraph(2, lead, text);
    term_paragraph(6, "", term_text(item, "why"));
}

/* What waits until some time after getting up, and why. */
static void print_morning(const json_t *morning)
{
    char lead[300] = "";
    size_t used = 0, i;
    json_t *name;
    if (!*term_text(morning, "until"))
        return;
    json_array_foreach(json_object_get(morning, "waits"), i, name)
    {
        const int n = snprintf(lead + used, sizeof lead - used, "%s%s",
                               i ? ", " : "", json_string_value(name));
        if (n < 0 || (size_t)n >= sizeof lead - used)
            return;
        used += (size_t)n;
    }
    char text[700];
    snprintf(text, sizeof text, _("Not before %s: %s. %s"),
             term_text(morning, "until"), lead, term_text(morning, "text"));
    term_paragraph(0, "", text);
}

int term_today(struct app *app, const struct term_args *args)
{
    int code = TERM_OK;
    json_t *today = term_ask(app, "today", NULL, NULL, &code);
    if (!today)
        return code;
    if (args->json) {
        term_json(today);
        json_decref(today);
        return code;
    }
    const json_t *blocked = json_object_get(today, "blocked");
    const char *need = term_text(today, "need");
    term_heading(term_text(today, "greeting"));
    if (json_is_object(blocked)) {
        term_paragraph(0, "", term_text(blocked, "text"));
        code = TERM_BLOCKED;
    } else if (*need) {
        term_paragraph(0, "", term_text(today, "why"));
        printf("%s\n", strcmp(need, "profile") == 0
                           ? _("First: stature profile --age YEARS --height CM "
                               "--mass KG")
                           : _("First: stature screen"));
    } else {
        size_t i;
        json_t *item;
        json_array_foreach(json_object_get(today, "items"), i, item)
            print_item(item, (int)i + 1);
        if (json_array_size(json_object_get(today, "items")) == 0)
            printf(_("A rest day.\n"));
        else
            term_paragraph(0, "", term_text(today, "gives"));
        print_morning(json_object_get(today, "morning"));
    }
    json_decref(today);
    return code;
}

void term_print_plan(const json_t *plan, bool why_not)
{
    size_t d, i;
    json_t *day, *item;
    json_array_foreach(json_object_get(plan, "days"), d, day)
    {
        char head[128], minutes[32], date[32];
        words_day_short(term_text(day, "date"), false, date);
        term_minutes(minutes, term_number(day, "minutes"));
        const json_t *items = json_object_get(day, "items");
        const bool rest = json_array_size(items) == 0;
        snprintf(head, sizeof head, "%zu  %s, %s  %s", d,
                 term_text(day, "weekday"), date, rest ? _("rest") : minutes);
        term_heading(head);
        json_array_foreach((json_t *)items, i, item)
            print_item(item, (int)i + 1);
    }
    if (*term_text(plan, "note"))
        term_paragraph(0, "", term_text(plan, "note"));
    if (!why_not)
        return;
    putchar('\n');
    term_heading(_("Left out"));
    json_array_foreach(json_object_get(plan, "left_out"), i, item)
    {
        char lead[80];
        snprintf(lead, sizeof lead, "%s: ", term_text(item, "name"));
        term_paragraph(2, lead, term_text(item, "why"));
    }
}

static json_t *swap(struct app *app, const struct term_args *args, int *code)
{
    int day, index, end = 0;
    const char *where = term_value(args, "swap");
    const char *with = term_value(args, "with");
    if (sscanf(where, "%9d:%9d%n", &day, &index, &end) != 2 || where[end]) {
        *code = term_wrong_value(args, "swap", _("DAY:NUMBER, as in 0:2"));
        return NULL;
    }
    return term_ask(app, "plan swap", NULL,
                    json_pack("{s:i, s:i, s:s}", "day", day, "index", index - 1,
                              "direction", with ? with : "easier"),
                    code);
}

static int write_calendar(struct app *app, const char *path)
{
    unsigned char *bytes;
    size_t len;
    int code = TERM_OK;
    if (!term_fetch(app, "calendar", NULL, &bytes, &len, &code))
        return code;
    code = term_write_file(path, bytes, len);
    free(bytes);
    return code;
}

/* Takes every exclusion of an exercise back, then plans anew. */
static json_t *include(struct app *app, const struct term_args *args, int *code)
{
    const char *id = term_value(args, "include");
    json_t *choices = term_ask(
        app, "journal", json_pack("{s:s}", "kind", "choice"), NULL, code);
    size_t i;
    json_t *choice;
    bool found = false;
    json_array_foreach(choices, i, choice)
    {
        if (strcmp(term_text(choice, "what"), "exclude") != 0 ||
            strcmp(term_text(choice, "exercise"), id) != 0)
            continue;
        char number[24];
        snprintf(number, sizeof number, "%.0f", term_number(choice, "id"));
        json_decref(
            term_ask(app, "journal remove",
                     json_pack("{s:s, s:s}", "kind", "choice", "id", number),
                     NULL, code));
        found = true;
    }
    if (choices && !found) {
        term_wrong(args, _("%s was not excluded"), id);
        *code = TERM_FAILED;
    }
    json_decref(choices);
    return *code == TERM_OK
               ? term_ask(app, "plan make", NULL, json_object(), code)
               : NULL;
}

int term_plan(struct app *app, const struct term_args *args)
{
    if (term_given(args, "calendar"))
        return write_calendar(app, term_value(args, "calendar"));
    int code = TERM_OK;
    json_t *plan;
    const char *out = term_value(args, "exclude");
    if (term_given(args, "swap"))
        plan = swap(app, args, &code);
    else if (term_given(args, "include"))
        plan = include(app, args, &code);
    else if (out)
        plan = term_ask(
            app, "plan exclude", NULL,
            json_pack("{s:s, s:b}", "exercise", out, "permanent", 1), &code);
    else if (term_given(args, "make"))
        plan = term_ask(app, "plan make", NULL, json_object(), &code);
    else
        plan = term_ask(app, "plan", NULL, NULL, &code);
    if (!plan)
        return code;
    if (args->json)
        term_json(plan);
    else
        term_print_plan(plan, term_given(args, "why-not"));
    json_decref(plan);
    return code;
}

// ---- library

static void print_list(const char *head, const json_t *list)
{
    size_t i;
    json_t *v;
    if (json_array_size(list) == 0)
        return;
    putchar('\n');
    term_heading(head);
    json_array_foreach((json_t *)list, i, v)
    {
        if (json_is_string(v))
            term_paragraph(2, "- ", json_string_value(v));
    }
}

/* The sentence, then each part of the spine in numbers. */
static void print_relief(const json_t *relief)
{
    static const struct {
        const char *id, *line;
    } parts[] = {
        {"neck",     N_("neck: %s mm (%s to %s), half an hour later %s mm")},
        {"thoracic",
         N_("upper back: %s mm (%s to %s), half an hour later %s mm")      },
        {"lumbar",
         N_("lower back: %s mm (%s to %s), half an hour later %s mm")      },
    };
    static const char *const fields[] = {"mm", "low", "high", "left_mm"};
    const json_t *regions = json_object_get(relief, "regions");
    term_paragraph(2, "", term_text(relief, "text"));
    for (size_t i = 0; json_is_object(regions) && i < 3; i++) {
        const json_t *part = json_object_get(regions, parts[i].id);
        char number[4][16], line[160];
        for (int k = 0; k < 4; k++) {
            const double mm = term_number(part, fields[k]);
            words_number(number[k], sizeof number[k], "%.2f",
                         mm > -0.005 && mm < 0.005 ? 0 : mm);
        }
        snprintf(line, sizeof line, words_say(parts[i].line), number[0],
                 number[1], number[2], number[3]);
        term_paragraph(2, "- ", line);
    }
}

static void print_exercise(const json_t *ex)
{
    size_t i;
    json_t *v;
    term_heading(term_text(ex, "name"));
    term_paragraph(0, "", term_text(ex, "summary"));
    const json_t *allowed = json_object_get(ex, "allowed");
    if (allowed && strcmp(term_text(allowed, "action"), "ok") != 0)
        term_paragraph(0, _("For you: "), term_text(allowed, "why"));
    putchar('\n');
    json_array_foreach(json_object_get(ex, "steps"), i, v)
    {
        char lead[32];
        snprintf(lead, sizeof lead, "%2zu. ", i + 1);
        term_paragraph(2, lead, term_text(v, "say"));
    }
    const json_t *dose = json_object_get(ex, "dose");
    putchar('\n');
    term_heading(_("Dose"));
    json_array_foreach(json_object_get(dose, "said"), i, v)
    {
        char lead[80];
        snprintf(lead, sizeof lead, "%s: ", term_text(v, "name"));
        term_paragraph(2, lead, term_text(v, "text"));
    }
    term_paragraph(2, _("Ours: "), term_text(dose, "ours"));
    const json_t *relief = json_object_get(ex, "relief");
    if (json_is_object(relief)) {
        putchar('\n');
        term_heading(_("What the discs gain"));
        print_relief(relief);
    }
    print_list(_("What you may feel"), json_object_get(ex, "feel"));
    print_list(_("Take care"), json_object_get(ex, "cautions"));
    print_list(_("Stop when"), json_object_get(ex, "stop"));
    putchar('\n');
    term_paragraph(0, _("Evidence: "),
                   term_text(json_object_get(ex, "evidence"), "text"));
}

static bool in_list(const json_t *list, const char *word)
{
    size_t i;
    json_t *v;
    json_array_foreach((json_t *)list, i, v)
    {
        const char *s =
            json_is_object(v) ? term_text(v, "id") : json_string_value(v);
        if (s && strcmp(s, word) == 0)
            return true;
    }
    return false;
}

static void print_exercises(const json_t *library, const char *region,
                            const char *level)
{
    size_t i;
    json_t *ex;
    json_array_foreach(json_object_get(library, "exercises"), i, ex)
    {
        if (region && !in_list(json_object_get(ex, "regions"), region))
            continue;
        if (level && strcmp(term_text(ex, "level"), level) != 0)
            continue;
        char lead[40], text[400];
        const char *action =
            term_text(json_object_get(ex, "allowed"), "action");
        const bool limited = *action && strcmp(action, "ok") != 0;
        snprintf(lead, sizeof lead, "%-26s ", term_text(ex, "id"));
        snprintf(text, sizeof text, "%s%s%s%s", term_text(ex, "summary"),
                 limited ? " [" : "", limited ? care_action_said(action) : "",
                 limited ? "]" : "");
        term_paragraph(0, lead, text);
    }
}

int term_library(struct app *app, const struct term_args *args)
{
    int code = TERM_OK;
    if (args->words > 1)
        return term_wrong(args, _("one exercise at a time"));
    if (args->json && args->words == 0) {
        json_t *all = care_library_json(app_library(app), NULL);
        if (!all) {
            fprintf(stderr, _("stature: out of memory\n"));
            return TERM_FAILED;
        }
        term_json(all);
        json_decref(all);
        return TERM_OK;
    }
    json_t *answer =
        args->words
            ? term_ask(app, "library show",
                       json_pack("{s:s}", "id", args->word[0]), NULL, &code)
            : term_ask(app, "library", NULL, NULL, &code);
    if (!answer)
        return code;
    if (args->json)
        term_json(answer);
    else if (args->words)
        print_exercise(answer);
    else
        print_exercises(answer, term_value(args, "region"),
                        term_value(args, "level"));
    json_decref(answer);
    return code;
}

// ---- lessons

// the text of simple HTML: tags left out, entities of the five kinds read
static void print_html(const char *html)
{
    char line[4096];
    size_t n = 0;
    for (const char *p = html; *p; p++) {
        if (*p == '<') {
            const bool block =
                strncmp(p, "</p", 3) == 0 || strncmp(p, "</h", 3) == 0 ||
                strncmp(p, "</li", 4) == 0 || strncmp(p, "</tr", 4) == 0;
            p += strcspn(p, ">");
            if (!*p)
                break;
            if (block && n > 0) {
                line[n] = '\0';
                term_paragraph(0, "", line);
                putchar('\n');
                n = 0;
            }
            continue;
        }
        static const struct {
            const char *entity;
            char c;
        } entities[] = {
            {"&amp;",  '&' },
            {"&lt;",   '<' },
            {"&gt;",   '>' },
            {"&quot;", '"' },
            {"&#39;",  '\''}
        };
        char c = *p;
        for (size_t e = 0; c == '&' && e < 5; e++) {
            const size_t len = strlen(entities[e].entity);
            if (strncmp(p, entities[e].entity, len) == 0) {
                c = entities[e].c;
                p += len - 1;
                break;
            }
        }
        if (n + 1 < sizeof line)
            line[n++] = c;
    }
    line[n] = '\0';
    if (strspn(line, " \n") < n)
        term_paragraph(0, "", line);
}

int term_learn(struct app *app, const struct term_args *args)
{
    int code = TERM_OK;
    if (args->words > 1)
        return term_wrong(args, _("one lesson at a time"));
    json_t *answer =
        args->words
            ? term_ask(app, "lesson", json_pack("{s:s}", "id", args->word[0]),
                       NULL, &code)
            : term_ask(app, "lessons", NULL, NULL, &code);
    if (!answer)
        return code;
    if (args->json) {
        term_json(answer);
    } else if (args->words) {
        term_heading(term_text(answer, "title"));
        putchar('\n');
        print_html(term_text(answer, "html"));
    } else {
        size_t i;
        json_t *lesson;
        json_array_foreach(answer, i, lesson)
        {
            char lead[40];
            snprintf(lead, sizeof lead, "%-26s ", term_text(lesson, "id"));
            term_paragraph(0, lead, term_text(lesson, "title"));
        }
    }
    json_decref(answer);
    return code;
}
