/* Makes players and speaks with few descriptors left, or none: whatever fails must say so, and leave the process alive. */
#include "expect.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

/* Takes every descriptor but `left`. */
static void take_all_but(int left) {
  int last = -1, next;
  while ((next = open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0) last = next;
  for (; left > 0; left--) close(last--);
}

static void play(gust_player *player) {
  gust_stream *stream = gust_player_open_stream(player, GUST_ENCODING_PCM, 24000, 1);
  if (!stream) {
    EXPECT(strlen(gust_last_error_text()) > 0);
    return;
  }
  int16_t samples[240] = {0};
  gust_stream_write(stream, samples, sizeof samples, 1000, NULL);
  gust_stream_finish(stream);
  gust_utterance *utterance = gust_stream_utterance(stream);
  EXPECT(gust_utterance_wait(utterance, 30000) != GUST_PENDING);
  gust_utterance_free(utterance);
  gust_stream_free(stream);
}

/* A text that pauses in the middle of a sentence: a timer is set. */
static void narrate(gust_player *player, gust_request *how) {
  gust_narration *narration = gust_player_open_narration(player, how, GUST_MARKUP_PLAIN);
  take_all_but(0);
  if (!narration) return;
  gust_utterance *utterance = gust_narration_utterance(narration);
  /* It may have failed already, for want of descriptors. */
  gust_status written = gust_narration_write(narration, "And then ", 9, -1, NULL);
  EXPECT(written == GUST_OK || written == GUST_END);
  gust_event event;
  do EXPECT(gust_utterance_next_event(utterance, 30000, &event) == GUST_OK);
  while (!failures && event.kind != GUST_EVENT_PIECE && event.kind != GUST_EVENT_FINISHED);
  gust_narration_finish(narration);
  EXPECT(gust_utterance_wait(utterance, 30000) != GUST_PENDING);
  gust_narration_free(narration);
  gust_utterance_free(utterance);
}

/* Returns whether there was a player. */
static int try_with(int left) {
  gust_configuration *configuration = gust_configuration_new();
  EXPECT(gust_configuration_set_wav_file(configuration, "/dev/null", 24000, 1) == GUST_OK);
  EXPECT(gust_configuration_set_api_key(configuration, "brz_nobody") == GUST_OK);
  EXPECT(gust_configuration_set_base_url(configuration, "http://127.0.0.1:9") == GUST_OK);
  gust_request *how = gust_request_new("", "voc_nobody");
  take_all_but(left);
  gust_player *player = gust_player_new(configuration);
  if (!player) {
    EXPECT(strlen(gust_last_error_text()) > 0);
    return 0;
  }
  narrate(player, how);
  play(player);
  gust_player_free(player);
  gust_request_free(how);
  return 1;
}

int main(int count, char **arguments) {
  if (count > 1) {
    int hadPlayer = try_with(atoi(arguments[1]));
    return failures ? 1 : hadPlayer ? 0 : 2;
  }
  struct rlimit limit = {128, 128};
  EXPECT(setrlimit(RLIMIT_NOFILE, &limit) == 0);
  int players = 0, ends = 0;
  for (int left = 0; left <= 24; left = left * 3 / 2 + 1) {
    char number[16];
    snprintf(number, sizeof number, "%d", left);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
      /* Nothing of libgust may be called in a child that is not another program. */
      execl("/proc/self/exe", arguments[0], number, NULL);
      _exit(1);
    }
    int status = 0;
    EXPECT(child > 0 && waitpid(child, &status, 0) == child);
    if (!WIFEXITED(status) || WEXITSTATUS(status) == 1) printf("with %d left: status %x\n", left, status), failures++;
    players += WIFEXITED(status) && WEXITSTATUS(status) == 0;
    ends += WIFEXITED(status) && WEXITSTATUS(status) == 2;
  }
  EXPECT(players > 0 && ends > 0);
  printf("%d players, %d refusals\n", players, ends);
  return failures ? 1 : 0;
}
