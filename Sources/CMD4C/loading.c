#include "CMD4C.h"

#include "late_loading.h"

#define FUNCTIONS(_) \
  _(int, md_parse, (const MD_CHAR *text, MD_SIZE size, const MD_PARSER *parser, void *userdata), (text, size, parser, userdata))

FUNCTIONS(LATE_FUNCTION)

static const struct late_symbol symbols[] = {FUNCTIONS(LATE_SYMBOL)};

const char *cmd4c_load(void) {
  return late_load("libmd4c.so.0", symbols, sizeof symbols / sizeof *symbols);
}
