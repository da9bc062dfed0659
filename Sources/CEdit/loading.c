#define _GNU_SOURCE
#include "CEdit.h"

#include <locale.h>

#include "late_loading.h"

// What is used of libedit, in its own order of names.
#define FUNCTIONS(_) \
  _(int, el_cursor, (EditLine *editor, int count), (editor, count)) \
  _(void, el_deletestr, (EditLine *editor, int count), (editor, count)) \
  _(void, el_end, (EditLine *editor), (editor)) \
  _(const char *, el_gets, (EditLine *editor, int *count), (editor, count)) \
  _(EditLine *, el_init_fd, (const char *program, FILE *input, FILE *output, FILE *error, int input_fd, int output_fd, int error_fd), (program, input, output, error, input_fd, output_fd, error_fd)) \
  _(int, el_insertstr, (EditLine *editor, const char *text), (editor, text)) \
  _(const LineInfo *, el_line, (EditLine *editor), (editor)) \
  _(void, el_resize, (EditLine *editor), (editor)) \
  _(const LineInfoW *, el_wline, (EditLine *editor), (editor)) \
  _(void, history_end, (History *history), (history)) \
  _(History *, history_init, (void), ())

FUNCTIONS(LATE_FUNCTION)

// Variadic: nothing can jump to them with the arguments they were given.
static __typeof__(&el_get) late_el_get;
static __typeof__(&el_set) late_el_set;
static __typeof__(&history) late_history;

static const struct late_symbol symbols[] = {
  FUNCTIONS(LATE_SYMBOL) LATE_SYMBOL(, el_get, , ) LATE_SYMBOL(, el_set, , ) LATE_SYMBOL(, history, , )
};

const char *cedit_load(void) {
  return late_load("libedit.so.2", symbols, sizeof symbols / sizeof *symbols);
}

int cedit_set_client(EditLine *editor, void *client) {
  return late_el_set(editor, EL_CLIENTDATA, client);
}

void *cedit_client(EditLine *editor) {
  void *client = NULL;
  late_el_get(editor, EL_CLIENTDATA, &client);
  return client;
}

int cedit_set_prompt(EditLine *editor, char *(*prompt)(EditLine *)) {
  return late_el_set(editor, EL_PROMPT, prompt);
}

int cedit_set_reader(EditLine *editor, int (*reader)(EditLine *, wchar_t *)) {
  return late_el_set(editor, EL_GETCFN, reader);
}

int cedit_set_keys(EditLine *editor, const char *keys) {
  return late_el_set(editor, EL_EDITOR, keys);
}

int cedit_set_signals(EditLine *editor, int handles) {
  return late_el_set(editor, EL_SIGNAL, handles);
}

int cedit_prepare_terminal(EditLine *editor, int prepares) {
  return late_el_set(editor, EL_PREP_TERM, prepares);
}

int cedit_keep_raw(EditLine *editor) {
  return late_el_set(editor, EL_SETTY, "-x", "-icanon", "-echo", "-iexten", NULL);
}

int cedit_bind(EditLine *editor, const char *key, const char *name, unsigned char (*command)(EditLine *, int)) {
  int result = late_el_set(editor, EL_ADDFN, name, name, command);
  return result ? result : late_el_set(editor, EL_BIND, key, name, NULL);
}

int cedit_draw(EditLine *editor) {
  return late_el_set(editor, EL_REFRESH);
}

int cedit_use_history(EditLine *editor, History *lines, int count) {
  HistEvent event;
  if (late_history(lines, &event, H_SETSIZE, count) < 0 || late_history(lines, &event, H_SETUNIQUE, 1) < 0) return -1;
  return late_el_set(editor, EL_HIST, late_history, lines);
}

int cedit_remember(History *lines, const char *line) {
  HistEvent event;
  return late_history(lines, &event, H_ENTER, line);
}

int cedit_use_utf8(void) {
  // Never freed: the thread has it to its end, and there is one such thread.
  locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
  return locale != (locale_t)0 && uselocale(locale) != (locale_t)0;
}
