/* Passes libgust handles that stand for nothing, everywhere. */
#include "expect.h"
#include <math.h>
#include <pthread.h>
#include <string.h>

/* Each function with `handle`, which stands for nothing, in place of its own. */
static void pass_to_configuration(void *handle) {
  EXPECT(gust_configuration_free(handle) == GUST_ERROR_HANDLE);
  EXPECT(gust_configuration_set_api_key(handle, "k") == GUST_ERROR_HANDLE);
  EXPECT(gust_configuration_set_api_key_file(handle, "/") == GUST_ERROR_HANDLE);
  EXPECT(gust_configuration_set_base_url(handle, "https://a") == GUST_ERROR_HANDLE);
  EXPECT(gust_configuration_set_sound_server(handle, "x") == GUST_ERROR_HANDLE);
  EXPECT(gust_configuration_set_sink(handle, "x") == GUST_ERROR_HANDLE);
  EXPECT(gust_configuration_set_application_name(handle, "x") == GUST_ERROR_HANDLE);
  EXPECT(gust_configuration_set_no_sound(handle) == GUST_ERROR_HANDLE);
  EXPECT(gust_configuration_set_volume(handle, 1) == GUST_ERROR_HANDLE);
  EXPECT(gust_configuration_set_start(handle, 0) == GUST_ERROR_HANDLE);
  EXPECT(gust_configuration_set_state_folder(handle, NULL) == GUST_ERROR_HANDLE);
  EXPECT(gust_configuration_set_idle_limit(handle, 1) == GUST_ERROR_HANDLE);
  EXPECT(gust_configuration_set_event_callback(handle, NULL, NULL) == GUST_ERROR_HANDLE);
  EXPECT(gust_configuration_set_wav_file(handle, "x", 0, 0) == GUST_ERROR_HANDLE);
  EXPECT(gust_configuration_set_source(handle, handle) == GUST_ERROR_HANDLE);
}

static void pass_to_source(void *handle) {
  int16_t samples[2] = {1, 1};
  EXPECT(gust_source_free(handle) == GUST_ERROR_HANDLE);
  EXPECT(gust_source_read(handle, samples, 2) == 0 && samples[0] == 0 && samples[1] == 0);
  EXPECT(gust_source_read(handle, NULL, 2) == 0);
}

static void pass_to_player(void *handle) {
  EXPECT(gust_player_open_narration(handle, handle, GUST_MARKUP_PLAIN) == NULL && gust_last_error() == GUST_ERROR_HANDLE);
  EXPECT(gust_player_free(handle) == GUST_ERROR_HANDLE);
  EXPECT(gust_player_prepare(handle, -1) == GUST_ERROR_HANDLE);
  EXPECT(gust_player_speak(handle, handle) == NULL && gust_last_error() == GUST_ERROR_HANDLE);
  EXPECT(gust_player_speak_text(handle, "a", "b") == NULL && gust_last_error() == GUST_ERROR_HANDLE);
  EXPECT(gust_player_play_stored(handle, "hist_1") == NULL && gust_last_error() == GUST_ERROR_HANDLE);
  EXPECT(gust_player_open_stream(handle, GUST_ENCODING_MP3, 0, 0) == NULL && gust_last_error() == GUST_ERROR_HANDLE);
  EXPECT(gust_player_pause(handle) == GUST_ERROR_HANDLE);
  EXPECT(gust_player_resume(handle) == GUST_ERROR_HANDLE);
  EXPECT(gust_player_set_volume(handle, 1) == GUST_ERROR_HANDLE);
}

static void pass_to_request(void *handle) {
  EXPECT(gust_request_free(handle) == GUST_ERROR_HANDLE);
  EXPECT(gust_request_set_model(handle, NULL) == GUST_ERROR_HANDLE);
  EXPECT(gust_request_set_language(handle, NULL) == GUST_ERROR_HANDLE);
  EXPECT(gust_request_set_instructions(handle, NULL) == GUST_ERROR_HANDLE);
  EXPECT(gust_request_set_guidance(handle, 1) == GUST_ERROR_HANDLE);
  EXPECT(gust_request_set_format(handle, GUST_FORMAT_MP3) == GUST_ERROR_HANDLE);
  EXPECT(gust_request_set_save_path(handle, NULL) == GUST_ERROR_HANDLE);
}

static void pass_to_writers(void *handle) {
  size_t taken = 7;
  EXPECT(gust_narration_free(handle) == GUST_ERROR_HANDLE);
  EXPECT(gust_narration_utterance(handle) == NULL && gust_last_error() == GUST_ERROR_HANDLE);
  EXPECT(gust_narration_write(handle, "a", 1, 0, &taken) == GUST_ERROR_HANDLE && taken == 0);
  EXPECT(gust_narration_flush(handle) == GUST_ERROR_HANDLE);
  EXPECT(gust_narration_finish(handle) == GUST_ERROR_HANDLE);
  EXPECT(gust_narration_abandon(handle, "x") == GUST_ERROR_HANDLE);
  EXPECT(gust_stream_free(handle) == GUST_ERROR_HANDLE);
  EXPECT(gust_stream_utterance(handle) == NULL && gust_last_error() == GUST_ERROR_HANDLE);
  taken = 7;
  EXPECT(gust_stream_write(handle, "x", 1, -1, &taken) == GUST_ERROR_HANDLE && taken == 0);
  EXPECT(gust_stream_finish(handle) == GUST_ERROR_HANDLE);
  EXPECT(gust_stream_abandon(handle, "x") == GUST_ERROR_HANDLE);
}

static void pass_to_utterance(void *handle) {
  gust_event event;
  gust_position position;
  EXPECT(gust_utterance_free(handle) == GUST_ERROR_HANDLE);
  EXPECT(gust_utterance_wait(handle, -1) == GUST_ERROR_HANDLE);
  EXPECT(gust_utterance_stop(handle, 0) == GUST_ERROR_HANDLE);
  EXPECT(gust_utterance_next_event(handle, -1, &event) == GUST_ERROR_HANDLE);
  EXPECT(gust_utterance_descriptor(handle) == -1 && gust_last_error() == GUST_ERROR_HANDLE);
  EXPECT(isnan(gust_utterance_figure(handle, GUST_FIGURE_BYTES)) && gust_last_error() == GUST_ERROR_HANDLE);
  EXPECT(gust_utterance_report(handle) == NULL && gust_last_error() == GUST_ERROR_HANDLE);
  EXPECT(gust_utterance_pause(handle) == GUST_ERROR_HANDLE);
  EXPECT(gust_utterance_resume(handle) == GUST_ERROR_HANDLE);
  EXPECT(gust_utterance_position(handle, &position) == GUST_ERROR_HANDLE);
}

static void pass_everywhere(void *handle) {
  pass_to_configuration(handle);
  pass_to_source(handle);
  pass_to_player(handle);
  pass_to_request(handle);
  pass_to_writers(handle);
  pass_to_utterance(handle);
  EXPECT(strstr(gust_last_error_text(), "handle"));
}

static void *ask_for_nothing(void *unused) {
  EXPECT(gust_last_error() == GUST_OK && strlen(gust_last_error_text()) > 0);
  return unused;
}

/* Of a thread on which nothing has failed, whatever has on others. */
static void no_failure(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, ask_for_nothing, NULL);
  pthread_join(thread, NULL);
}

static void wrong_handles(void) {
  int here = 0;
  pass_everywhere(NULL);
  pass_everywhere(&here);
  pass_everywhere((char *)&here + 1);
  pass_everywhere((void *)~(uintptr_t)0);
  gust_configuration *freed = gust_configuration_new();
  EXPECT(gust_configuration_free(freed) == GUST_OK);
  pass_everywhere(freed);
  gust_request *request = gust_request_new("a", "b");
  EXPECT(gust_player_free((gust_player *)request) == GUST_ERROR_HANDLE);
  EXPECT(gust_request_free(request) == GUST_OK);
  gust_string_free(NULL);
}

int main(void) {
  wrong_handles();
  no_failure();
  return failures ? 1 : 0;
}
