#include "late_loading.h"

#include <dlfcn.h>

const char *late_load(const char *file, const struct late_symbol *symbols, size_t count) {
  // Local: the library's own calls must not end in the functions that are named after its own.
  void *library = dlopen(file, RTLD_LAZY | RTLD_LOCAL);
  if (!library) return dlerror();
  for (size_t i = 0; i < count; i++) {
    void *address = dlsym(library, symbols[i].name);
    if (!address) return dlerror();
    *symbols[i].address = address;
  }
  return NULL;
}
