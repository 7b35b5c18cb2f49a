/*
 * A written text as a person would read it aloud. One pass from left to right:
 * at each place the first of these that fits is spoken out, all else is copied:
 * a short form ("e.g."), a level of the spine ("L4/L5"), a time ("7:30"), a
 * fraction ("1/2", "140/90"), a quantity ("10–30 s"), a sign ("±").
 */
#include "voice/tongue.h"
#include "voice/voice_internal.h"

#include <stdio.h>
#include <string.h>

// ---- looking

static bool digit(char c) { return c >= '0' && c <= '9'; }

// bytes of the UTF-8 character at p
static size_t length_at(const char *p)
{
    size_t n = 1;
    while ((p[n] & 0xC0) == 0x80)
        n++;
    return n;
}

// a letter or digit; of other scripts those of Latin-1 that are letters
static bool wordly(const char *p)
{
    const unsigned char c = (unsigned char)*p;
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || digit(*p))
        return true;
    return c == 0xC3 && (unsigned char)p[1] != 0x97 &&
           (unsigned char)p[1] != 0xB7; // × and ÷
}

static bool begins(const char *p, const char *sign)
{
    return strncmp(p, sign, strlen(sign)) == 0;
}

static size_t blank_at(const char *p)
{
    static const char *const blanks[] = {" ", "\u00A0", "\u2009", "\u202F",
                                         NULL};
    for (const char *const *b = blanks; *b; b++)
        if (begins(p, *b))
            return strlen(*b);
    return 0;
}

static size_t dash_at(const char *p)
{
    static const char *const dashes[] = {"-", "–", "‑", "−", NULL};
    for (const char *const *d = dashes; *d; d++)
        if (begins(p, *d))
            return strlen(*d);
    return 0;
}

// ---- numbers

struct number {
    unsigned long whole;
    char after_point[12];             /* digits; "" none */
    const struct tongue_mixed *mixed; /* ½ and so on; NULL none */
    size_t len;                       /* bytes read; 0 = no number */
};

static struct number read_number(const struct tongue *t, const char *p)
{
    struct number n = {0};
    const char *at = p;
    size_t digits = 0;
    for (; digit(*at); at++, digits++)
        n.whole = n.whole * 10 + (unsigned long)(*at - '0');
    while (digits <= 3 && n.whole > 0 && *at == t->group_mark && digit(at[1]) &&
           digit(at[2]) && digit(at[3]) && !digit(at[4])) {
        n.whole = n.whole * 1000 + (unsigned long)(at[1] - '0') * 100 +
                  (unsigned long)(at[2] - '0') * 10 +
                  (unsigned long)(at[3] - '0');
        at += 4;
        if (n.whole >= 1000000)
            break;
    }
    if (digits == 0 || digits > 9)
        return (struct number){0};
    if ((*at == '.' || *at == ',') && digit(at[1])) {
        size_t k = 0;
        for (at++; digit(*at) && k + 1 < sizeof n.after_point; at++)
            n.after_point[k++] = *at;
    }
    for (const struct tongue_mixed *m = t->mixed; m->sign && !n.mixed; m++)
        if (begins(at, m->sign)) {
            n.mixed = m;
            at += strlen(m->sign);
        }
    n.len = (size_t)(at - p);
    return n;
}

static void say_number(const struct tongue *t, struct words *w,
                       const struct number *n, enum lean lean)
{
    t->number(w, n->whole, *n->after_point ? LEAN_NONE : lean);
    if (*n->after_point)
        words_put(w, t->point);
    const char *d = n->after_point;
    if (t->pairs && strlen(d) == 2 && d[0] != '0') {
        t->number(
            w, 10ul * (unsigned long)(d[0] - '0') + (unsigned long)(d[1] - '0'),
            LEAN_NONE);
        return;
    }
    for (; *d; d++)
        t->number(w, (unsigned long)(*d - '0'), LEAN_NONE);
}

static void say_mixed(struct words *w, const struct number *n, enum lean lean)
{
    if (n->mixed)
        words_put(w, lean == LEAN_FEMININE && n->mixed->feminine
                         ? n->mixed->feminine
                         : n->mixed->words);
}

// the longest unit behind a number, with or without a blank
static const struct tongue_unit *unit_at(const struct tongue *t, const char *p,
                                         size_t *len)
{
    const struct tongue_unit *best = NULL;
    const size_t blank = blank_at(p);
    for (const struct tongue_unit *u = t->units; u->sign; u++) {
        if (!begins(p + blank, u->sign))
            continue;
        const char *end = p + blank + strlen(u->sign);
        // a cross stands between two numbers, any other sign at a word's end
        const bool cross =
            strcmp(u->sign, "×") == 0 || strcmp(u->sign, "x") == 0;
        const bool fits = cross ? digit(end[blank_at(end)]) : !wordly(end);
        if (fits && (!best || strlen(u->sign) > strlen(best->sign)))
            best = u;
    }
    if (best)
        *len = blank + strlen(best->sign);
    return best;
}

// "2026-11-21", "1st", "3D", "1.2.3": left to the voice as they are
static size_t odd_token(const char *p)
{
    size_t n = 0;
    while (wordly(p + n) || (p[n] && strchr("-./:", p[n]) && wordly(p + n + 1)))
        n += wordly(p + n) ? length_at(p + n) : 1;
    return n;
}

// a quantity: a number or a range, and its unit
static size_t take_quantity(const struct tongue *t, struct words *w,
                            const char *p)
{
    const size_t sign = digit(*p) ? 0 : dash_at(p);
    const struct number a = read_number(t, p + sign);
    if (!a.len)
        return 0;
    struct number b = {0};
    const char *at = p + sign + a.len;
    const size_t dash = dash_at(at);
    if (dash && digit(at[dash]))
        b = read_number(t, at + dash);
    if (b.len)
        at += dash + b.len;
    size_t unit_len = 0;
    const struct tongue_unit *u = unit_at(t, at, &unit_len);
    const size_t more = dash_at(at);
    if (!u && (wordly(at) || (*at && strchr("./:", *at) && digit(at[1])) ||
               (more && digit(at[more])))) {
        const size_t n = odd_token(p);
        words_copy(w, p, n);
        return n;
    }
    const enum lean lean = u ? u->lean : t->leans(at);
    if (sign)
        words_put(w, t->minus);
    say_number(t, w, &a, lean);
    if (b.len) {
        words_put(w, t->to);
        say_number(t, w, &b, lean);
    }
    const struct number *last = b.len ? &b : &a;
    const bool one = !b.len && a.whole == 1 && !*a.after_point &&
                     (!a.mixed || t->mixed_last);
    if (!t->mixed_last || !u)
        say_mixed(w, last, lean);
    if (u)
        words_put(w, one ? u->one : u->many);
    if (t->mixed_last && u)
        say_mixed(w, last, lean);
    return (size_t)(at - p) + (u ? unit_len : 0);
}

static size_t take_time(const struct tongue *t, struct words *w, const char *p)
{
    size_t n = 0;
    unsigned hour = 0;
    for (; n < 2 && digit(p[n]); n++)
        hour = hour * 10 + (unsigned)(p[n] - '0');
    if (n == 0 || p[n] != ':' || !digit(p[n + 1]) || !digit(p[n + 2]) ||
        wordly(p + n + 3) || p[n + 3] == ':')
        return 0;
    const unsigned minute =
        (unsigned)(p[n + 1] - '0') * 10 + (unsigned)(p[n + 2] - '0');
    if (hour > 23 || minute > 59)
        return 0;
    t->clock(w, hour, minute);
    return n + 3;
}

static size_t take_fraction(const struct tongue *t, struct words *w,
                            const char *p)
{
    const struct number a = read_number(t, p);
    if (!a.len || *a.after_point || a.mixed || p[a.len] != '/')
        return 0;
    const struct number b = read_number(t, p + a.len + 1);
    const size_t n = a.len + 1 + b.len;
    if (!b.len || *b.after_point || b.mixed || p[n] == '/' || wordly(p + n))
        return 0;
    for (const struct tongue_part *f = t->parts; f->words; f++)
        if (a.whole == (unsigned long)f->above &&
            b.whole == (unsigned long)f->below) {
            words_put(w, f->words);
            // "1/2 min": half of one
            size_t len = 0;
            const struct tongue_unit *u = unit_at(t, p + n, &len);
            if (u)
                words_put(w, u->one);
            return n + (u ? len : 0);
        }
    say_number(t, w, &a, LEAN_NONE);
    words_put(w, t->over);
    say_number(t, w, &b, LEAN_NONE);
    return n;
}

// ---- levels of the spine, short forms, signs

// "L4" and the like: region letter, number of that region
static size_t level_at(const char *p, char *region, unsigned long *n)
{
    static const struct {
        char region;
        unsigned long last;
    } regions[] = {
        {'C', 7 },
        {'T', 12},
        {'L', 5 },
        {'S', 5 }
    };
    for (size_t i = 0; i < sizeof regions / sizeof *regions; i++) {
        size_t len = 1;
        if (*p != regions[i].region)
            continue;
        for (*n = 0; len < 3 && digit(p[len]); len++)
            *n = *n * 10 + (unsigned long)(p[len] - '0');
        if (len == 1 || *n < 1 || *n > regions[i].last)
            return 0;
        *region = *p;
        return len;
    }
    return 0;
}

static void say_level(const struct tongue *t, struct words *w, char region,
                      unsigned long n)
{
    const char letter[] = {region, '\0'};
    words_put(w, letter);
    t->number(w, n, LEAN_NONE);
}

static size_t take_level(const struct tongue *t, struct words *w, const char *p)
{
    char region = 0, next_region = 0;
    unsigned long n = 0, next = 0;
    size_t len = level_at(p, &region, &n);
    if (!len || digit(p[len]))
        return 0;
    const size_t join = p[len] == '/' ? 1 : dash_at(p + len);
    const char *second = p + len + join;
    size_t second_len = join ? level_at(second, &next_region, &next) : 0;
    const bool bare = join && !second_len && digit(*second); // "L4/5"
    if (bare) {
        const struct number b = read_number(t, second);
        second_len = b.len;
        next = b.whole;
    }
    if (wordly(second_len ? second + second_len : p + len))
        return 0;
    say_level(t, w, region, n);
    if (!second_len)
        return len;
    if (bare)
        t->number(w, next, LEAN_NONE);
    else
        say_level(t, w, next_region, next);
    return len + join + second_len;
}

static size_t take_short(const struct tongue *t, struct words *w, const char *p)
{
    for (const struct tongue_pair *s = t->shorts; s->sign; s++) {
        const size_t n = strlen(s->sign);
        if (!begins(p, s->sign) || wordly(p + n))
            continue;
        words_put(w, s->words);
        // the point of a short form also ended the sentence
        if (s->sign[n - 1] == '.' &&
            (!p[n] || (p[n] == ' ' && p[n + 1] >= 'A' && p[n + 1] <= 'Z')))
            words_copy(w, ".", 1);
        return n;
    }
    return 0;
}

static size_t take_sign(const struct tongue *t, struct words *w,
                        const char *text, const char *p)
{
    static const char *const silent[] = {"“",  "”", "„", "«", "»",
                                         "\"", "*", "·", "#", NULL};
    static const char *const pause[] = {"–", "—", "…", NULL};
    for (const struct tongue_pair *s = t->signs; s->sign; s++)
        if (begins(p, s->sign)) {
            words_put(w, s->words);
            return strlen(s->sign);
        }
    for (const char *const *s = silent; *s; s++)
        if (begins(p, *s))
            return strlen(*s);
    for (const char *const *s = pause; *s; s++)
        if (begins(p, *s)) {
            while (w->used && w->text[w->used - 1] == ' ')
                w->text[--w->used] = '\0';
            words_copy(w, ",", 1);
            return strlen(*s);
        }
    if (begins(p, "’")) {
        words_copy(w, "'", 1);
        return strlen("’");
    }
    if (*p == '/' && p > text && wordly(p + 1)) {
        words_put(w, t->or_word);
        return 1;
    }
    return 0;
}

// ---- the pass

static void copy_one(struct words *w, const char *p, size_t n)
{
    const size_t blank = blank_at(p);
    if (blank) {
        if (!words_apart(w))
            words_copy(w, " ", 1);
    } else {
        if (w->spoken && wordly(p) && !words_apart(w))
            words_copy(w, " ", 1);
        words_copy(w, p, n);
    }
    w->spoken = false;
}

static bool word_begins(const char *text, const char *p)
{
    if (p == text)
        return true;
    const char *before = p - 1;
    while (before > text && (*before & 0xC0) == 0x80)
        before--;
    return !wordly(before);
}

bool voice_words(const char *text, const char *language, char *out, size_t size)
{
    if (size == 0)
        return false;
    const struct tongue *t = tongue_of(language);
    struct words w = {.text = out, .size = size};
    out[0] = '\0';
    for (const char *p = text; *p && !w.cut;) {
        const bool first = t && word_begins(text, p);
        // a minus belongs to its number only where no word ends before it
        const bool number =
            first && (digit(*p) || (dash_at(p) && digit(p[dash_at(p)]) &&
                                    (p == text || blank_at(p - 1))));
        size_t n = 0;
        if (first && !(n = take_short(t, &w, p)))
            n = take_level(t, &w, p);
        if (!n && number && !(n = take_time(t, &w, p)) &&
            !(n = take_fraction(t, &w, p)))
            n = take_quantity(t, &w, p);
        if (!n && t)
            n = take_sign(t, &w, text, p);
        if (!n) {
            n = length_at(p);
            copy_one(&w, p, n);
        }
        p += n;
    }
    return !w.cut;
}
