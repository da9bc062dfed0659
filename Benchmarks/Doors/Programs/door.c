/* Speaks each line of its input through libgust and prints when it was told to, in ns; "?" asks what it holds. */
#include <gust.h>
#include <stdlib.h>
#include <time.h>

#include "memory.h"

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void speak(gust_player *player, const char *text) {
  long long called = now();
  gust_request *request = gust_request_new(text, NULL);
  gust_request_set_format(request, GUST_FORMAT_PCM);
  gust_utterance *utterance = gust_player_speak(player, request);
  gust_request_free(request);
  gust_status status = gust_utterance_wait(utterance, 30000);
  gust_utterance_free(utterance);
  if (status != GUST_OK) {
    fprintf(stderr, "%s\n", gust_last_error_text());
    exit(1);
  }
  printf("%lld\n", called);
}

int main(void) {
  char line[200];
  setvbuf(stdout, NULL, _IOLBF, 0);
  gust_player *player = gust_player_new(NULL);
  gust_player_prepare(player, 10000);
  while (fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\n")] = 0;
    if (strcmp(line, "?") == 0) print_memory();
    else speak(player, line);
  }
  gust_player_free(player);
}
