#pragma once

// What is used of ICU, declared here so that building needs no header of its; .ci/check-declarations compares. Every
// release names its functions after itself (ubrk_open_72); here they have their own names.
#ifdef GUST_LIBRARY_HEADERS
#define U_DISABLE_RENAMING 1
#define U_STATIC_IMPLEMENTATION 1
#include <unicode/ubrk.h>
#else
#include <stdint.h>

typedef uint16_t UChar;
typedef struct UBreakIterator UBreakIterator;

/// Below zero are warnings.
typedef enum UErrorCode { U_USING_FALLBACK_WARNING = -128, U_ZERO_ERROR = 0 } UErrorCode;
typedef enum UBreakIteratorType { UBRK_WORD = 1, UBRK_SENTENCE = 3 } UBreakIteratorType;
typedef enum UWordBreak { UBRK_WORD_NONE_LIMIT = 100 } UWordBreak;

#define UBRK_DONE ((int32_t)-1)

void ubrk_close(UBreakIterator *iterator);
int32_t ubrk_following(UBreakIterator *iterator, int32_t offset);
int32_t ubrk_getRuleStatus(UBreakIterator *iterator);
UBreakIterator *ubrk_open(
    UBreakIteratorType type, const char *locale, const UChar *text, int32_t length, UErrorCode *status);
int32_t ubrk_preceding(UBreakIterator *iterator, int32_t offset);
void ubrk_setText(UBreakIterator *iterator, const UChar *text, int32_t length, UErrorCode *status);
#endif

/// Loads ICU's libicuuc, which every other function here needs. Returns NULL, or why it failed (dlerror(3)). See
/// late_loading.h.
const char *cicu_load(void);
