#pragma once

#include <histedit.h>
#include <stdio.h>
#include <wchar.h>

/// Loads libedit, which every other function here needs. Returns NULL, or why it failed (dlerror(3)). See late_loading.h.
const char *cedit_load(void);

// el_set, el_get and history are variadic, which Swift cannot call: one function for each way they are used (editline(3)).

/// Sets `EL_CLIENTDATA`.
int cedit_set_client(EditLine *editor, void *client);
/// What `cedit_set_client` set.
void *cedit_client(EditLine *editor);
/// Sets `EL_PROMPT`.
int cedit_set_prompt(EditLine *editor, char *(*prompt)(EditLine *));
/// Sets `EL_GETCFN`: what reads a character.
int cedit_set_reader(EditLine *editor, int (*reader)(EditLine *, wchar_t *));
/// Sets `EL_EDITOR`, to `emacs` or `vi`.
int cedit_set_keys(EditLine *editor, const char *keys);
/// Sets `EL_SIGNAL`: whether libedit handles signals.
int cedit_set_signals(EditLine *editor, int handles);
/// Sets `EL_PREP_TERM`: whether the terminal is set for editing now.
int cedit_prepare_terminal(EditLine *editor, int prepares);
/// Sets `EL_SETTY`: between two lines, too, keys come one by one and without echo.
int cedit_keep_raw(EditLine *editor);
/// Adds a command (`EL_ADDFN`), and has `key` run it (`EL_BIND`).
int cedit_bind(EditLine *editor, const char *key, const char *name, unsigned char (*command)(EditLine *, int));
/// Draws prompt and line again from where the cursor is (`EL_REFRESH`).
int cedit_draw(EditLine *editor);
/// Sets `EL_HIST`, and how many lines it keeps.
int cedit_use_history(EditLine *editor, History *lines, int count);
/// Adds a line, unless it is the same as the last one.
int cedit_remember(History *lines, const char *line);
/// Has this thread, and no other, hold text for UTF-8, as libedit asks of the locale. Returns 0 where the system cannot.
int cedit_use_utf8(void);
