/* What the programs here have in common: they print what they did not expect, and exit with 1 then. */
#include <gust.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

static atomic_int failures;
#define EXPECT(condition)                                       \
  do {                                                          \
    if (!(condition)) {                                         \
      failures++;                                               \
      printf("line %d: %s (%s)\n", __LINE__, #condition, gust_last_error_text()); \
    }                                                           \
  } while (0)

/* Waits until it is in `state`. */
static inline gust_position await(gust_utterance *utterance, gust_state state) {
  gust_position position;
  for (int look = 0; look < 6000; look++) {
    EXPECT(gust_utterance_position(utterance, &position) == GUST_OK);
    if (position.state == state) return position;
    usleep(5000);
  }
  EXPECT(!"the state that was waited for");
  return position;
}
