/* Uses libgust wrongly, in every order and from many threads. */
#include "expect.h"
#include <math.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static void wrong_arguments(gust_player *player) {
  gust_configuration *configuration = gust_configuration_new();
  EXPECT(gust_configuration_set_volume(configuration, NAN) == GUST_ERROR_ARGUMENT);
  EXPECT(gust_configuration_set_volume(configuration, -1) == GUST_ERROR_ARGUMENT);
  EXPECT(gust_configuration_set_start(configuration, 2001) == GUST_ERROR_ARGUMENT);
  EXPECT(gust_configuration_set_start(configuration, -2) == GUST_ERROR_ARGUMENT);
  EXPECT(gust_configuration_set_idle_limit(configuration, -1) == GUST_ERROR_ARGUMENT);
  EXPECT(gust_configuration_set_base_url(configuration, "http://example.org") == GUST_ERROR_ARGUMENT);
  EXPECT(gust_configuration_set_api_key(configuration, NULL) == GUST_ERROR_ARGUMENT);
  EXPECT(gust_configuration_set_api_key(configuration, "a b") == GUST_ERROR_AUTHENTICATION);
  EXPECT(gust_configuration_set_sink(configuration, "\xff") == GUST_ERROR_ARGUMENT);
  EXPECT(gust_configuration_free(configuration) == GUST_OK);
  EXPECT(gust_request_new(NULL, "v") == NULL && gust_last_error() == GUST_ERROR_ARGUMENT);
  gust_request *request = gust_request_new("a", "v");
  EXPECT(gust_request_set_guidance(request, INFINITY) == GUST_ERROR_ARGUMENT);
  EXPECT(gust_request_set_format(request, (gust_format)9) == GUST_ERROR_ARGUMENT);
  EXPECT(gust_request_free(request) == GUST_OK);
  EXPECT(gust_player_play_stored(player, "../etc") == NULL && gust_last_error() == GUST_ERROR_ARGUMENT);
  EXPECT(gust_player_open_stream(player, GUST_ENCODING_PCM, 0, 1) == NULL && gust_last_error() == GUST_ERROR_ARGUMENT);
  EXPECT(gust_player_open_stream(player, (gust_encoding)99, 0, 0) == NULL && gust_last_error() == GUST_ERROR_ARGUMENT);
  EXPECT(gust_player_set_volume(player, 5) == GUST_ERROR_ARGUMENT);
  /* What the request breaks is told by the utterance. */
  gust_utterance *empty = gust_player_speak_text(player, "  ", NULL);
  EXPECT(gust_utterance_wait(empty, 30000) == GUST_ERROR_ARGUMENT);
  EXPECT(gust_utterance_next_event(empty, 0, NULL) == GUST_ERROR_ARGUMENT);
  EXPECT(isnan(gust_utterance_figure(empty, (gust_figure)99)) && gust_last_error() == GUST_ERROR_ARGUMENT);
  EXPECT(gust_utterance_position(empty, NULL) == GUST_ERROR_ARGUMENT);
  EXPECT(gust_utterance_free(empty) == GUST_OK);
  EXPECT(strlen(gust_error_text((gust_status)1234)) > 0);
}

static void events_and_waits(gust_player *player) {
  gust_utterance *utterance = gust_player_speak_text(player, "Events", NULL);
  gust_event event;
  struct pollfd source = {.fd = gust_utterance_descriptor(utterance), .events = POLLIN};
  EXPECT(gust_utterance_wait(utterance, 0) == GUST_PENDING);
  EXPECT(gust_utterance_report(utterance) == NULL && gust_last_error() == GUST_ERROR_STATE);
  int seen = 0;
  do {
    EXPECT(poll(&source, 1, 30000) == 1);
    EXPECT(gust_utterance_next_event(utterance, 0, &event) == GUST_OK);
    seen |= 1 << event.kind;
  } while (event.kind != GUST_EVENT_FINISHED && seen < 1 << 20);
  EXPECT(seen & 1 << GUST_EVENT_FIRST_BYTE && seen & 1 << GUST_EVENT_STARTED);
  EXPECT(event.status == GUST_OK && event.text[0] == 0);
  EXPECT(gust_utterance_next_event(utterance, -1, &event) == GUST_END);
  EXPECT(poll(&source, 1, 0) == 1);
  EXPECT(gust_utterance_wait(utterance, -1) == GUST_OK);
  EXPECT(gust_utterance_figure(utterance, GUST_FIGURE_FIRST_HEARD_MS) > 0);
  EXPECT(gust_utterance_figure(utterance, GUST_FIGURE_STALLS) >= 0);
  EXPECT(isnan(gust_utterance_figure(utterance, GUST_FIGURE_STOP_MS)));
  EXPECT(gust_utterance_stop(utterance, 10) == GUST_OK);
  EXPECT(gust_utterance_free(utterance) == GUST_OK);
  EXPECT(gust_utterance_free(utterance) == GUST_ERROR_HANDLE);
}

static void *wait_for_it(void *utterance) {
  gust_event event;
  for (;;) {
    gust_status status = gust_utterance_next_event(utterance, -1, &event);
    if (status == GUST_END || status == GUST_ERROR_HANDLE) break;
  }
  gust_status status = gust_utterance_wait(utterance, -1);
  EXPECT(status == GUST_STOPPED || status == GUST_ERROR_HANDLE);
  gust_utterance_free(utterance);
  return NULL;
}

/* Six threads wait for what is stopped, and all of them free it. While the player pauses it cannot end by itself. */
static void many_threads(gust_player *player) {
  EXPECT(gust_player_pause(player) == GUST_OK);
  gust_utterance *utterance = gust_player_speak_text(player, "Threads", NULL);
  pthread_t threads[6];
  for (int index = 0; index < 6; index++) pthread_create(&threads[index], NULL, wait_for_it, utterance);
  EXPECT(gust_utterance_stop(utterance, 0) == GUST_OK);
  for (int index = 0; index < 6; index++) pthread_join(threads[index], NULL);
  EXPECT(gust_utterance_free(utterance) == GUST_ERROR_HANDLE);
  EXPECT(gust_player_resume(player) == GUST_OK);
}

static void *wait_for_end(void *utterance) {
  gust_event event;
  while (gust_utterance_next_event(utterance, -1, &event) == GUST_OK) {
  }
  EXPECT(gust_utterance_next_event(utterance, -1, &event) == GUST_END);
  return NULL;
}

/* Four threads share the events of one utterance: each learns of the end, though only one gets the last event. */
static void shared_events(gust_player *player) {
  gust_utterance *utterance = gust_player_speak_text(player, "Shared", NULL);
  pthread_t threads[4];
  for (int index = 0; index < 4; index++) pthread_create(&threads[index], NULL, wait_for_end, utterance);
  for (int index = 0; index < 4; index++) pthread_join(threads[index], NULL);
  EXPECT(gust_utterance_free(utterance) == GUST_OK);
}

/* Samples that are all alike: as loud on the average as at most. */
static void positions(gust_player *player) {
  static int16_t samples[48000];
  for (int index = 0; index < 48000; index++) samples[index] = 16384;
  gust_stream *stream = gust_player_open_stream(player, GUST_ENCODING_PCM, 24000, 1);
  gust_utterance *utterance = gust_stream_utterance(stream);
  EXPECT(gust_stream_write(stream, samples, sizeof samples, -1, NULL) == GUST_OK);
  gust_position position;
  do position = await(utterance, GUST_STATE_PLAYING);
  while (position.heard_ms < 100 && usleep(5000) == 0);
  EXPECT(fabs(position.frames - position.heard_ms * 24) <= 1 && position.characters == -1);
  EXPECT(fabs(position.rms + 6.02) < 0.1 && fabs(position.peak + 6.02) < 0.1);
  EXPECT(gust_utterance_pause(utterance) == GUST_OK);
  position = await(utterance, GUST_STATE_PAUSED);
  EXPECT(position.rms == -96 && position.peak == -96);
  EXPECT(gust_utterance_resume(utterance) == GUST_OK);
  EXPECT(gust_stream_finish(stream) == GUST_OK && gust_stream_free(stream) == GUST_OK);
  EXPECT(gust_utterance_wait(utterance, 30000) == GUST_OK);
  position = await(utterance, GUST_STATE_OVER);
  EXPECT(position.frames == 48000 && position.heard_ms == 2000 && position.rms == -96);
  EXPECT(gust_utterance_free(utterance) == GUST_OK);

  utterance = gust_player_speak_text(player, "Spoken, cafe\xcc\x81", NULL);
  EXPECT(gust_utterance_wait(utterance, 30000) == GUST_OK);
  EXPECT(await(utterance, GUST_STATE_OVER).characters == 12);
  EXPECT(gust_utterance_free(utterance) == GUST_OK);
}

typedef struct calls {
  atomic_int running, count, finished, is_over;
  pthread_t thread;
  _Atomic(gust_utterance *) freed;
} calls;

static void note(void *user, gust_utterance *utterance, const gust_event *event) {
  calls *calls = user;
  EXPECT(++calls->running == 1);
  EXPECT(!calls->is_over);
  if (calls->count++ == 0) calls->thread = pthread_self();
  EXPECT(pthread_equal(calls->thread, pthread_self()));
  EXPECT(utterance != calls->freed);
  gust_event other;
  EXPECT(gust_utterance_next_event(utterance, 0, &other) == GUST_ERROR_STATE);
  if (event->kind == GUST_EVENT_FIRST_BYTE && !calls->freed) {
    calls->freed = utterance; /* freed from within: this is its last */
    EXPECT(gust_utterance_free(utterance) == GUST_OK);
  }
  if (event->kind == GUST_EVENT_FINISHED) calls->finished++;
  usleep(2000);
  calls->running--;
}

static void callbacks(void) {
  calls calls = {0};
  gust_configuration *configuration = gust_configuration_new();
  EXPECT(gust_configuration_set_event_callback(configuration, note, &calls) == GUST_OK);
  gust_player *player = gust_player_new(configuration);
  EXPECT(gust_configuration_free(configuration) == GUST_OK);
  gust_utterance *utterances[4];
  for (int index = 0; index < 4; index++) utterances[index] = gust_player_speak_text(player, "Called back", NULL);
  for (int index = 0; index < 3; index++) {
    gust_status status = gust_utterance_wait(utterances[index], 60000);
    /* One of the first is freed by the callback, before its end or after. */
    EXPECT(status == GUST_OK || (status == GUST_ERROR_HANDLE && utterances[index] == calls.freed));
  }
  EXPECT(gust_player_free(player) == GUST_OK); /* the last is cut off */
  calls.is_over = 1;
  usleep(100000);
  EXPECT(calls.freed && calls.count > 4 && calls.running == 0);
  EXPECT(gust_utterance_wait(utterances[3], 30000) != GUST_PENDING);
  for (int index = 0; index < 4; index++) {
    gust_status status = gust_utterance_free(utterances[index]);
    EXPECT(status == (utterances[index] == calls.freed ? GUST_ERROR_HANDLE : GUST_OK));
  }
}

static _Atomic(gust_player *) doomed;

static void end_player(void *user, gust_utterance *utterance, const gust_event *event) {
  (void)utterance, (void)event;
  EXPECT(gust_player_free(doomed) == GUST_OK);
  (*(atomic_int *)user)++;
}

/* A player that its own callback ends: that call is the last. */
static void freed_in_callback(void) {
  atomic_int count = 0;
  gust_configuration *configuration = gust_configuration_new();
  gust_configuration_set_event_callback(configuration, end_player, &count);
  doomed = gust_player_new(configuration);
  gust_configuration_free(configuration);
  gust_utterance *utterance = gust_player_speak_text(doomed, "Doomed", NULL);
  gust_status status = gust_utterance_wait(utterance, 30000);
  EXPECT(status == GUST_STOPPED || status == GUST_ERROR);
  usleep(100000);
  EXPECT(count == 1);
  EXPECT(gust_utterance_free(utterance) == GUST_OK);
}

/* A reason that is longer than the text of an event: it is cut between two letters, each of two bytes. */
static void cut_texts(gust_player *player) {
  char reason[1202] = {0};
  for (int index = 0; index < 600; index++) memcpy(reason + 1 + 2 * index, "\xc3\xa9", 2);
  reason[0] = 'x';
  size_t lengths = 0;
  for (int offset = 0; offset < 2; offset++) {
    gust_stream *stream = gust_player_open_stream(player, GUST_ENCODING_PCM, 24000, 1);
    gust_utterance *utterance = gust_stream_utterance(stream);
    EXPECT(gust_stream_abandon(stream, reason + offset) == GUST_OK && gust_stream_free(stream) == GUST_OK);
    gust_event event;
    do EXPECT(gust_utterance_next_event(utterance, 30000, &event) == GUST_OK);
    while (event.kind != GUST_EVENT_FINISHED);
    size_t length = strlen(event.text);
    EXPECT(length >= 510 && memcmp(event.text + length - 2, "\xc3\xa9", 2) == 0);
    lengths += length;
    EXPECT(gust_utterance_free(utterance) == GUST_OK);
  }
  EXPECT(lengths == 510 + 511);
}

/* Half a second of samples without a zero, in pieces that split them. */
static void streams(gust_player *player) {
  gust_stream *stream = gust_player_open_stream(player, GUST_ENCODING_PCM, 24000, 1);
  gust_utterance *utterance = gust_stream_utterance(stream);
  EXPECT(utterance && utterance == gust_stream_utterance(stream));
  unsigned char bytes[24001];
  memset(bytes, 1, sizeof bytes);
  for (size_t written = 0; written < 24000; written += 1001) {
    size_t rest = 24000 - written;
    EXPECT(gust_stream_write(stream, bytes, rest < 1001 ? rest : 1001, -1, NULL) == GUST_OK);
  }
  EXPECT(gust_stream_write(stream, NULL, 1, 0, NULL) == GUST_ERROR_ARGUMENT);
  EXPECT(gust_stream_finish(stream) == GUST_OK);
  EXPECT(gust_stream_write(stream, bytes, 1, -1, NULL) == GUST_END);
  EXPECT(gust_stream_free(stream) == GUST_OK);
  EXPECT(gust_utterance_wait(utterance, 30000) == GUST_OK);
  EXPECT(gust_utterance_figure(utterance, GUST_FIGURE_BYTES) == 24000);
  EXPECT(gust_utterance_free(utterance) == GUST_OK);

  stream = gust_player_open_stream(player, GUST_ENCODING_PCM, 24000, 1);
  utterance = gust_stream_utterance(stream);
  EXPECT(gust_stream_write(stream, bytes, 24000, -1, NULL) == GUST_OK);
  EXPECT(gust_stream_abandon(stream, "the tape tore") == GUST_OK);
  EXPECT(gust_utterance_wait(utterance, 30000) == GUST_ERROR_AUDIO);
  EXPECT(strstr(gust_last_error_text(), "the tape tore"));
  EXPECT(gust_utterance_free(utterance) == GUST_OK);
  EXPECT(gust_stream_free(stream) == GUST_OK);

  stream = gust_player_open_stream(player, GUST_ENCODING_PCM, 24000, 1);
  utterance = gust_stream_utterance(stream);
  size_t taken = 0, total = 0;
  gust_player_pause(player);
  while (gust_stream_write(stream, bytes, 24000, 20, &taken) == GUST_OK) total += taken;
  EXPECT(total + taken >= 100000 && total + taken <= 4000000); /* back-pressure, with an end */
  EXPECT(gust_stream_abandon(stream, "enough") == GUST_OK);
  gust_player_resume(player);
  EXPECT(gust_utterance_stop(utterance, 10) == GUST_OK);
  EXPECT(gust_utterance_wait(utterance, 30000) == GUST_STOPPED);
  EXPECT(gust_utterance_free(utterance) == GUST_OK);
  EXPECT(gust_stream_free(stream) == GUST_OK);
}

int main(void) {
  gust_player *player = gust_player_new(NULL);
  EXPECT(gust_player_prepare(player, 30000) == GUST_OK);
  wrong_arguments(player);
  events_and_waits(player);
  many_threads(player);
  shared_events(player);
  positions(player);
  streams(player);
  cut_texts(player);
  callbacks();
  freed_in_callback();
  gust_utterance *utterance = gust_player_speak_text(player, "Left behind", NULL);
  EXPECT(gust_player_free(player) == GUST_OK);
  EXPECT(gust_player_free(player) == GUST_ERROR_HANDLE);
  gust_status status = gust_utterance_wait(utterance, 0);
  EXPECT(status == GUST_STOPPED || status == GUST_ERROR);
  char *report = gust_utterance_report(utterance);
  EXPECT(report && strstr(report, "gust-latency-report"));
  gust_string_free(report);
  EXPECT(gust_utterance_free(utterance) == GUST_OK);
  return failures ? 1 : 0;
}
