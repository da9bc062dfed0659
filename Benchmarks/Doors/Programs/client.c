/* Fetches and plays what door.c does with nothing but libcurl and libpulse-simple; "?" asks what it holds. */
#include <curl/curl.h>
#include <pulse/simple.h>
#include <stdlib.h>

#include "memory.h"

static size_t play(char *bytes, size_t size, size_t count, void *sound) {
  return pa_simple_write(sound, bytes, size * count, NULL) == 0 ? size * count : 0;
}

int main(void) {
  char line[200], url[500], key[200], body[300];
  setvbuf(stdout, NULL, _IOLBF, 0);
  curl_global_init(CURL_GLOBAL_DEFAULT);
  CURL *transfer = curl_easy_init();
  const pa_sample_spec format = {.format = PA_SAMPLE_S16LE, .rate = 24000, .channels = 1};
  pa_simple *sound =
      pa_simple_new(NULL, "client", PA_STREAM_PLAYBACK, getenv("PULSE_SINK"), "speech", &format, NULL, NULL, NULL);
  snprintf(
      url, sizeof url, "%s/v1/text-to-speech/%s/stream?output_format=pcm", getenv("BREEZE_BASE_URL"),
      getenv("BREEZE_VOICE"));
  snprintf(key, sizeof key, "xi-api-key: %s", getenv("BREEZE_API_KEY"));
  struct curl_slist *headers = curl_slist_append(curl_slist_append(NULL, key), "Content-Type: application/json");
  curl_easy_setopt(transfer, CURLOPT_URL, url);
  curl_easy_setopt(transfer, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(transfer, CURLOPT_WRITEFUNCTION, play);
  curl_easy_setopt(transfer, CURLOPT_WRITEDATA, sound);
  curl_easy_setopt(transfer, CURLOPT_FAILONERROR, 1L);
  while (sound && fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\n")] = 0;
    if (strcmp(line, "?") == 0) {
      print_memory();
      continue;
    }
    snprintf(body, sizeof body, "{\"text\":\"%s\"}", line);
    curl_easy_setopt(transfer, CURLOPT_POSTFIELDS, body);
    if (curl_easy_perform(transfer) != CURLE_OK || pa_simple_drain(sound, NULL) != 0) exit(1);
    puts("0");
  }
}
