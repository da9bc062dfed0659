// The plainest loop over libmpg123's feed mode: each chunk goes in as it came, what comes out is summed up.
//
// Reads lines "CHUNK FILE" from standard input, decodes the file in chunks of that many bytes, and answers each line with
// the processor time of it all in nanoseconds, the frames that came out, the wall-clock nanoseconds from handing in the
// chunk that brought the first audible sample to having that, and the bytes handed in by then; or with "error".
#include <mpg123.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct pass {
  long long processor, frames, first_sound, first_bytes;
};

static long long now(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static unsigned char *contents(const char *path, size_t *size) {
  FILE *file = fopen(path, "rb");
  if (!file) return NULL;
  fseek(file, 0, SEEK_END);
  *size = (size_t)ftell(file);
  rewind(file);
  unsigned char *bytes = malloc(*size);
  if (bytes && fread(bytes, 1, *size, file) != *size) {
    free(bytes);
    bytes = NULL;
  }
  fclose(file);
  return bytes;
}

/// Whether one of the samples is louder than -40 dBFS.
static int audible(const short *samples, size_t count) {
  for (size_t index = 0; index < count; index++)
    if (abs(samples[index]) > 327) return 1;
  return 0;
}

static int decode(mpg123_handle *decoder, const unsigned char *bytes, size_t size, size_t chunk, struct pass *pass) {
  static short audio[16384];
  int channels = 1, encoding, heard = 0;
  long rate;
  long long samples = 0, handed_in = 0, began = now(CLOCK_THREAD_CPUTIME_ID);
  for (size_t at = 0; at < size; at += chunk) {
    size_t count = size - at < chunk ? size - at : chunk, done = 0;
    if (!heard) handed_in = now(CLOCK_MONOTONIC);
    int code = mpg123_decode(decoder, bytes + at, count, (unsigned char *)audio, sizeof audio, &done);
    for (;;) {
      samples += (long long)(done / sizeof *audio);
      if (!heard && audible(audio, done / sizeof *audio)) {
        heard = 1;
        pass->first_sound = now(CLOCK_MONOTONIC) - handed_in;
        pass->first_bytes = (long long)(at + count);
      }
      if (code == MPG123_NEW_FORMAT) mpg123_getformat(decoder, &rate, &channels, &encoding);
      if (code == MPG123_NEED_MORE) break;
      if (code != MPG123_OK && code != MPG123_NEW_FORMAT) return 0;
      code = mpg123_decode(decoder, NULL, 0, (unsigned char *)audio, sizeof audio, &done);
    }
  }
  pass->processor = now(CLOCK_THREAD_CPUTIME_ID) - began;
  pass->frames = samples / channels;
  return heard;
}

int main(void) {
  char path[4096];
  size_t chunk, size;
  mpg123_init();
  while (scanf("%zu %4095s", &chunk, path) == 2) {
    unsigned char *bytes = contents(path, &size);
    mpg123_handle *decoder = mpg123_new(NULL, NULL);
    struct pass pass = {0};
    mpg123_param(decoder, MPG123_ADD_FLAGS, MPG123_QUIET, 0);
    if (bytes && chunk > 0 && mpg123_open_feed(decoder) == MPG123_OK && decode(decoder, bytes, size, chunk, &pass))
      printf("%lld %lld %lld %lld\n", pass.processor, pass.frames, pass.first_sound, pass.first_bytes);
    else
      printf("error\n");
    fflush(stdout);
    mpg123_delete(decoder);
    free(bytes);
  }
  return 0;
}
