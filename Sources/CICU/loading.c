#include "CICU.h"

#include "late_loading.h"

#define FUNCTIONS(_) \
  _(void, ubrk_close, (UBreakIterator *iterator), (iterator)) \
  _(int32_t, ubrk_following, (UBreakIterator *iterator, int32_t offset), (iterator, offset)) \
  _(int32_t, ubrk_getRuleStatus, (UBreakIterator *iterator), (iterator)) \
  _(UBreakIterator *, ubrk_open, (UBreakIteratorType type, const char *locale, const UChar *text, int32_t length, UErrorCode *status), (type, locale, text, length, status)) \
  _(int32_t, ubrk_preceding, (UBreakIterator *iterator, int32_t offset), (iterator, offset)) \
  _(void, ubrk_setText, (UBreakIterator *iterator, const UChar *text, int32_t length, UErrorCode *status), (iterator, text, length, status))

FUNCTIONS(LATE_FUNCTION)

static const struct late_symbol symbols[] = {FUNCTIONS(LATE_SYMBOL)};

enum { debian12 = 72, oldest = 60, newest = 99 };

static const char *load(int release) {
  return late_load_versioned("libicuuc.so", release, symbols, sizeof symbols / sizeof *symbols);
}

const char *cicu_load(void) {
  if (!load(debian12)) return NULL;
  for (int release = newest; release >= oldest; release--)
    if (!load(release)) return NULL;
  return load(debian12);
}
