/* Speaks a text while it writes it, byte by byte, and others in every wrong way. */
#include "expect.h"
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static gust_narration *open_narration(gust_player *player) {
  gust_request *how = gust_request_new("", NULL);
  gust_request_set_format(how, GUST_FORMAT_PCM);
  gust_narration *narration = gust_player_open_narration(player, how, GUST_MARKUP_PLAIN);
  EXPECT(narration);
  EXPECT(gust_request_free(how) == GUST_OK);
  return narration;
}

static void append_letters(char *letters, const char *text) {
  size_t count = strlen(letters);
  for (; *text; text++)
    if (*text != ' ') letters[count++] = *text;
  letters[count] = 0;
}

/* The pieces that begin, joined, are the text. Where it was cut depends on how fast it was written. */
static void follow(gust_utterance *utterance, const char *text) {
  char said[400] = "", written[400] = "";
  append_letters(written, text);
  int connecting = 0, started = 0, first_bytes = 0;
  gust_event event;
  while (gust_utterance_next_event(utterance, 30000, &event) == GUST_OK) {
    started += event.kind == GUST_EVENT_STARTED;
    first_bytes += event.kind == GUST_EVENT_FIRST_BYTE;
    connecting += event.kind == GUST_EVENT_CONNECTING;
    if (event.kind == GUST_EVENT_FIRST_BYTE) EXPECT(connecting == 1 && started == 0);
    if (event.kind != GUST_EVENT_PIECE) continue;
    EXPECT(started == 1);
    append_letters(said, event.text);
  }
  EXPECT(connecting == 1 && started == 1 && first_bytes == 1 && event.kind == GUST_EVENT_FINISHED && event.status == GUST_OK);
  EXPECT(strcmp(said, written) == 0);
}

static void byte_by_byte(gust_player *player) {
  const char *text = "Grüße aus 東京, sagt sie. Nobody knew his name. Dr. Grey had sent him at 3.30 p.m. with a letter.";
  gust_narration *narration = open_narration(player);
  gust_utterance *utterance = gust_narration_utterance(narration);
  EXPECT(utterance && utterance == gust_narration_utterance(narration));
  gust_event event;
  EXPECT(gust_utterance_next_event(utterance, 30000, &event) == GUST_OK && event.kind == GUST_EVENT_WAITING_FOR_TEXT);
  await(utterance, GUST_STATE_WAITING_FOR_TEXT);
  EXPECT(gust_utterance_pause(utterance) == GUST_OK);
  await(utterance, GUST_STATE_PAUSED);
  EXPECT(gust_utterance_resume(utterance) == GUST_OK);
  await(utterance, GUST_STATE_WAITING_FOR_TEXT);
  for (size_t index = 0; text[index]; index++) EXPECT(gust_narration_write(narration, text + index, 1, -1, NULL) == GUST_OK);
  EXPECT(gust_utterance_wait(utterance, 0) == GUST_PENDING);
  EXPECT(gust_utterance_report(utterance) == NULL);
  EXPECT(gust_narration_finish(narration) == GUST_OK);
  size_t taken = 9;
  EXPECT(gust_narration_write(narration, "more", 4, -1, &taken) == GUST_END && taken == 0);
  EXPECT(gust_narration_free(narration) == GUST_OK);
  follow(utterance, text);
  EXPECT(gust_utterance_wait(utterance, 30000) == GUST_OK);
  EXPECT(gust_utterance_figure(utterance, GUST_FIGURE_FIRST_HEARD_MS) > 0);
  EXPECT(gust_utterance_figure(utterance, GUST_FIGURE_HEARD_MS) > 0);
  EXPECT(isnan(gust_utterance_figure(utterance, GUST_FIGURE_BYTES)));
  gust_position position = await(utterance, GUST_STATE_OVER);
  EXPECT(position.characters == 95 && position.heard_ms > 0 && position.frames == -1);
  char *report = gust_utterance_report(utterance);
  EXPECT(report && strstr(report, "gust-narration-report"));
  gust_string_free(report);
  EXPECT(gust_utterance_free(utterance) == GUST_OK);
}

/* Far more than is taken, into a player that stands still; then no more is wanted. */
static void stopped(gust_player *player) {
  gust_narration *narration = open_narration(player);
  gust_utterance *utterance = gust_narration_utterance(narration);
  EXPECT(gust_player_pause(player) == GUST_OK);
  char text[60000];
  for (size_t index = 0; index < sizeof text; index++) text[index] = "It goes on. "[index % 12];
  size_t taken = 0;
  EXPECT(gust_narration_write(narration, text, sizeof text, 50, &taken) == GUST_PENDING);
  EXPECT(taken >= 16000 && taken < sizeof text);
  EXPECT(gust_narration_write(narration, text, 1, 0, &taken) == GUST_PENDING && taken == 0);
  EXPECT(gust_utterance_stop(utterance, 0) == GUST_OK);
  EXPECT(gust_player_resume(player) == GUST_OK);
  EXPECT(gust_narration_write(narration, text, sizeof text, -1, &taken) == GUST_END);
  EXPECT(gust_utterance_wait(utterance, 30000) == GUST_STOPPED);
  EXPECT(gust_utterance_free(utterance) == GUST_OK);
  EXPECT(gust_narration_free(narration) == GUST_OK);
  EXPECT(gust_narration_free(narration) == GUST_ERROR_HANDLE);
}

/* Text that ends before its end: what came is spoken, and that it is not all is told. */
static void cut_short(gust_player *player, const char *reason) {
  gust_narration *narration = open_narration(player);
  gust_utterance *utterance = gust_narration_utterance(narration);
  EXPECT(gust_narration_write(narration, "What came. And wh", 17, -1, NULL) == GUST_OK);
  if (reason) EXPECT(gust_narration_abandon(narration, reason) == GUST_OK);
  EXPECT(gust_narration_free(narration) == GUST_OK);
  EXPECT(gust_utterance_wait(utterance, 30000) == GUST_ERROR_AUDIO);
  EXPECT(strstr(gust_last_error_text(), reason ? reason : "freed"));
  EXPECT(gust_utterance_figure(utterance, GUST_FIGURE_HEARD_MS) >= 300);
  char *report = gust_utterance_report(utterance);
  EXPECT(report && strstr(report, "\"incomplete\"") && strstr(report, reason ? reason : "freed"));
  gust_string_free(report);
  gust_event event = {0};
  while (gust_utterance_next_event(utterance, 0, &event) == GUST_OK) {
  }
  EXPECT(event.kind == GUST_EVENT_FINISHED && event.status == GUST_ERROR_AUDIO);
  EXPECT(strstr(event.text, reason ? reason : "freed"));
  EXPECT(gust_utterance_free(utterance) == GUST_OK);
}

static void *write_on(void *narration) {
  gust_status status;
  do status = gust_narration_write(narration, "It goes on. ", 12, -1, NULL);
  while (status == GUST_OK);
  EXPECT(status == GUST_END || status == GUST_ERROR_HANDLE);
  return NULL;
}

/* A player that ends while one narration waits for text and another for room. */
static void ended(void) {
  gust_player *player = gust_player_new(NULL);
  gust_narration *full = open_narration(player), *empty = open_narration(player);
  gust_utterance *utterances[] = {gust_narration_utterance(full), gust_narration_utterance(empty)};
  pthread_t thread;
  pthread_create(&thread, NULL, write_on, full);
  usleep(50000);
  EXPECT(gust_player_free(player) == GUST_OK);
  for (int index = 0; index < 2; index++) EXPECT(gust_utterance_wait(utterances[index], 0) != GUST_PENDING);
  pthread_join(thread, NULL);
  for (int index = 0; index < 2; index++) {
    gust_status status = gust_utterance_wait(utterances[index], 30000);
    EXPECT(status == GUST_STOPPED || status == GUST_ERROR);
    EXPECT(gust_utterance_free(utterances[index]) == GUST_OK);
  }
  EXPECT(gust_narration_free(full) == GUST_OK);
  EXPECT(gust_narration_free(empty) == GUST_OK);
}

static void wrong_arguments(gust_player *player) {
  gust_request *how = gust_request_new("", "voc_none");
  EXPECT(gust_player_open_narration(player, NULL, GUST_MARKUP_PLAIN) == NULL);
  EXPECT(gust_player_open_narration(player, how, (gust_markup)7) == NULL);
  EXPECT(gust_request_set_save_path(how, "/tmp/nothing") == GUST_OK);
  EXPECT(gust_player_open_narration(player, how, GUST_MARKUP_PLAIN) == NULL);
  EXPECT(gust_request_set_save_path(how, NULL) == GUST_OK);
  gust_narration *narration = gust_player_open_narration(player, how, GUST_MARKUP_MARKDOWN);
  gust_utterance *utterance = gust_narration_utterance(narration);
  EXPECT(gust_narration_write(narration, NULL, 1, 0, NULL) == GUST_ERROR_ARGUMENT);
  EXPECT(gust_narration_write(narration, "# Nobody\n", 9, -1, NULL) == GUST_OK);
  EXPECT(gust_narration_flush(narration) == GUST_OK);
  EXPECT(gust_utterance_wait(utterance, 30000) == GUST_ERROR_NOT_FOUND); /* no such voice; the text need not end for it */
  EXPECT(gust_narration_free(narration) == GUST_OK);
  EXPECT(gust_utterance_free(utterance) == GUST_OK);
  EXPECT(gust_request_free(how) == GUST_OK);
}

int main(void) {
  gust_player *player = gust_player_new(NULL);
  byte_by_byte(player);
  stopped(player);
  cut_short(player, "the model broke");
  cut_short(player, NULL);
  wrong_arguments(player);
  EXPECT(gust_player_free(player) == GUST_OK);
  ended();
  return failures ? 1 : 0;
}
