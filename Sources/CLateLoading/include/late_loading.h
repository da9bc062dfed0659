#pragma once

// Shared libraries that are loaded by the thread that needs them, when it needs them, instead of by ld.so before main.
//
// A library's folder lists its functions, and this file makes from the list a function of each name that jumps to the
// loaded one. Callers and the library's own headers need not know.
//
//   #define FUNCTIONS(_) _(int, lib_add, (int a, int b), (a, b)) …
//   FUNCTIONS(LATE_FUNCTION)
//   static const struct late_symbol symbols[] = { FUNCTIONS(LATE_SYMBOL) };
//   const char *lib_load(void) { return late_load("lib.so.1", symbols, sizeof symbols / sizeof *symbols); }
//
// The types are the header's: a function that is not declared like that does not compile. Calling one before the library
// was loaded is a jump to address zero.

#include <stddef.h>

struct late_symbol {
  const char *name;
  void **address;
};

/// Loads the library `file` and looks up all `symbols`, once or again: a library that is there is not loaded twice.
///
/// Any thread, but not two at a time for the same symbols. Returns NULL, or why it failed, in memory of the thread that
/// lasts until its next call of a dl function (dlerror(3)).
const char *late_load(const char *file, const struct late_symbol *symbols, size_t count);

/// The same of a library that has its version in its file's name and in those of its functions: `file`.72, lib_add_72.
const char *late_load_versioned(const char *file, int version, const struct late_symbol *symbols, size_t count);

#define LATE_FUNCTION(result, name, parameters, arguments) \
  static __typeof__(&name) late_##name; \
  __attribute__((visibility("hidden"))) result name parameters { return late_##name arguments; }
#define LATE_SYMBOL(result, name, parameters, arguments) {#name, (void **)&late_##name},
