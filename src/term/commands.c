/*
 * Every command once: usage, help, manual, completion and dispatch are read
 * from these rows.
 */
#include "term/term_internal.h"
#include "text/words.h"

#include <string.h>

#define END                                                                    \
    {                                                                          \
        NULL, NULL, NULL                                                       \
    }

// clang-format off
static const struct term_option none[] = {END};
static const struct term_option screen_options[] = {
    {"batch", N_("FILE.csv"), N_("screen every row of a table and print it filled in")},
    {"show", NULL, N_("show the last screening instead of asking again")}, END};
static const struct term_option profile_options[] = {
    {"height", "CM", N_("body height in centimetres, or as in 5ft8in")},
    {"mass", "KG", N_("body mass in kilograms, or as in 154lb")},
    {"age", N_("YEARS"), N_("age in years")},
    {"sex", N_("WORD"), N_("female, male or unstated")},
    {"units", N_("WORD"), N_("metric or imperial: what pulls and weights are told in")},
    {"regions", N_("LIST"), N_("what troubles you: neck, upper_back, lower_back, leg")},
    {"condition", N_("ID"), N_("a condition that a clinician named, or none")},
    {"equipment", N_("LIST"), N_("what is at hand, as in mat,chair,ball")},
    {"minutes", N_("LIST"), N_("minutes a day from Monday, as in 15,15,0,15,15,20,0")},
    {"name", N_("TEXT"), N_("what to call you")},
    {"gets-up", "HH:MM", N_("when you get up: no far bending in the first hour; none to forget it")},
    {"language", N_("ID"), N_("en or es, or none to follow the system")},
    {"voice", N_("ID"), N_("which voice speaks, as --voices lists them, or none for the first")},
    {"pace", "0.7-1.4", N_("how fast it speaks; 1 is calm")},
    {"wording", N_("WORD"), N_("full, or short: names and essentials")},
    {"build", N_("WORD"), N_("how the figure is drawn: slender, middle or stout")},
    {"tone", N_("WORD"), N_("the figure's skin: pale, sand, honey, bronze or brown")},
    {"voices", NULL, N_("list the voices that speak your language here")}, END};
static const struct term_option plan_options[] = {
    {"make", NULL, N_("make the week anew")},
    {"swap", N_("DAY:N"), N_("put another movement in the place of number N of a day, both as the plan numbers them")},
    {"with", N_("WHAT"), N_("easier, harder or an exercise, for --swap")},
    {"exclude", N_("ID"), N_("never plan this exercise again")},
    {"include", N_("ID"), N_("plan an excluded exercise again")},
    {"why-not", NULL, N_("show what was left out, and why")},
    {"calendar", N_("FILE.ics"), N_("write the plan as a calendar")}, END};
static const struct term_option library_options[] = {
    {"region", N_("ID"), N_("only movements for this region")},
    {"level", N_("WORD"), N_("only beginner or advanced")}, END};
static const struct term_option figure_options[] = {
    {"keyframe", N_("NAME"), N_("which position; the main one when left out")},
    {"side", N_("WORD"), N_("right or left")},
    {"output", N_("FILE"), N_("write .svg, .png or .glb instead of drawing in the terminal")},
    {"discs", NULL, N_("show the spine, discs coloured by load")},
    {"glb", NULL, N_("write glTF for other programs, as ID.glb when no file is named")},
    {"width", "PX", N_("width of the picture, 640 when left out")},
    {"height", "PX", N_("height of the picture, 480 when left out")}, END};
static const struct term_option load_options[] = {
    {"keyframe", N_("NAME"), N_("only this position instead of all")},
    {"side", N_("WORD"), N_("right or left")},
    {"level", N_("DISC"), N_("only this disc, as in L4/5")},
    {"height", "CM", N_("another body's height in centimetres")},
    {"mass", "KG", N_("another body's mass in kilograms")},
    {"age", N_("YEARS"), N_("another body's age")},
    {"sex", N_("WORD"), N_("female, male or unstated")},
    {"carry", "KG", N_("a load in both hands, or in place of what is held")},
    {"tilt", "DEG", N_("the inversion table's angle, head down")},
    {"pull", "N", N_("a harness pulls somebody who lies on the back")},
    {"split", NULL, N_("the table's halves roll apart: no friction below")}, END};
static const struct term_option traction_options[] = {
    {"force", N_("PULL"), N_("top of the pull: 20kg, 44lb, 200N or 25%")},
    {"mode", N_("WORD"), N_("continuous, intermittent, progressive, regressive, progressive_regressive")},
    {"hold", "S", N_("seconds of one hold")},
    {"rest", "S", N_("seconds between two holds")},
    {"ramp", "S", N_("seconds from nothing to the top")},
    {"release", "S", N_("seconds from the top to nothing")},
    {"minutes", "MIN", N_("a traction's whole time")},
    {"steps", "N", N_("steps of progressive and regressive")},
    {"reps", "N", N_("holds of a hang, an inversion or a partner's pull")},
    {"level", N_("DISC"), N_("L3/4, L4/5, L5/S1 or any: sets the hip's angle as often taught")},
    {"hip", "DEG", N_("hip flexion on the table")},
    {"pull", "DEG", N_("the rope above the table")},
    {"table", N_("WORD"), N_("split or plain: whether friction holds the lower body")},
    {"angle", "DEG", N_("an inversion table's angle past level")},
    {"overlay", N_("FILE.csv"), N_("lay a log of force over it: columns seconds, newtons")},
    {"save", N_("NAME"), N_("keep it under this name instead of drawing it")}, END};
static const struct term_option session_options[] = {
    {"protocol", N_("ID"), N_("a protocol of 'stature traction' instead of exercises")},
    {"transcript", NULL, N_("print every cue with its time instead of playing")},
    {"pain", "0-10", N_("pain before the session")},
    {"quick", NULL, N_("say that none of the three quick safety questions applies")},
    {"up", "MIN", N_("minutes since you got up, when today is not as usual")},
    {"silent", NULL, N_("captions only")}, END};
static const struct term_option log_options[] = {
    {"pain", "0-10", N_("pain now, 0 none to 10 worst imaginable")},
    {"peg", "P,E,G", N_("the three PEG answers, 0 to 10 each")},
    {"note", N_("TEXT"), N_("a note")},
    {"stature", "CM", N_("measured stature in centimetres, as in 171.3")},
    {"when", N_("WORD"), N_("morning or evening, for --stature")},
    {"at", "HH:MM", N_("when it was measured, for --stature")},
    {"day", N_("DATE"), N_("the day it belongs to, YYYY-MM-DD; today when left out")},
    {"list", N_("KIND"), N_("print entries: score, session, note, stature, screen")},
    {"delete", N_("KIND:ID"), N_("remove an entry")},
    {"undo", NULL, N_("take the last change back")}, END};
static const struct term_option handout_options[] = {
    {"output", N_("FILE.pdf"), N_("where to write; stature-handout.pdf when left out")},
    {"size", N_("WORD"), N_("a4 or letter")},
    {"large", NULL, N_("large print")}, END};
static const struct term_option report_options[] = {
    {"output", N_("FILE.pdf"), N_("where to write; stature-report.pdf when left out")},
    {"from", N_("DATE"), N_("first day; twelve weeks back when left out")},
    {"to", N_("DATE"), N_("last day; today when left out")},
    {"sections", N_("LIST"), N_("summary, adherence, curves, stopped, movements, plan, safety, notes")},
    {"size", N_("WORD"), N_("a4 or letter")},
    {"large", NULL, N_("large print")}, END};
static const struct term_option agreement_options[] = {
    {"role", N_("TEXT"), N_("who agreed: a physiotherapist, a doctor")},
    {"date", N_("DATE"), N_("the day it was given, YYYY-MM-DD: it lapses 180 days later")},
    {"force", N_("PULL"), N_("of prescribed traction: 14kg, 31lb or 137N")},
    {"minutes", "MIN", N_("of prescribed traction: the longest pull")},
    {"note", N_("TEXT"), N_("what was said")},
    {"remove", N_("ID"), N_("take one back, as the list numbers them")}, END};
static const struct term_option export_options[] = {
    {"csv", N_("KIND"), N_("one kind of entries as CSV instead of everything as JSON")},
    {"output", N_("FILE"), N_("write to a file instead of standard output")}, END};
static const struct term_option restore_options[] = {
    {"yes", NULL, N_("do not ask before replacing the journal")}, END};
static const struct term_option erase_options[] = {
    {"yes", NULL, N_("do not ask before erasing")}, END};

static const struct term_command commands[] = {
    {"screen", "", N_("Answer the safety questions"), N_("Without answers there is no plan and no session. --batch reads the columns id, age, bp, bmi, conditions, yes, unsure, cleared."), screen_options, term_screen, false},
    {"agreement", N_("[WHAT]"), N_("What clinicians have agreed to: list it, or write it down"), N_("WHAT is a kind of movement that 'stature screen --show' marks with ask (traction_lumbar, inversion and the like), a safety question that somebody has looked at (C03), or visit."), agreement_options, term_agreement, false},
    {"profile", "", N_("Show or change what Stature knows of you"), NULL, profile_options, term_profile, false},
    {"today", "", N_("What today holds, and why"), NULL, none, term_today, false},
    {"session", N_("[ID…]"), N_("Be guided through today's session, or the exercises named"), N_("Keys: space pause, arrows or n and p step, r repeat, + and - ten seconds, m mute, s stop."), session_options, term_session, false},
    {"plan", "", N_("The week's plan"), NULL, plan_options, term_plan, false},
    {"library", N_("[ID]"), N_("The exercises, or one in full"), N_("--json prints the whole library as an open dataset."), library_options, term_library, false},
    {"learn", N_("[ID]"), N_("Lessons on the spine, nights, work and safety"), NULL, none, term_learn, false},
    {"figure", N_("ID|FILE.yaml"), N_("Draw an exercise's position, or a scene file's, for your own body"), NULL, figure_options, term_figure, false},
    {"load", N_("ID|FILE.yaml"), N_("What a posture does to every disc, beside relaxed standing"), N_("ID is an exercise or a resting posture: stand, sit_desk, lying_supine, lift_round_back and the like."), load_options, term_load, false},
    {"day", N_("[SCHEDULE]"), N_("What a day or a week does to discs and stature"), N_("SCHEDULE is a .csv or .yaml file of rows from, to, what; without one it is the day drawn on the page. What is done: sitting, standing, walking, running, lying and the like, session, or a posture of 'stature load'; load states another mean load, as a share of standing's."), none, term_day, false},
    {"night", "", N_("Sleeping positions, pillows and beds side by side"), NULL, none, term_night, false},
    {"traction", N_("[ID|KIND|FILE.yaml]"), N_("A hang, inversion or pull drawn before anyone lies down"), N_("Force over time, what friction leaves of it, each disc's load and height, what limits it, and the next eight sessions. KIND is hang, inversion, traction or partner. Without a word: the named protocols."), traction_options, term_traction, false},
    {"validate", "", N_("How far the models are from published measurements"), N_("Takes some seconds: each posture is left out in turn."), none, term_validate, true},
    {"log", "", N_("Write down pain, scores and notes; list and correct them"), NULL, log_options, term_log, false},
    {"progress", "", N_("What came of it, week by week"), NULL, none, term_progress, false},
    {"handout", N_("[ID…]"), N_("A sheet of paper with the week or the exercises named"), N_("A PDF that can be followed without the program."), handout_options, term_handout, false},
    {"report", "", N_("A report for a clinician"), N_("A PDF with what was done, felt and stopped; chosen sections only."), report_options, term_report, false},
    {"export", "", N_("Everything that is kept, as JSON or CSV"), NULL, export_options, term_export, false},
    {"import", N_("FILE|CODE"), N_("Add what an export holds, or take the plan of a printed sheet"), N_("CODE is the text of the sheet's QR code, in quotes; a FILE (- for standard input) may hold it too, as in: zbarimg -q --raw sheet.png | stature import -. Safety answers are never taken over from a file: they are asked anew."), none, term_import, false},
    {"backup", N_("FILE"), N_("Copy the journal into one file"), NULL, none, term_backup, false},
    {"restore", N_("FILE"), N_("Put a backup in the journal's place"), N_("The journal that was there stays beside it."), restore_options, term_restore, true},
    {"erase", "", N_("Erase the journal and its backups"), N_("Asks first. This cannot be undone."), erase_options, term_erase, true},
    {"doctor", "", N_("Check the installation: folders, journal, library, sound"), NULL, none, term_doctor, true},
    {"version", "", N_("The program's version"), NULL, none, term_version, true},
    {NULL, NULL, NULL, NULL, NULL, NULL, false},
};
// clang-format on

/* By its name or a beginning that no other option shares: --out. */
static int option_index(const struct term_command *c, const char *name,
                        size_t len)
{
    int found = -1;
    for (int i = 0; c->options[i].name; i++) {
        if (strncmp(c->options[i].name, name, len) != 0)
            continue;
        if (strlen(c->options[i].name) == len)
            return i;
        found = found == -1 && len >= 2 ? i : -2;
    }
    return found < 0 ? -1 : found;
}

const char *term_value(const struct term_args *args, const char *option)
{
    const int i = option_index(args->command, option, strlen(option));
    return i < 0 ? NULL : args->value[i];
}

bool term_given(const struct term_args *args, const char *option)
{
    return term_value(args, option) != NULL;
}

// ---- help, manual, completion

/* "--pain 0-10" */
static void option_left(char left[80], const char *name, const char *value)
{
    snprintf(left, 80, "--%s%s%s", name, value ? " " : "",
             value ? words_say(value) : "");
}

/* What it is called, then what it does, aligned and wrapped. */
static void help_row(int indent, const char *left, int column, const char *help)
{
    char lead[120];
    snprintf(lead, sizeof lead, "%s%*s  ", left, column - term_columns(left),
             "");
    term_paragraph(indent, lead, help);
}

static void command_help(const struct term_command *c)
{
    static const struct term_option always[] = {
        {"json", NULL, N_("print JSON")},
        {"help", NULL, N_("print this")},
        END
    };
    const struct term_option *const lists[] = {c->options, always};
    char left[80];
    int column = 0;
    for (int l = 0; l < 2; l++)
        for (const struct term_option *o = lists[l]; o->name; o++) {
            option_left(left, o->name, o->value);
            const int n = term_columns(left);
            column = n > column ? n : column;
        }
    printf("stature %s%s%s\n\n%s.\n", c->name, *c->words ? " " : "",
           words_say(c->words), words_say(c->help));
    if (c->more)
        term_paragraph(0, "", words_say(c->more));
    putchar('\n');
    for (int l = 0; l < 2; l++)
        for (const struct term_option *o = lists[l]; o->name; o++) {
            option_left(left, o->name, o->value);
            help_row(2, left, column, words_say(o->help));
        }
}

/* What the program or one command takes. */
static int help(const struct term_command *command)
{
    if (command) {
        command_help(command);
        return TERM_OK;
    }
    printf("%s\n\n",
           _("Stature: a private, offline programme for a spine at ease."));
    help_row(0, "stature", 22, _("start, and open the page"));
    help_row(0, _("stature COMMAND --help"), 22, _("what a command takes"));
    putchar('\n');
    for (const struct term_command *c = commands; c->name; c++)
        help_row(2, c->name, 9, words_say(c->help));
    putchar('\n');
    term_paragraph(0, "", _("Without a command: --port N, --no-open."));
    term_paragraph(0, "",
                   _("Exit codes: 0 done, 1 could not be done, 2 wrong use, 3 "
                     "not allowed by the safety answers."));
    return TERM_OK;
}

// The manual page and the completion stay English: man pages of other languages
// live in folders of their own, and both are made while the program is built.

// roff needs its own dashes and no line that begins with a dot
static void roff(FILE *out, const char *text)
{
    for (const char *p = text; *p; p++) {
        if (*p == '-')
            fputs("\\-", out);
        else if (*p == '\\')
            fputs("\\e", out);
        else
            fputc(*p, out);
    }
}

static int print_manual(FILE *out)
{
    fprintf(out, ".TH STATURE 1\n.SH NAME\nstature \\- a private, offline "
                 "programme for a spine at ease\n.SH SYNOPSIS\n"
                 ".B stature\n[\\-\\-port N] [\\-\\-no\\-open]\n.br\n"
                 ".B stature\nCOMMAND [OPTION]... [WORD]...\n"
                 ".SH DESCRIPTION\nWithout a command the program serves its "
                 "page on this machine only and opens it.\n.SH COMMANDS\n");
    for (const struct term_command *c = commands; c->name; c++) {
        fprintf(out, ".SS ");
        roff(out, c->name);
        if (*c->words)
            fputc(' ', out);
        roff(out, c->words);
        fputc('\n', out);
        roff(out, c->help);
        fputs(".\n", out);
        if (c->more) {
            roff(out, c->more);
            fputc('\n', out);
        }
        for (const struct term_option *o = c->options; o->name; o++) {
            fprintf(out, ".TP\n.B \\-\\-");
            roff(out, o->name);
            if (o->value) {
                fputc(' ', out);
                roff(out, o->value);
            }
            fputc('\n', out);
            roff(out, o->help);
            fputc('\n', out);
        }
    }
    fprintf(out,
            ".SH OPTIONS\nEvery command takes\n.B \\-\\-json\nand\n"
            ".BR \\-\\-help .\n"
            ".SH FILES\n.TP\n$XDG_DATA_HOME/stature\nthe journal and its "
            "backups\n.TP\n$XDG_CONFIG_HOME/stature/exercises\nown "
            "exercises\n.TP\n$XDG_CACHE_HOME/stature\nspoken cues\n"
            ".SH ENVIRONMENT\n.TP\nNO_COLOR\nprint without colour\n"
            ".SH EXIT STATUS\n0 done, 1 could not be done, 2 wrong use, 3 not "
            "allowed by the safety answers.\n");
    return TERM_OK;
}

static int print_completion(FILE *out)
{
    fprintf(out, "# bash completion for stature\n_stature()\n{\n"
                 "    local cur=${COMP_WORDS[COMP_CWORD]}\n"
                 "    local words\n    case ${COMP_WORDS[1]} in\n");
    for (const struct term_command *c = commands; c->name; c++) {
        fprintf(out, "    %s) words=\"", c->name);
        for (const struct term_option *o = c->options; o->name; o++)
            fprintf(out, "--%s ", o->name);
        fprintf(out, "--json --help\" ;;\n");
    }
    fprintf(out, "    *) words=\"");
    for (const struct term_command *c = commands; c->name; c++)
        fprintf(out, "%s ", c->name);
    fprintf(out, "--port --no-open --help\" ;;\n    esac\n"
                 "    [ \"$COMP_CWORD\" = 1 ] && words=\"");
    for (const struct term_command *c = commands; c->name; c++)
        fprintf(out, "%s ", c->name);
    fprintf(out, "--port --no-open --help\"\n"
                 "    COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
                 "    [ ${#COMPREPLY[@]} -gt 0 ] || "
                 "COMPREPLY=($(compgen -f -- \"$cur\"))\n}\n"
                 "complete -F _stature stature\n");
    return TERM_OK;
}

// ---- reading the command line

static int wrong_use(const struct term_command *c, const char *what,
                     const char *word)
{
    if (c)
        fprintf(stderr, _("stature: %s: %s '%s'; see 'stature %s --help'\n"),
                c->name, what, word, c->name);
    else
        fprintf(stderr, _("stature: %s '%s'; see 'stature --help'\n"), what,
                word);
    return TERM_USAGE;
}

// one argument that begins with two dashes; takes its value from the next
static int read_option(struct term_args *args, int argc, char **argv, int *i)
{
    const char *name = argv[*i] + 2;
    const char *equals = strchr(name, '=');
    const size_t len = equals ? (size_t)(equals - name) : strlen(name);
    if (len == 4 && strncmp(name, "json", 4) == 0 && !equals) {
        args->json = true;
        return TERM_OK;
    }
    const int index = option_index(args->command, name, len);
    if (index < 0)
        return wrong_use(args->command, _("unknown option"), argv[*i]);
    if (!args->command->options[index].value) {
        if (equals)
            return wrong_use(args->command, _("takes no value:"), argv[*i]);
        args->value[index] = "";
    } else if (equals) {
        args->value[index] = equals + 1;
    } else if (*i + 1 < argc) {
        args->value[index] = argv[++*i];
    } else {
        return wrong_use(args->command, _("needs a value:"), argv[*i]);
    }
    return TERM_OK;
}

static int read_args(struct term_args *args, int argc, char **argv)
{
    bool only_words = false;
    for (int i = 2; i < argc; i++) {
        if (!only_words && strcmp(argv[i], "--") == 0) {
            only_words = true;
        } else if (!only_words && argv[i][0] == '-' && argv[i][1] == '-') {
            const int code = read_option(args, argc, argv, &i);
            if (code != TERM_OK)
                return code;
        } else if (!only_words && argv[i][0] == '-' && argv[i][1]) {
            return wrong_use(args->command, _("unknown option"), argv[i]);
        } else if (args->words == TERM_WORDS_MAX) {
            return wrong_use(args->command, _("too many words from"), argv[i]);
        } else {
            args->word[args->words++] = argv[i];
        }
    }
    // a command that names no words takes none
    if (args->words > 0 && args->command->words[0] == '\0')
        return wrong_use(args->command, _("takes no such word:"),
                         args->word[0]);
    return TERM_OK;
}

/* Text that nobody got is no success: "stature export > /dev/full". */
static int finish_output(int code)
{
    const bool lost = fflush(stdout) != 0 || ferror(stdout);
    if (!lost || code != TERM_OK)
        return code;
    fprintf(stderr, _("stature: the output could not be written\n"));
    return TERM_FAILED;
}

static int run_command(const struct term_args *args)
{
    if (args->command->no_app)
        return args->command->run(NULL, args);
    struct term_place place;
    struct app *app;
    struct sp_error err;
    if (term_app_open(&app, &place, &err) != SP_OK)
        return term_failed(&err);
    const int code = args->command->run(app, args);
    app_close(app);
    return code;
}

static int dispatch(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "--help";
    if (strcmp(name, "--help") == 0 || strcmp(name, "help") == 0 ||
        strcmp(name, "-h") == 0)
        return help(NULL);
    if (strcmp(name, "--version") == 0)
        name = "version";
    if (strcmp(name, "--manual") == 0)
        return print_manual(stdout);
    if (strcmp(name, "--bash-completion") == 0)
        return print_completion(stdout);
    for (const struct term_command *c = commands; c->name; c++) {
        if (strcmp(c->name, name) != 0)
            continue;
        for (int i = 2; i < argc; i++)
            if (strcmp(argv[i], "--help") == 0)
                return help(c);
        struct term_args args = {.command = c};
        const int code = read_args(&args, argc, argv);
        return code == TERM_OK ? run_command(&args) : code;
    }
    return wrong_use(NULL, _("unknown command"), name);
}

int term_main(int argc, char **argv)
{
    words_use(term_language());
    return finish_output(dispatch(argc, argv));
}
