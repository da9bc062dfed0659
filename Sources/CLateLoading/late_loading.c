#include "late_loading.h"

#include <dlfcn.h>
#include <stdio.h>

static const char *load(const char *file, const char *suffix, const struct late_symbol *symbols, size_t count) {
  // Local: the library's own calls must not end in the functions that are named after its own.
  void *library = dlopen(file, RTLD_LAZY | RTLD_LOCAL);
  if (!library) return dlerror();
  for (size_t i = 0; i < count; i++) {
    char name[128];
    snprintf(name, sizeof name, "%s%s", symbols[i].name, suffix);
    void *address = dlsym(library, name);
    if (!address) return dlerror();
    *symbols[i].address = address;
  }
  return NULL;
}

const char *late_load(const char *file, const struct late_symbol *symbols, size_t count) {
  return load(file, "", symbols, count);
}

const char *late_load_versioned(const char *file, int version, const struct late_symbol *symbols, size_t count) {
  char versioned[64], suffix[16];
  snprintf(versioned, sizeof versioned, "%s.%d", file, version);
  snprintf(suffix, sizeof suffix, "_%d", version);
  return load(versioned, suffix, symbols, count);
}
