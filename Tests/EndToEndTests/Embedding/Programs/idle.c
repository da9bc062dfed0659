/* Speaks in every way that waits for something, says "idle", and does nothing until it is ended. Prints what it did not
 * expect. */
#include <gust.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void expect(int isTrue, const char *what) {
  if (isTrue) return;
  printf("%s: %s\n", what, gust_last_error_text());
  exit(1);
}

/* The service refuses it once. */
static void speak(gust_player *player) {
  gust_utterance *utterance = gust_player_speak_text(player, "Once more", NULL);
  expect(gust_utterance_wait(utterance, 30000) == GUST_OK, "speak");
  gust_utterance_free(utterance);
}

/* A text that pauses in the middle of a sentence. */
static void narrate(gust_player *player) {
  gust_request *how = gust_request_new("", NULL);
  gust_narration *narration = gust_player_open_narration(player, how, GUST_MARKUP_PLAIN);
  gust_utterance *utterance = gust_narration_utterance(narration);
  expect(gust_narration_write(narration, "And then ", 9, -1, NULL) == GUST_OK, "write");
  gust_event event;
  do expect(gust_utterance_next_event(utterance, 30000, &event) == GUST_OK, "event");
  while (event.kind != GUST_EVENT_PIECE);
  gust_narration_finish(narration);
  expect(gust_utterance_wait(utterance, 30000) == GUST_OK, "narrate");
  gust_narration_free(narration);
  gust_utterance_free(utterance);
  gust_request_free(how);
}

int main(void) {
  gust_configuration *configuration = gust_configuration_new();
  gust_configuration_set_idle_limit(configuration, 200);
  gust_player *player = gust_player_new(configuration);
  expect(gust_player_prepare(player, 30000) == GUST_OK, "prepare");
  speak(player);
  narrate(player);
  puts("idle");
  fflush(stdout);
  for (;;) pause();
}
