/* The door: who may ask, how much, in which words; streams and files. */
#include "client.h"

static const char *const note = "{\"text\":\"a day\"}";
#define NOTES "/api/v1/journal/note"

static int notes(struct live *l)
{
    json_t *list = json_loads(get(l, NOTES)->body, 0, NULL);
    const int n = (int)json_array_size(list);
    json_decref(list);
    return n;
}

static void only_own_names_as_host(void **state)
{
    struct live *l = *state;
    // host, or NULL for none; status
    static const struct {
        const char *host;
        bool own_port;
        int status;
    } row[] = {
        {"127.0.0.1",         true,  200},
        {"localhost",         true,  200},
        {"LOCALHOST",         true,  200},
        {"[::1]",             true,  200},
        {"127.0.0.1",         false, 421},
        {"stature.example",   true,  421},
        {"127.0.0.1.example", true,  421},
        {"localhost.",        true,  421},
        {"0.0.0.0",           true,  421},
        {"",                  false, 421},
    };
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        char text[300], port[16] = "";
        if (row[i].own_port)
            snprintf(port, sizeof port, ":%d", l->port);
        const int n = snprintf(text, sizeof text,
                               "GET /api/v1/version HTTP/1.1\r\nHost: %s%s\r\n"
                               "Connection: close\r\n\r\n",
                               row[i].host, port);
        const struct reply *r = raw(l, text, (size_t)n);
        if (r->status != row[i].status)
            fail_msg("Host %s%s: %d", row[i].host, port, r->status);
    }
    const char *none = "GET /api/v1/version HTTP/1.0\r\n\r\n";
    assert_int_equal(raw(l, none, strlen(none))->status, 421);
}

static void other_pages_write_nothing(void **state)
{
    struct live *l = *state;
    static const char *const foreign[] = {
        "Origin: http://stature.example\r\n", "Origin: null\r\n",
        "Origin: http://127.0.0.1:1\r\n",     "Sec-Fetch-Site: cross-site\r\n",
        "Sec-Fetch-Site: same-site\r\n",
    };
    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++)
        assert_int_equal(request(l, "POST", NOTES, foreign[i], note)->status,
                         403);
    assert_int_equal(notes(l), 0);
    assert_int_equal(request(l, "GET", "/api/v1/today",
                             "Sec-Fetch-Site: cross-site\r\n", NULL)
                         ->status,
                     403);
    // a link from another port may be followed, its page may not read
    const struct reply *r = request(l, "GET", "/api/v1/today",
                                    "Sec-Fetch-Site: same-site\r\n", NULL);
    assert_int_equal(r->status, 200);
    assert_string_equal(header(r, "Cross-Origin-Resource-Policy"),
                        "same-origin");
    char own[80];
    snprintf(own, sizeof own,
             "Origin: http://localhost:%d\r\nSec-Fetch-Site: same-origin\r\n",
             l->port);
    assert_int_equal(request(l, "POST", NOTES, own, note)->status, 201);
    assert_int_equal(notes(l), 1);
}

static void a_form_is_not_json(void **state)
{
    struct live *l = *state;
    static const char *const type[] = {
        "application/x-www-form-urlencoded", "text/plain",
        "multipart/form-data; boundary=x", "application/jsonp"};
    for (size_t i = 0; i < sizeof type / sizeof type[0]; i++) {
        char text[400];
        const int n = snprintf(text, sizeof text,
                               "POST " NOTES " HTTP/1.1\r\nHost: localhost:%d"
                               "\r\nConnection: close\r\nContent-Type: %s\r\n"
                               "Content-Length: %zu\r\n\r\n%s",
                               l->port, type[i], strlen(note), note);
        assert_int_equal(raw(l, text, (size_t)n)->status, 415);
    }
    assert_int_equal(notes(l), 0);
}

static void broken_json_is_told_with_its_place(void **state)
{
    struct live *l = *state;
    static const char *const wrong[] = {"{",
                                        "{\"text\":}",
                                        "nonsense",
                                        "{\"text\":\"a\",\"text\":\"b\"}",
                                        "{\"text\":\"\\ud800\"}",
                                        "{\"text\":NaN}",
                                        "{} {}"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        const struct reply *r = request(l, "POST", NOTES, NULL, wrong[i]);
        assert_int_equal(r->status, 400);
        assert_non_null(strstr(r->body, "line 1"));
    }
    assert_int_equal(request(l, "POST", NOTES, NULL, "[]")->status, 400);
    assert_int_equal(request(l, "POST", NOTES, NULL, "")->status, 400);
    assert_int_equal(notes(l), 0);
}

static void bodies_are_bounded(void **state)
{
    struct live *l = *state;
    // as declared
    char text[300];
    int n = snprintf(text, sizeof text,
                     "POST " NOTES " HTTP/1.1\r\nHost: localhost:%d\r\n"
                     "Content-Type: application/json\r\nConnection: close\r\n"
                     "Content-Length: 1048577\r\n\r\n",
                     l->port);
    assert_int_equal(raw(l, text, (size_t)n)->status, 413);
    // and as sent without saying: 17 chunks of 64 KiB
    const size_t chunk = 65536, all = 400 + 17 * (chunk + 16);
    char *big = malloc(all);
    assert_non_null(big);
    size_t used = (size_t)snprintf(
        big, all,
        "POST " NOTES " HTTP/1.1\r\nHost: localhost:%d\r\nConnection: close"
        "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked"
        "\r\n\r\n",
        l->port);
    for (int i = 0; i < 17; i++) {
        memcpy(big + used, "10000\r\n", 7);
        memset(big + used + 7, ' ', chunk);
        memcpy(big + used + 7 + chunk, "\r\n", 2);
        used += chunk + 9;
    }
    memcpy(big + used, "0\r\n\r\n", 5);
    assert_int_equal(raw(l, big, used + 5)->status, 413);
    free(big);
    assert_int_equal(notes(l), 0);
}

static void unknown_addresses_and_methods(void **state)
{
    struct live *l = *state;
    assert_int_equal(get(l, "/api/v1/nothing")->status, 404);
    assert_int_equal(get(l, "/api/v2/today")->status, 404);
    assert_int_equal(get(l, "/assets/../../etc/passwd")->status, 404);
    assert_int_equal(get(l, "/assets/%2e%2e/%2e%2e/etc/passwd")->status, 404);
    assert_int_equal(get(l, "/api/v1/library/%ff%fe")->status, 404);
    const struct reply *r = request(l, "DELETE", "/api/v1/plan", NULL, NULL);
    assert_int_equal(r->status, 405);
    assert_string_equal(header(r, "Allow"), "GET, POST, HEAD");
    r = request(l, "POST", "/", NULL, "{}");
    assert_int_equal(r->status, 405);
    assert_int_equal(request(l, "TRACE", "/api/v1/today", NULL, NULL)->status,
                     405);
}

static void a_query_is_text_and_names_no_path(void **state)
{
    struct live *l = *state;
    assert_int_equal(get(l, "/api/v1/lessons?page=%ff")->status, 400);
    assert_int_equal(get(l, "/api/v1/lessons?%ff=1")->status, 400);
    const struct reply *r = get(l, "/api/v1/library/cat_cow?id=plank");
    assert_int_equal(r->status, 200);
    assert_non_null(strstr(r->body, "\"id\":\"cat_cow\""));
}

static void a_query_that_is_not_known_is_told(void **state)
{
    static const struct {
        const char *address, *sentence;
    } row[] = {
        {"/handout.pdf?large=maybe",
         "large: \\\"maybe\\\" is neither 1 nor 0."                                            },
        {"/report.pdf?large=yes",                "large: \\\"yes\\\" is neither 1 nor 0."      },
        {"/figure/childs_pose.svg?dark=2",
         "dark: \\\"2\\\" is neither 1 nor 0."                                                 },
        {"/figure/childs_pose.png?discs=on",
         "discs: \\\"on\\\" is neither 1 nor 0."                                               },
        {"/figure/childs_pose.svg?ground=false",
         "ground: \\\"false\\\" is neither 1 nor 0."                                           },
        {"/figure/childs_pose.glb?whole=x",
         "whole: \\\"x\\\" is neither 1 nor 0."                                                },
        {"/handout.pdf?larg=1",                  "larg: there is no such field here."          },
        {"/handout.pdf?siz",                     "siz: there is no such field here."           },
        {"/today?day=monday",                    "day: there is no such field here."           },
        {"/lessons/stretch?page=learn",          "page: there is no such field here."          },
        {"/lessons?page=lear",                   "page: no page \\\"lear\\\" has lessons."     },
        {"/facts?kind=no",                       "kind: there are no facts of kind \\\"no\\\"."},
    };
    struct live *l = *state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        char address[100];
        snprintf(address, sizeof address, "/api/v1%s", row[i].address);
        const struct reply *r = get(l, address);
        if (r->status != 422 || !strstr(r->body, row[i].sentence))
            fail_msg("%s: %d %.300s", address, r->status, r->body);
    }
    assert_int_equal(
        get(l, "/api/v1/figure/childs_pose.svg?dark=0&ground=")->status, 200);
}

static void head_is_get_without_a_body(void **state)
{
    struct live *l = *state;
    const struct reply *r = request(l, "HEAD", "/api/v1/version", NULL, NULL);
    assert_int_equal(r->status, 200);
    assert_int_equal(r->len, 0);
    assert_true(atoi(header(r, "Content-Length")) > 0);
}

static void every_answer_is_hardened(void **state)
{
    struct live *l = *state;
    static const char *const path[] = {"/", "/api/v1/today", "/nothing",
                                       "/api/v1/chime/0.wav"};
    for (size_t i = 0; i < sizeof path / sizeof path[0]; i++) {
        const struct reply *r = get(l, path[i]);
        const char *policy = header(r, "Content-Security-Policy");
        assert_non_null(strstr(policy, "default-src 'none'"));
        assert_non_null(strstr(policy, "script-src 'self'"));
        assert_null(strstr(policy, "unsafe"));
        assert_non_null(strstr(policy, "frame-ancestors 'none'"));
        assert_string_equal(header(r, "X-Content-Type-Options"), "nosniff");
        assert_string_equal(header(r, "Referrer-Policy"), "no-referrer");
        assert_string_equal(header(r, "Access-Control-Allow-Origin"), "");
    }
}

static void answers_are_not_kept_but_figures_are_checked(void **state)
{
    struct live *l = *state;
    assert_string_equal(header(get(l, "/api/v1/today"), "Cache-Control"),
                        "no-store");
    const struct reply *r = get(l, "/api/v1/chime/1.wav");
    char again[2100];
    assert_int_equal(r->status, 200);
    snprintf(again, sizeof again, "If-None-Match: %s\r\n", header(r, "ETag"));
    r = request(l, "GET", "/api/v1/chime/1.wav", again, NULL);
    assert_int_equal(r->status, 304);
    assert_int_equal(r->len, 0);
}

static void words_are_sent_once_to_each_language(void **state)
{
    struct live *l = *state;
    static const char spanish[] = "Accept-Language: es-MX\r\n";
    char tag[80], again[200];
    const struct reply *r = request(l, "GET", "/api/v1/words", spanish, NULL);
    assert_int_equal(r->status, 200);
    assert_non_null(strstr(r->body, "\"language\":\"es\""));
    snprintf(tag, sizeof tag, "%.70s", header(r, "ETag"));
    assert_true(strlen(tag) > 8);
    snprintf(again, sizeof again, "%sIf-None-Match: %s\r\n", spanish, tag);
    r = request(l, "GET", "/api/v1/words", again, NULL);
    assert_int_equal(r->status, 304);
    assert_int_equal(r->len, 0);
    // another language has other words
    snprintf(again, sizeof again,
             "Accept-Language: en\r\nIf-None-Match: %s\r\n", tag);
    r = request(l, "GET", "/api/v1/words", again, NULL);
    assert_int_equal(r->status, 200);
    assert_string_not_equal(header(r, "ETag"), tag);
}

static void refusals_speak_the_language_of_the_request(void **state)
{
    struct live *l = *state;
    static const char spanish[] = "Accept-Language: es\r\n";
    const struct reply *r = request(l, "GET", "/api/v1/nothing", spanish, NULL);
    assert_int_equal(r->status, 404);
    assert_non_null(strstr(r->body, "En esta dirección no hay nada."));
    r = get(l, "/api/v1/nothing");
    assert_non_null(strstr(r->body, "There is nothing at this address."));
    r = request(l, "PATCH", "/api/v1/today", spanish, NULL);
    assert_int_equal(r->status, 405);
    assert_non_null(strstr(r->body, "Esta dirección no admite ese método."));
}

static void the_page_or_a_word_about_it_is_there(void **state)
{
    struct live *l = *state;
    const struct reply *r =
        request(l, "GET", "/", "Accept-Encoding: identity\r\n", NULL);
    assert_int_equal(r->status, 200);
    assert_non_null(strstr(r->body, "<title>Stature</title>"));
    assert_string_equal(header(r, "Content-Encoding"), "");
}

/* ---- the session's events
 * ------------------------------------------------------- */

/* Reads from the stream until the word comes; false after ten seconds. */
static bool comes(int fd, const char *word)
{
    static char seen[1 << 16];
    size_t used = 0;
    while (used + 1 < sizeof seen) {
        const ssize_t n = recv(fd, seen + used, sizeof seen - used - 1, 0);
        if (n <= 0)
            return false;
        used += (size_t)n;
        seen[used] = 0;
        if (strstr(seen, word))
            return true;
    }
    return false;
}

static int listen_in(struct live *l)
{
    char text[200];
    const int n = snprintf(text, sizeof text,
                           "GET /api/v1/session/events HTTP/1.1\r\n"
                           "Host: localhost:%d\r\n\r\n",
                           l->port);
    const int fd = dial(l->port);
    send_all(fd, text, (size_t)n);
    return fd;
}

static void listeners_hear_of_changes(void **state)
{
    struct live *l = *state;
    make_ready(l->f);
    const int one = listen_in(l), two = listen_in(l);
    assert_true(comes(one, "\"phase\":\"idle\""));
    assert_true(comes(two, "event: state\n"));
    const struct reply *r =
        request(l, "POST", "/api/v1/session", NULL,
                "{\"items\":[{\"exercise\":\"cat_cow\"}]," QUICK "}");
    assert_int_equal(r->status, 201);
    assert_true(comes(one, "\"phase\":\"running\""));
    assert_true(comes(two, "\"phase\":\"running\""));
    request(l, "POST", "/api/v1/session/event", NULL, "{\"event\":\"pause\"}");
    assert_true(comes(one, "\"phase\":\"paused\""));
    close(one); // one leaves, the other still hears
    request(l, "POST", "/api/v1/session/stop", NULL, "{\"reason\":\"tired\"}");
    assert_true(comes(two, "\"phase\":\"stopped\""));
    close(two);
}

static void too_many_listeners_are_told_so(void **state)
{
    struct live *l = *state;
    int fd[16];
    for (int i = 0; i < 16; i++) {
        fd[i] = listen_in(l);
        assert_true(comes(fd[i], "event: state"));
    }
    assert_int_equal(get(l, "/api/v1/session/events")->status, 503);
    for (int i = 0; i < 16; i++)
        close(fd[i]);
}

static void stopping_ends_open_streams(void **state)
{
    struct live *l = *state;
    const int fd = listen_in(l);
    assert_true(comes(fd, "event: state"));
    struct sp_error err = {.text = ""};
    http_stop(l->http);
    l->http = NULL;
    assert_false(comes(fd, "never said"));
    close(fd);
    const struct http_config config = {.port = l->port};
    assert_int_equal(http_start(&l->http, l->f->app, &config, &err), SP_OK);
    assert_int_equal(get(l, "/api/v1/version")->status, 200);
}

/* Reads to the end of the connection; whether `word` was in it. */
static bool ends_with_word(int fd, const char *word)
{
    static char seen[1 << 20];
    size_t used = 0;
    for (ssize_t n; used + 1 < sizeof seen &&
                    (n = recv(fd, seen + used, sizeof seen - used - 1, 0)) > 0;)
        used += (size_t)n;
    seen[used] = 0;
    return strstr(seen, word) != NULL;
}

/* Work that has begun is answered, whole, though the program ends. */
static void stopping_lets_answers_finish(void **state)
{
    struct live *l = *state;
    char text[200];
    int fd[2];
    for (int i = 0; i < 2; i++) {
        const int n =
            snprintf(text, sizeof text,
                     "GET /api/v1/load/%s/along HTTP/1.1\r\n"
                     "Host: localhost:%d\r\nConnection: close\r\n\r\n",
                     i ? "cobra_pose" : "cat_cow", l->port);
        fd[i] = dial(l->port);
        send_all(fd[i], text, (size_t)n);
    }
    // both have been taken up once a third is answered
    assert_int_equal(get(l, "/api/v1/version")->status, 200);
    http_stop(l->http);
    l->http = NULL;
    for (int i = 0; i < 2; i++) {
        if (!ends_with_word(fd[i], "\"standing_N\""))
            fail_msg("answer %d was cut off", i);
        close(fd[i]);
    }
    struct sp_error err = {.text = ""};
    const struct http_config config = {.port = l->port};
    assert_int_equal(http_start(&l->http, l->f->app, &config, &err), SP_OK);
}

/* ---- one at a time
 * -------------------------------------------------------------------- */

static void a_taken_port_is_named(void **state)
{
    struct live *l = *state;
    struct http *second = NULL;
    struct sp_error err = {.text = ""};
    char number[16];
    const struct http_config config = {.port = l->port};
    snprintf(number, sizeof number, "%d", l->port);
    assert_int_equal(http_start(&second, l->f->app, &config, &err),
                     SP_E_CONFLICT);
    assert_non_null(strstr(err.text, number));
    assert_non_null(strstr(err.text, "--port"));
}

static void a_second_program_on_one_journal_is_refused(void **state)
{
    struct live *l = *state;
    struct app *second = NULL;
    struct sp_error err = {.text = ""};
    const struct app_config config = {.data_dir = l->f->dir};
    assert_int_equal(app_open(&second, &config, &err), SP_E_CONFLICT);
    assert_null(second);
    assert_true(strlen(err.text) > 20);
    assert_int_equal(get(l, "/api/v1/today")->status, 200);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, live_setup, live_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(only_own_names_as_host),
        TEST(other_pages_write_nothing),
        TEST(a_form_is_not_json),
        TEST(broken_json_is_told_with_its_place),
        TEST(bodies_are_bounded),
        TEST(unknown_addresses_and_methods),
        TEST(head_is_get_without_a_body),
        TEST(every_answer_is_hardened),
        TEST(answers_are_not_kept_but_figures_are_checked),
        TEST(words_are_sent_once_to_each_language),
        TEST(refusals_speak_the_language_of_the_request),
        TEST(the_page_or_a_word_about_it_is_there),
        TEST(listeners_hear_of_changes),
        TEST(too_many_listeners_are_told_so),
        TEST(stopping_ends_open_streams),
        TEST(stopping_lets_answers_finish),
        TEST(a_query_is_text_and_names_no_path),
        TEST(a_query_that_is_not_known_is_told),
        TEST(a_taken_port_is_named),
        TEST(a_second_program_on_one_journal_is_refused),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
