/* Words of the library's safety texts; nothing here decides what is urgent. */
#include "paper/foot.h"
#include "paper/words.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GAP 12.0
#define ABOVE 6.0 /* between content and rule, rule and text */

/* The texts say "your emergency number"; with a country it has a name. */
static char *with_number(const char *text, const char *country,
                         const char *number)
{
    if (!country)
        return g_strdup(text);
    char **parts = g_strsplit(text, _("your emergency number"), -1);
    char *out = g_strjoinv(number, parts);
    g_strfreev(parts);
    return out;
}

/* "Emergency, call 112: chest pain or breathlessness; numb between …" */
static char *emergency_lead(const struct care_stop_texts *t, const char *number)
{
    GString *out = g_string_new(_("Emergency"));
    if (number)
        g_string_append_printf(out, _(", call %s"), number);
    const char *before = ": ";
    for (int i = 0; i < t->answers; i++)
        if (t->answer[i].then == CARE_CALL_EMERGENCY) {
            g_string_append_printf(out, "%s%c%s", before,
                                   g_ascii_tolower(t->answer[i].label[0]),
                                   t->answer[i].label + 1);
            before = "; ";
        }
    g_string_append_c(out, '.');
    return g_string_free(out, FALSE);
}

static char *signs(const struct care_stop_texts *t)
{
    GString *out = g_string_new(NULL);
    for (int i = 0; i < t->signs; i++)
        g_string_append_printf(out, "%s%s", i ? ", " : "", t->sign[i].text);
    g_string_append_c(out, '.');
    return g_string_free(out, FALSE);
}

enum sp_status foot_init(struct foot *f, const struct paper_handout *h,
                         struct sp_error *err)
{
    const struct care_stop_texts *t = care_stop_texts(h->library);
    const char *number = care_emergency_number(h->library, h->country);
    memset(f, 0, sizeof *f);
    f->emergency_lead = emergency_lead(t, h->country ? number : NULL);
    f->emergency = with_number(care_triage_text(h->library, CARE_EMERGENCY),
                               h->country, number);
    for (int i = 0; i < t->answers; i++)
        if (!strcmp(t->answer[i].id, "nerve")) {
            f->nerve_lead = g_strconcat(t->answer[i].label, ":", NULL);
            f->nerve = with_number(t->answer[i].text, h->country, number);
        }
    f->stop = signs(t);
    char day[32] = "";
    if (h->made)
        words_day(h->made, day);
    f->line =
        g_strdup_printf(_("Stature%s%s. General wellness, not a diagnosis "
                          "or a treatment."),
                        *day ? ", " : "", day);
    char *text = NULL;
    enum sp_status s =
        paper_write_code(h->library, h->item, h->items, h->from, &text, err);
    if (!s)
        s = code_dots_init(&f->code, text, err);
    if (!s)
        f->code_side = code_size(&f->code);
    free(text);
    return s;
}

void foot_release(struct foot *f)
{
    g_free(f->emergency_lead);
    g_free(f->emergency);
    g_free(f->nerve_lead);
    g_free(f->nerve);
    g_free(f->stop);
    g_free(f->line);
    code_dots_release(&f->code);
}

static double words_width(const struct sheet *s, const struct foot *f)
{
    return s->right - s->left - f->code_side - GAP;
}

/* The three paragraphs; drawn when `tag` is not NULL. */
static double words(struct sheet *s, const struct foot *f, double y, bool draw)
{
    const struct {
        const char *lead, *text;
    } part[] = {
        {f->emergency_lead,                 f->emergency},
        {f->nerve_lead,                     f->nerve    },
        {N_("Stop the movement and rest:"), f->stop     },
    };
    const double width = words_width(s, f), top = y;
    for (int i = 0; i < 3; i++) {
        if (!part[i].text)
            continue;
        if (draw) {
            s->y = y;
            sheet_flow(s, SHEET_FOOT, s->left, width, words_say(part[i].lead),
                       part[i].text);
        }
        y += sheet_flow_height(s, SHEET_FOOT, width, words_say(part[i].lead),
                               part[i].text) +
             2;
    }
    return y - top;
}

/* What stands at the very bottom, beside the code: long words take two lines,
 * none is left out. */
static char *last_line(const struct foot *f, int page, int pages)
{
    char of[48];
    snprintf(of, sizeof of, _("Page %d of %d"), page, pages);
    return g_strdup_printf("%s    %s", of, f->line);
}

static double last_line_height(struct sheet *s, const struct foot *f)
{
    char *line = last_line(f, 100, 100); // alike on every page
    const double h =
        sheet_flow_height(s, SHEET_FINE, words_width(s, f), NULL, line);
    g_free(line);
    return h;
}

double foot_height(struct sheet *s, const struct foot *f)
{
    return 2 * ABOVE + fmax(words(s, f, 0, false) + last_line_height(s, f) + 2,
                            f->code_side + sheet_line(s, SHEET_FINE));
}

void foot_draw(struct sheet *s, const void *with)
{
    const struct foot *f = with;
    const double fine = sheet_line(s, SHEET_FINE), bottom = s->bottom;
    const double rule_y = bottom + ABOVE, top = rule_y + ABOVE;
    // below the content's end, so the page must not turn here
    s->bottom = INFINITY;
    sheet_rule(s, s->left, rule_y, s->right, rule_y, 1, 0);
    words(s, f, top, true);
    const double floor_y = s->height - s->top;
    const double x = s->right - f->code_side;
    code_draw(s, &f->code, x, floor_y - fine - f->code_side, f->code_side);
    sheet_text(s, SHEET_FINE, SHEET_CENTRE, x - GAP, floor_y - fine,
               f->code_side + 2 * GAP, NULL, _("this plan, to scan"));
    char *line = last_line(f, s->page, s->pages ? s->pages : s->page);
    sheet_text(s, SHEET_FINE, SHEET_LEFT, s->left,
               floor_y - last_line_height(s, f), words_width(s, f), NULL, line);
    g_free(line);
    s->bottom = bottom;
}
