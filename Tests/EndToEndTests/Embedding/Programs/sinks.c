/* Plays into a WAV file, and into an audio graph of its own: `sinks FILE`. */
#include "expect.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SAMPLES = 24000, BLOCK = 480, CHANNELS = 2 };

/* None is zero, and no two neighbours are alike; behind them there is silence. */
static int16_t sample(size_t index) { return index < SAMPLES ? (int16_t)(index % 9973 + 1) : 0; }

/* All channels are alike. */
static gust_utterance *write_samples(gust_player *player, int channels) {
  gust_stream *stream = gust_player_open_stream(player, GUST_ENCODING_PCM, 24000, channels);
  gust_utterance *utterance = gust_stream_utterance(stream);
  size_t count = (size_t)SAMPLES * channels;
  int16_t *samples = malloc(count * sizeof *samples);
  for (size_t index = 0; index < count; index++) samples[index] = sample(index / channels);
  EXPECT(gust_stream_write(stream, samples, count * sizeof *samples, -1, NULL) == GUST_OK);
  free(samples);
  EXPECT(gust_stream_finish(stream) == GUST_OK);
  EXPECT(gust_stream_free(stream) == GUST_OK);
  return utterance;
}

static void into_a_file(const char *path) {
  gust_configuration *configuration = gust_configuration_new();
  EXPECT(gust_configuration_set_wav_file(configuration, NULL, 0, 0) == GUST_ERROR_ARGUMENT);
  EXPECT(gust_configuration_set_wav_file(configuration, path, 24000, 0) == GUST_ERROR_ARGUMENT);
  EXPECT(gust_configuration_set_wav_file(configuration, path, 0, 0) == GUST_OK);
  gust_player *player = gust_player_new(configuration);
  EXPECT(gust_configuration_free(configuration) == GUST_OK);
  gust_utterance *utterance = write_samples(player, 1);
  EXPECT(gust_utterance_wait(utterance, 30000) == GUST_OK);
  EXPECT(gust_utterance_free(utterance) == GUST_OK);
  EXPECT(gust_player_free(player) == GUST_OK);
  FILE *file = fopen(path, "rb");
  EXPECT(file);
  if (!file) return;
  unsigned char header[44];
  EXPECT(fread(header, 1, 44, file) == 44 && memcmp(header + 8, "WAVEfmt ", 8) == 0);
  size_t count = 0;
  int16_t value;
  while (fread(&value, sizeof value, 1, file) == 1 && value == sample(count)) count++;
  EXPECT(count >= SAMPLES && feof(file)); /* all of it, and the silence that ends it */
  fclose(file);
}

/* The thread of an audio device: it asks for a block each 20 ms, though in a tenth of that time, in stereo. */
typedef struct device {
  gust_source *source;
  size_t heard;
  atomic_int ends;
} device;

static void *run_device(void *context) {
  device *device = context;
  int16_t block[BLOCK * CHANNELS];
  while (!device->ends) {
    memset(block, 0x55, sizeof block);
    size_t count = gust_source_read(device->source, block, BLOCK * CHANNELS);
    EXPECT(count <= BLOCK);
    for (size_t index = 0; index < BLOCK * CHANNELS; index++) {
      size_t frame = index / CHANNELS;
      EXPECT(block[index] == (frame < count ? sample(device->heard + frame) : 0));
    }
    device->heard += count;
    nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
  }
  return NULL;
}

static void into_a_graph(void) {
  EXPECT(gust_source_new(0, 1, 200) == NULL);
  EXPECT(gust_source_new(24000, 1, 4) == NULL);
  device device = {.source = gust_source_new(24000, CHANNELS, 100)};
  gust_configuration *configuration = gust_configuration_new();
  EXPECT(gust_configuration_set_source(configuration, device.source) == GUST_OK);
  gust_player *player = gust_player_new(configuration);
  EXPECT(gust_player_new(configuration) == NULL); /* it is for one player */
  EXPECT(gust_configuration_free(configuration) == GUST_OK);
  pthread_t thread;
  pthread_create(&thread, NULL, run_device, &device);
  gust_utterance *utterance = write_samples(player, CHANNELS);
  EXPECT(gust_utterance_wait(utterance, 60000) == GUST_OK);
  /* How often it ran dry meanwhile is the machine's affair. */
  EXPECT(gust_utterance_figure(utterance, GUST_FIGURE_HEARD_MS) == 1000);
  EXPECT(gust_utterance_free(utterance) == GUST_OK);
  EXPECT(gust_player_free(player) == GUST_OK);
  EXPECT(gust_source_free(device.source) == GUST_OK); /* while it is read: there is silence from now on */
  usleep(20000);
  device.ends = 1;
  pthread_join(thread, NULL);
  EXPECT(device.heard >= SAMPLES && device.heard < SAMPLES + 24000);
  EXPECT(gust_source_free(device.source) == GUST_ERROR_HANDLE);
}

/* As many as there may be, one too many, and the same again. */
static void many_sources(void) {
  gust_source *sources[65];
  for (int round = 0; round < 2; round++) {
    for (int index = 0; index < 64; index++) EXPECT((sources[index] = gust_source_new(48000, 2, 200)));
    EXPECT(gust_source_new(48000, 2, 200) == NULL);
    for (int index = 0; index < 64; index++) EXPECT(gust_source_free(sources[index]) == GUST_OK);
  }
}

int main(int count, char **arguments) {
  if (count != 2) return 2;
  into_a_file(arguments[1]);
  into_a_graph();
  many_sources();
  return failures ? 1 : 0;
}
