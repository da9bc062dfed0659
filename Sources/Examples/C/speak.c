/*
 * Speaks its first argument and prints what happens; Ctrl-C silences it at once.
 *
 *     cc speak.c $(pkg-config --cflags --libs gust) -o speak
 *     BREEZE_API_KEY=… BREEZE_VOICE=voc_… ./speak "Hello from C"
 *
 * `./speak hist_…` plays what the service has stored. The report goes to standard output, the exit status is its gust_status.
 */
#include <gust.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

/* Says why there is nothing to go on with, and returns the exit status for it. */
static int fail(void) {
  fprintf(stderr, "speak: %s\n", gust_last_error_text());
  return (int)gust_last_error();
}

static const char *name(gust_event_kind kind) {
  switch (kind) {
    case GUST_EVENT_RETRYING: return "retrying";
    case GUST_EVENT_RECOVERING: return "recovering";
    case GUST_EVENT_RECOVERED: return "recovered";
    case GUST_EVENT_CONNECTING: return "connecting";
    case GUST_EVENT_FIRST_BYTE: return "first byte";
    case GUST_EVENT_STARTED: return "started";
    case GUST_EVENT_STALLED: return "stalled";
    case GUST_EVENT_RESUMED: return "resumed";
    case GUST_EVENT_FINISHED: return "finished";
    default: return "…";
  }
}

/* What is stored is played, all else is spoken, as PCM: its first byte is sound already. */
static gust_utterance *begin(gust_player *player, const char *what) {
  if (strncmp(what, "hist_", 5) == 0 || strncmp(what, "job_", 4) == 0) return gust_player_play_stored(player, what);
  gust_request *request = gust_request_new(what, NULL);
  if (!request) return NULL;
  gust_request_set_format(request, GUST_FORMAT_PCM);
  gust_utterance *utterance = gust_player_speak(player, request);
  gust_request_free(request);
  return utterance;
}

/* Prints events until the last; a signal stops the utterance. */
static void follow(gust_utterance *utterance, int signals) {
  struct pollfd sources[] = {
      {.fd = gust_utterance_descriptor(utterance), .events = POLLIN}, {.fd = signals, .events = POLLIN}};
  for (;;) {
    gust_event event;
    while (gust_utterance_next_event(utterance, 0, &event) == GUST_OK) {
      fprintf(stderr, "%s%s%s\n", name(event.kind), event.text[0] ? ": " : "", event.text);
      if (event.kind == GUST_EVENT_FINISHED) return;
    }
    if (poll(sources, 2, -1) > 0 && sources[1].revents) {
      gust_utterance_stop(utterance, 10);
      sources[1].fd = -1; /* once is enough */
    }
  }
}

int main(int count, char **arguments) {
  if (count != 2) {
    fprintf(stderr, "usage: speak TEXT|hist_…|job_…\n");
    return 2;
  }
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  sigprocmask(SIG_BLOCK, &set, NULL);
  int signals = signalfd(-1, &set, SFD_CLOEXEC);

  const char *what = arguments[1];
  gust_player *player = gust_player_new(NULL);
  if (!player) return fail();
  gust_utterance *utterance = begin(player, what);
  if (!utterance) {
    int status = fail();
    gust_player_free(player);
    return status;
  }
  follow(utterance, signals);

  char *report = gust_utterance_report(utterance);
  if (report) fputs(report, stdout);
  gust_string_free(report);
  gust_status ending = gust_utterance_wait(utterance, -1);
  gust_utterance_free(utterance);
  gust_player_free(player);
  close(signals);
  return (int)ending;
}
