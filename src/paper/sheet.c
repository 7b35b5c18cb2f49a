/* Type, pages and the structure of the file, on cairo and Pango. */
#include "paper/sheet.h"
#include "paper/pdf.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The face that the program brings with it, so that a sheet breaks its lines
 * and pages alike on every machine. */
#define FACE "DejaVu Sans"
#define LARGE 1.9 /* body text then has 15 pt */
#define MARGIN 32.0

// kind, points, weight, ink (0 black), space between lines
static const struct {
    double pt;
    PangoWeight weight;
    double grey, leading, grows; /* how much of large print it takes part in */
} type_of[SHEET_TYPES] = {
    [SHEET_TITLE] = {20,  PANGO_WEIGHT_NORMAL, 0,   1.15, .5},
    [SHEET_HEAD] = {11,  PANGO_WEIGHT_BOLD,   0,   1.2,  1 },
    [SHEET_NAME] = {12,  PANGO_WEIGHT_BOLD,   0,   1.2,  1 },
    [SHEET_BODY] = {8,   PANGO_WEIGHT_NORMAL, 0,   1.26, 1 },
    [SHEET_BOLD] = {8,   PANGO_WEIGHT_BOLD,   0,   1.26, 1 },
    [SHEET_NUMBER] = {11,  PANGO_WEIGHT_BOLD,   0,   1.15, 1 },
    [SHEET_LABEL] = {6.6, PANGO_WEIGHT_NORMAL, .30, 1.2,  .7},
    [SHEET_CELL] = {8,   PANGO_WEIGHT_NORMAL, 0,   1.25, 1 },
    [SHEET_SMALL] = {6.4, PANGO_WEIGHT_NORMAL, .30, 1.25, 1 },
    [SHEET_FOOT] = {6.8, PANGO_WEIGHT_NORMAL, 0,   1.22, .7},
    [SHEET_FINE] = {6,   PANGO_WEIGHT_NORMAL, .30, 1.2,  .5},
};

static const double page_size[][2] = {
    [PAPER_A4] = {595.276, 841.890},
    [PAPER_LETTER] = {612,     792    },
};

void sheet_fail(struct sheet *s, enum sp_status status, const char *text)
{
    if (!s->status)
        s->status = sp_fail(s->err, status, "%s", text);
}

// ---- type

double sheet_pt(const struct sheet *s, enum sheet_type type)
{
    return type_of[type].pt * (1 + (s->scale - 1) * type_of[type].grows);
}

double sheet_line(const struct sheet *s, enum sheet_type type)
{
    return sheet_pt(s, type) * type_of[type].leading;
}

static PangoFontDescription *face_of(const struct sheet *s,
                                     enum sheet_type type)
{
    PangoFontDescription *face = pango_font_description_new();
    pango_font_description_set_family_static(face, FACE);
    pango_font_description_set_weight(face, type_of[type].weight);
    pango_font_description_set_absolute_size(face,
                                             sheet_pt(s, type) * PANGO_SCALE);
    return face;
}

// numbers keep their units: no line begins with "mm"
static char *whole_text(const char *lead, const char *text)
{
    GString *whole = g_string_new(lead);
    if (lead)
        g_string_append_c(whole, ' ');
    for (const char *c = text; *c; c++)
        if (words_unit_at(text, c))
            g_string_append(whole, "\u00a0");
        else
            g_string_append_c(whole, *c);
    return g_string_free(whole, FALSE);
}

/* The layout set to a text; every later question is asked of it. */
static PangoLayout *set(struct sheet *s, enum sheet_type type,
                        enum sheet_side side, double width, const char *lead,
                        const char *text)
{
    static const PangoAlignment align[] = {PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER,
                                           PANGO_ALIGN_RIGHT};
    PangoLayout *l = s->layout;
    PangoFontDescription *face = face_of(s, type);
    char *whole = whole_text(lead, text);
    char *valid = g_utf8_make_valid(whole, -1);
    pango_layout_set_font_description(l, face);
    pango_layout_set_ellipsize(l, PANGO_ELLIPSIZE_NONE);
    pango_layout_set_height(l, -1);
    pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(l, align[side]);
    pango_layout_set_width(l, width > 0 ? (int)floor(width * PANGO_SCALE) : -1);
    PangoAttrList *attrs = pango_attr_list_new();
    pango_attr_list_insert(attrs,
                           pango_attr_line_height_new_absolute(
                               (int)lround(sheet_line(s, type) * PANGO_SCALE)));
    // "fi" as two letters, so that a search finds them
    pango_attr_list_insert(attrs, pango_attr_font_features_new("liga=0"));
    if (lead) {
        PangoAttribute *bold = pango_attr_weight_new(PANGO_WEIGHT_BOLD);
        bold->start_index = 0;
        bold->end_index = (guint)strlen(lead);
        pango_attr_list_insert(attrs, bold);
    }
    pango_layout_set_attributes(l, attrs);
    pango_attr_list_unref(attrs);
    pango_layout_set_text(l, valid, -1);
    pango_font_description_free(face);
    g_free(valid);
    g_free(whole);
    return l;
}

static double height_of(PangoLayout *l)
{
    PangoRectangle logical;
    pango_layout_get_extents(l, NULL, &logical);
    return (double)logical.height / PANGO_SCALE;
}

double sheet_measure(struct sheet *s, enum sheet_type type, double width,
                     const char *text)
{
    return height_of(set(s, type, SHEET_LEFT, width, NULL, text));
}

double sheet_wish(struct sheet *s, enum sheet_type type, const char *text)
{
    PangoRectangle logical;
    pango_layout_get_extents(set(s, type, SHEET_LEFT, -1, NULL, text), NULL,
                             &logical);
    return (double)logical.width / PANGO_SCALE;
}

static double show(struct sheet *s, PangoLayout *l, enum sheet_type type,
                   double x, double y, const char *tag)
{
    sheet_ink(s, type_of[type].grey);
    if (tag)
        sheet_tag(s, tag);
    cairo_move_to(s->cr, x, y);
    pango_cairo_show_layout(s->cr, l);
    if (tag)
        sheet_untag(s, tag);
    return height_of(l);
}

double sheet_text(struct sheet *s, enum sheet_type type, enum sheet_side side,
                  double x, double y, double width, const char *tag,
                  const char *text)
{
    return show(s, set(s, type, side, width, NULL, text), type, x, y, tag);
}

double sheet_line_text(struct sheet *s, enum sheet_type type,
                       enum sheet_side side, double x, double y, double width,
                       const char *tag, const char *text)
{
    PangoLayout *l = set(s, type, side, width, NULL, text);
    pango_layout_set_height(l, -1);
    pango_layout_set_ellipsize(l, PANGO_ELLIPSIZE_END);
    return show(s, l, type, x, y, tag);
}

double sheet_flow_height(struct sheet *s, enum sheet_type type, double width,
                         const char *lead, const char *text)
{
    return height_of(set(s, type, SHEET_LEFT, width, lead, text));
}

/* Line by line, so that a text longer than a page still finds its way. */
void sheet_flow(struct sheet *s, enum sheet_type type, double x, double width,
                const char *lead, const char *text)
{
    PangoLayout *l = g_object_ref(set(s, type, SHEET_LEFT, width, lead, text));
    // the shared layout is used for the foot when the page turns
    PangoLayout *mine = pango_layout_copy(l);
    g_object_unref(l);
    PangoLayoutIter *it = pango_layout_get_iter(mine);
    double line_top = s->y; /* page's y of the layout's own zero */
    bool open = false;
    do {
        PangoRectangle logical;
        pango_layout_iter_get_line_extents(it, NULL, &logical);
        const double y0 = (double)logical.y / PANGO_SCALE;
        const double h = (double)logical.height / PANGO_SCALE;
        if (line_top + y0 + h > s->bottom + .01 && s->y > s->top) {
            if (open)
                sheet_untag(s, "P");
            open = false;
            sheet_break(s);
            line_top = s->y - y0;
        }
        if (!open)
            sheet_tag(s, "P");
        open = true;
        sheet_ink(s, type_of[type].grey);
        cairo_move_to(s->cr, x + (double)logical.x / PANGO_SCALE,
                      line_top + (double)pango_layout_iter_get_baseline(it) /
                                     PANGO_SCALE);
        pango_cairo_show_layout_line(s->cr,
                                     pango_layout_iter_get_line_readonly(it));
        s->y = line_top + y0 + h;
    } while (pango_layout_iter_next_line(it));
    if (open)
        sheet_untag(s, "P");
    pango_layout_iter_free(it);
    g_object_unref(mine);
}

// ---- lines

void sheet_ink(struct sheet *s, double grey)
{
    cairo_set_source_rgb(s->cr, grey, grey, grey);
}

void sheet_rule(struct sheet *s, double x0, double y0, double x1, double y1,
                double width, double grey)
{
    sheet_ink(s, grey);
    cairo_set_line_width(s->cr, width);
    cairo_set_line_cap(s->cr, CAIRO_LINE_CAP_BUTT);
    cairo_move_to(s->cr, x0, y0);
    cairo_line_to(s->cr, x1, y1);
    cairo_stroke(s->cr);
}

void sheet_box(struct sheet *s, double x, double y, double w, double h,
               double radius, double width)
{
    cairo_t *cr = s->cr;
    const double r = fmin(radius, fmin(w, h) / 2);
    sheet_ink(s, 0);
    cairo_set_line_width(cr, width);
    cairo_new_sub_path(cr);
    cairo_arc(cr, x + w - r, y + r, r, -G_PI / 2, 0);
    cairo_arc(cr, x + w - r, y + h - r, r, 0, G_PI / 2);
    cairo_arc(cr, x + r, y + h - r, r, G_PI / 2, G_PI);
    cairo_arc(cr, x + r, y + r, r, G_PI, 1.5 * G_PI);
    cairo_close_path(cr);
    cairo_stroke(cr);
}

void sheet_tag(struct sheet *s, const char *tag)
{
    cairo_tag_begin(s->cr, tag, NULL);
}

void sheet_untag(struct sheet *s, const char *tag)
{
    cairo_tag_end(s->cr, tag);
}

// ---- pages

static void end_page(struct sheet *s)
{
    if (s->foot)
        s->foot(s, s->foot_with);
}

void sheet_break(struct sheet *s)
{
    end_page(s);
    cairo_show_page(s->cr);
    s->page++;
    s->y = s->top;
}

bool sheet_need(struct sheet *s, double height)
{
    if (s->y + height <= s->bottom + .01 || s->y <= s->top)
        return true;
    sheet_break(s);
    return false;
}

static cairo_status_t keep(void *to, const unsigned char *data, unsigned n)
{
    struct sheet *s = to;
    if (s->counting)
        return CAIRO_STATUS_SUCCESS;
    if (s->len + n > s->room) {
        const size_t room = 2 * (s->len + n) + 65536;
        unsigned char *more = realloc(s->bytes, room);
        if (!more)
            return CAIRO_STATUS_NO_MEMORY;
        s->bytes = more;
        s->room = room;
    }
    memcpy(s->bytes + s->len, data, n);
    s->len += n;
    return CAIRO_STATUS_SUCCESS;
}

static void describe(struct sheet *s, const struct sheet_document *doc)
{
    cairo_pdf_surface_set_metadata(s->surface, CAIRO_PDF_METADATA_TITLE,
                                   doc->title);
    if (doc->subject)
        cairo_pdf_surface_set_metadata(s->surface, CAIRO_PDF_METADATA_SUBJECT,
                                       doc->subject);
    cairo_pdf_surface_set_metadata(s->surface, CAIRO_PDF_METADATA_CREATOR,
                                   "Stature");
    // the day, not the minute: the same sheet is the same file
    char stamp[32];
    snprintf(stamp, sizeof stamp, "%.10sT12:00:00Z",
             doc->made ? doc->made : "2000-01-01");
    cairo_pdf_surface_set_metadata(s->surface, CAIRO_PDF_METADATA_CREATE_DATE,
                                   stamp);
    cairo_pdf_surface_set_metadata(s->surface, CAIRO_PDF_METADATA_MOD_DATE,
                                   stamp);
}

static void sheet_begin(struct sheet *s, const struct sheet_document *doc)
{
    s->width = page_size[doc->size][0];
    s->height = page_size[doc->size][1];
    s->left = s->top = MARGIN;
    s->right = s->width - MARGIN;
    s->bottom = s->height - MARGIN;
    s->scale = doc->large ? LARGE : 1;
    s->y = s->top;
    s->page = 1;
    s->surface =
        cairo_pdf_surface_create_for_stream(keep, s, s->width, s->height);
    cairo_pdf_surface_restrict_to_version(s->surface, CAIRO_PDF_VERSION_1_4);
    describe(s, doc);
    s->cr = cairo_create(s->surface);
    PangoContext *context = pango_font_map_create_context(s->fonts);
    s->layout = pango_layout_new(context);
    // positions to the fraction of a point: print has no pixels to snap to
    cairo_font_options_t *font = cairo_font_options_create();
    cairo_font_options_set_hint_style(font, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(font, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, font);
    pango_context_set_round_glyph_positions(context, FALSE);
    cairo_font_options_destroy(font);
    g_object_unref(context);
    pango_layout_context_changed(s->layout);
}

static void sheet_end(struct sheet *s)
{
    end_page(s);
    sheet_untag(s, "Document");
    cairo_show_page(s->cr);
    g_object_unref(s->layout);
    const cairo_status_t drawn = cairo_status(s->cr);
    cairo_destroy(s->cr);
    cairo_surface_finish(s->surface);
    const cairo_status_t written = cairo_surface_status(s->surface);
    cairo_surface_destroy(s->surface);
    if (drawn == CAIRO_STATUS_NO_MEMORY || written == CAIRO_STATUS_NO_MEMORY)
        sheet_fail(s, SP_E_NOMEM, _("Not enough memory for the sheet."));
    else if (drawn || written)
        sheet_fail(s, SP_E_IO, cairo_status_to_string(drawn ? drawn : written));
}

enum sp_status sheet_print(const struct sheet_document *doc,
                           unsigned char **bytes, size_t *len, int *pages,
                           struct sp_error *err)
{
    int all = 0;
    // fonts of one's own: nothing stays behind in the thread
    PangoFontMap *fonts = pango_cairo_font_map_new();
    for (int pass = 0; pass < 2; pass++) {
        struct sheet s = {
            .counting = pass == 0, .pages = all, .err = err, .fonts = fonts};
        sheet_begin(&s, doc);
        sheet_tag(&s, "Document");
        doc->fill(&s, doc->with);
        sheet_end(&s);
        all = s.page;
        if (!s.status && !s.counting)
            s.status =
                pdf_add_language(&s.bytes, &s.len, words_language(), err);
        if (s.status) {
            free(s.bytes);
            g_object_unref(fonts);
            return s.status;
        }
        *bytes = s.bytes;
        *len = s.len;
    }
    g_object_unref(fonts);
    if (pages)
        *pages = all;
    return SP_OK;
}
