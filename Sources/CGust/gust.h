/*
 * Gust: plays streamed speech while it is generated. The C interface.
 *
 *     gust_player *player = gust_player_new(NULL);
 *     gust_utterance *utterance = gust_player_speak_text(player, "Hello", "voc_xeh3w54cqvnp");
 *     if (gust_utterance_wait(utterance, -1) != GUST_OK) fprintf(stderr, "%s\n", gust_last_error_text());
 *     gust_utterance_free(utterance);
 *     gust_player_free(player);
 *
 * Handles. What gust_…_new and its like return is a handle, not an address: NULL, a handle that was freed, freed twice, or
 * of another kind is GUST_ERROR_HANDLE, never undefined behaviour. Handles may be freed in any order. 0 or NULL in place of
 * a result means that there is none; gust_last_error() and gust_last_error_text() then say why.
 *
 * Threads. Every function may be called from any thread at any time, except from a signal handler and, in a child, after
 * fork() without exec(). None of them is called on, or waits for, the thread that feeds the sound server. Functions that
 * wait say so and have a time-out in milliseconds: 0 only looks, a negative one waits for ever.
 *
 * Text is UTF-8 that ends in NUL; it is copied before a function returns. No function installs a signal handler or writes
 * to the standard streams.
 *
 * Binary interface. Functions, constants and structures in this file keep their meaning for as long as the library is
 * called libgust.so.0; new ones may come. Take values that are not listed here as you would take their general case.
 */
#ifndef GUST_H
#define GUST_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Errors ---------------------------------------------------------------------------------------------------- */

/* What became of a call or of an utterance. 1 to 11 are also the exit statuses of the command `gust`. */
typedef enum gust_status {
  GUST_OK = 0,
  GUST_ERROR = 1,                /* none of those below */
  GUST_ERROR_ARGUMENT = 2,       /* an argument, the text, or a request that the service refuses as invalid */
  GUST_ERROR_AUTHENTICATION = 3, /* the API key is missing, wrong, or may not do this */
  GUST_ERROR_QUOTA = 4,          /* credits, rate or concurrency used up */
  GUST_ERROR_TIMEOUT = 5,        /* the service took too long */
  GUST_ERROR_NETWORK = 6,        /* network or service failure */
  GUST_ERROR_NOT_FOUND = 7,      /* no such voice, history item or job */
  GUST_ERROR_SOUND = 8,          /* no sound server, no such sink, or it stopped playing */
  GUST_ERROR_AUDIO = 9,          /* the audio is incomplete or cannot be played */
  GUST_ERROR_POLICY = 10,        /* refused by the service's content policy */
  GUST_STOPPED = 11,             /* stopped on request */
  GUST_ERROR_HANDLE = 20,        /* NULL, freed, or a handle of another kind */
  GUST_ERROR_STATE = 21,         /* the call does not fit what was done before */
  GUST_PENDING = 30,             /* not yet: the time-out of the call came first */
  GUST_END = 31                  /* nothing more will come */
} gust_status;

/* What a status means, in general. Never NULL; lives for ever. */
const char *gust_error_text(gust_status status);

/*
 * What the latest failure on this thread was: after a call that returned NULL, -1 or a GUST_ERROR, or NAN for what is no
 * figure or no report. Calls that work leave it as it is. GUST_OK: nothing has failed yet.
 */
gust_status gust_last_error(void);
/*
 * The same in particular, one sentence for people. Never NULL. Lives until the next failure on this thread. Never holds
 * the API key or what was to be spoken.
 */
const char *gust_last_error_text(void);

/* The version of the library, such as "0.1.0". Lives for ever. */
const char *gust_version(void);

/* ---- Events ---------------------------------------------------------------------------------------------------- */

typedef struct gust_configuration gust_configuration;
typedef struct gust_player gust_player;
typedef struct gust_request gust_request;
typedef struct gust_utterance gust_utterance;
typedef struct gust_stream gust_stream;
typedef struct gust_narration gust_narration;
typedef struct gust_source gust_source;

/* What happens to an utterance. */
typedef enum gust_event_kind {
  GUST_EVENT_RETRYING = 1,   /* turned away; asked again in `milliseconds`; `text`: why */
  GUST_EVENT_WAITING = 2,    /* the audio is still in the making */
  GUST_EVENT_RECOVERING = 3, /* the stream broke off, its rest is fetched; `text`: why */
  GUST_EVENT_RECOVERED = 4,  /* the rest has come */
  GUST_EVENT_FIRST_BYTE = 5, /* the first bytes of audio came */
  GUST_EVENT_STARTED = 6,    /* the first frame went to the sound server */
  GUST_EVENT_STALLED = 7,    /* playback ran dry */
  GUST_EVENT_RESUMED = 8,    /* playback goes on */
  GUST_EVENT_SOUND_LOST = 9, /* the sound server or its device failed */
  GUST_EVENT_SOUND_BACK = 10, /* playback goes on after that; it took `milliseconds` */
  GUST_EVENT_FINISHED = 11,  /* it is over, as `status` says; always the last; `text`: the error */
  GUST_EVENT_PIECE = 12,     /* of a narration: the first frame of another piece went to the sound server; `text`: the piece */
  GUST_EVENT_WAITING_FOR_TEXT = 13, /* of a narration: all that was written has been heard */
  GUST_EVENT_CONNECTING = 14, /* its turn has come: it is asked of the service; once at most, before all of its audio */
  GUST_EVENT_OTHER = 100     /* something that this version of the interface has no word for */
} gust_event_kind;

/* One event. The caller's memory; nothing in it needs to be freed. */
typedef struct gust_event {
  gust_event_kind kind;
  gust_status status;  /* GUST_EVENT_FINISHED: as gust_utterance_wait returns it; else GUST_OK */
  double milliseconds; /* 0 where it means nothing */
  char text[512];      /* empty where it means nothing; longer text is cut off between characters */
} gust_event;

/*
 * Called on one thread, "gust-events", which each player with a callback has for itself: never on two at once, never on
 * the thread of the sound or the network, and for the events of one utterance in their order. It may come before the
 * function that made the utterance has returned. It may call any function, also those that free what it is called for
 * (but of two callbacks that free each other's players or utterances neither returns); while it takes its time, later
 * events wait (64 per utterance; of more, the oldest are dropped that can happen any number of times), and playback does
 * not. `event` is valid until it returns.
 */
typedef void (*gust_event_callback)(void *user, gust_utterance *utterance, const gust_event *event);

/* ---- Configuration --------------------------------------------------------------------------------------------- */

/*
 * How a player works, for its whole life. What is not set is taken from the environment, as the command `gust` takes it:
 * BREEZE_API_KEY, BREEZE_BASE_URL, PULSE_SERVER, PULSE_SINK, GUST_STATE.
 */
gust_configuration *gust_configuration_new(void);
gust_status gust_configuration_free(gust_configuration *configuration);

/* The API key itself, or a file that holds it and that others cannot read. */
gust_status gust_configuration_set_api_key(gust_configuration *configuration, const char *key);
gust_status gust_configuration_set_api_key_file(gust_configuration *configuration, const char *path);
/* Another service than https://api.breeze.blue; plain http only on this machine. */
gust_status gust_configuration_set_base_url(gust_configuration *configuration, const char *url);
/* The sound server, as PULSE_SERVER spells it, and the name of its sink. */
gust_status gust_configuration_set_sound_server(gust_configuration *configuration, const char *server);
gust_status gust_configuration_set_sink(gust_configuration *configuration, const char *sink);
/* The program, as volume controls show it. */
gust_status gust_configuration_set_application_name(gust_configuration *configuration, const char *name);
/*
 * Into a WAV file in place of a sound server, one utterance behind the other, as fast as it comes: what is waited for takes
 * no time in it. 16-bit PCM, to which all is converted; `sample_rate` (in Hz) and `channels` 0 take those of the first
 * utterance. The file has its name when gust_player_free has returned, and there is none where nothing was played. Of this,
 * a source and no sound the last that is set counts; after any of them neither sound server nor sink is used.
 */
gust_status gust_configuration_set_wav_file(
    gust_configuration *configuration, const char *path, int32_t sample_rate, int32_t channels);
/* Into the host's own audio graph, which reads it from `source`. A source is for one player at a time. */
gust_status gust_configuration_set_source(gust_configuration *configuration, gust_source *source);
/* No sound at all: utterances are only saved (gust_request_set_save_path). */
gust_status gust_configuration_set_no_sound(gust_configuration *configuration);
/* Loudness as a factor, 0 to 4; 1 leaves every bit as it is. */
gust_status gust_configuration_set_volume(gust_configuration *configuration, double volume);
/* When the first sample goes: GUST_START_ADAPTIVE, which learns; 0, at once; else with so much audio in hand, up to 2000. */
#define GUST_START_ADAPTIVE (-1)
gust_status gust_configuration_set_start(gust_configuration *configuration, int32_t milliseconds);
/*
 * Where GUST_START_ADAPTIVE keeps what it learns: times of arrival, never text; $XDG_STATE_HOME/gust (~/.local/state/gust)
 * unless set. NULL keeps nothing.
 */
gust_status gust_configuration_set_state_folder(gust_configuration *configuration, const char *path);
/* How long the stream of sound stays awake with nothing to play; 10000 unless set. */
gust_status gust_configuration_set_idle_limit(gust_configuration *configuration, int32_t milliseconds);
/* Has the events of every utterance handed to `callback` instead of gust_utterance_next_event; NULL undoes that. */
gust_status gust_configuration_set_event_callback(
    gust_configuration *configuration, gust_event_callback callback, void *user);

/* ---- Source ---------------------------------------------------------------------------------------------------- */

/*
 * Sound for an audio graph of the host's own, such as JACK's, SDL's or a game's mixer: signed 16-bit samples, interleaved, to
 * which all that is played is converted. `buffer_milliseconds`, 5 to 2000, is how much is decoded ahead: at least twice what
 * one read asks for; 200 suits most. 64 sources at a time at most.
 */
gust_source *gust_source_new(int32_t sample_rate, int32_t channels, int32_t buffer_milliseconds);
/* Forgets a source; a player that has it finds no reader any more. Once this has returned, nothing of it is being read. */
gust_status gust_source_free(gust_source *source);
/*
 * Fills `samples`, which has room for `sample_count`, whole frames of them, with what is to be heard next, and with silence
 * behind that. Returns how many frames (a sample of each channel) are sound.
 *
 * For the callback of an audio device: it neither waits, locks nor allocates, and makes at most one write(2) to an eventfd.
 * One thread at a time; a second one gets silence, and so does who reads a source that was freed. It leaves
 * gust_last_error() as it is. What was read counts as heard: the latency of the host's own graph is not known here.
 * While nothing is read, what is played stands still, and fails after five seconds as GUST_ERROR_SOUND; gust_player_pause
 * lets it wait without end.
 */
size_t gust_source_read(gust_source *source, int16_t *samples, size_t sample_count);

/* ---- Player ---------------------------------------------------------------------------------------------------- */

/* Starts a player. The configuration is copied; NULL stands for one in which nothing is set. */
gust_player *gust_player_new(gust_configuration *configuration);
/*
 * Ends a player and its threads: what sounds is cut off, what waits ends as GUST_STOPPED or fails. Its utterances can
 * still be asked for their reports. Once this has returned these are there, unless a disk takes no more of what was to be
 * saved, and no callback runs or will run; called from within a callback, that one is the last. An error says that the WAV
 * file is not there, or not whole; the player is gone all the same.
 */
gust_status gust_player_free(gust_player *player);
/*
 * Waits until the stream of sound and the connection to the service stand, so that the next utterance need not make
 * them. Nothing is generated or billed. Speaking neither needs it nor waits for it. GUST_PENDING: not yet, after
 * `timeout_milliseconds`.
 */
gust_status gust_player_prepare(gust_player *player, int32_t timeout_milliseconds);

/* Speaks, once what came before it has been spoken. Returns at once. */
gust_utterance *gust_player_speak(gust_player *player, gust_request *request);
/* The same for a request in which nothing but text and voice is set. */
gust_utterance *gust_player_speak_text(gust_player *player, const char *text, const char *voice);
/* Plays what the service has stored, `hist_…` or `job_…`, which is waited for. Returns at once. Nothing is billed. */
gust_utterance *gust_player_play_stored(gust_player *player, const char *identifier);

/* Lets the sound stand still where it is, and go on. The network goes on until 256 KiB wait. */
gust_status gust_player_pause(gust_player *player);
gust_status gust_player_resume(gust_player *player);
/* Sets the loudness of all that is written from now on, as a factor, 0 to 4. */
gust_status gust_player_set_volume(gust_player *player, double volume);

/* ---- Request --------------------------------------------------------------------------------------------------- */

typedef enum gust_format { GUST_FORMAT_MP3 = 1, GUST_FORMAT_PCM = 2 } gust_format;

/* What to speak. `voice` NULL takes BREEZE_VOICE. May be spoken any number of times. */
gust_request *gust_request_new(const char *text, const char *voice);
gust_status gust_request_free(gust_request *request);
/* For these NULL, or a guidance of 0, leaves the choice to the service. */
gust_status gust_request_set_model(gust_request *request, const char *model);
gust_status gust_request_set_language(gust_request *request, const char *language);
gust_status gust_request_set_instructions(gust_request *request, const char *instructions);
/* How strictly the instructions are followed, 1 to 10. */
gust_status gust_request_set_guidance(gust_request *request, double scale);
/* How the audio comes; MP3 unless set. */
gust_status gust_request_set_format(gust_request *request, gust_format format);
/* A file that gets the bytes of audio as they come; NULL: none. */
gust_status gust_request_set_save_path(gust_request *request, const char *path);

/* ---- Stream ---------------------------------------------------------------------------------------------------- */

/* What bytes of audio hold. */
typedef enum gust_encoding {
  GUST_ENCODING_UNKNOWN = 0, /* told by what they begin with, which cannot tell raw PCM */
  GUST_ENCODING_MP3 = 1,
  GUST_ENCODING_PCM = 2, /* raw signed 16-bit little-endian samples, interleaved */
  GUST_ENCODING_WAV = 3,
  GUST_ENCODING_FLAC = 4,
  GUST_ENCODING_AAC = 5, /* ADTS */
  GUST_ENCODING_OGG = 6  /* Opus or FLAC */
} gust_encoding;

/*
 * Plays bytes that the caller brings, from whatever source, once what came before has been played, while they are written.
 * Needs no API key. `sample_rate` (in Hz) and `channels` are for GUST_ENCODING_PCM; else they are not looked at.
 */
gust_stream *gust_player_open_stream(
    gust_player *player, gust_encoding encoding, int32_t sample_rate, int32_t channels);
/* Forgets a stream. One that was not finished is abandoned. Its utterance has a handle of its own. */
gust_status gust_stream_free(gust_stream *stream);
/* What is heard of it: the same handle with every call, for gust_utterance_free in the end. */
gust_utterance *gust_stream_utterance(gust_stream *stream);
/*
 * Writes bytes; while 256 KiB wait to be played, waits. One thread at a time; GUST_ERROR_STATE tells the second. `taken`
 * gets how many were taken, also with an error; NULL is fine. GUST_OK: all. GUST_PENDING: not all in time; write the rest
 * later. GUST_END: no more is wanted, because the utterance is over or the stream finished.
 */
gust_status gust_stream_write(
    gust_stream *stream, const void *bytes, size_t count, int32_t timeout_milliseconds, size_t *taken);
/* Says that all has been written; without it nobody knows the end. Returns at once. */
gust_status gust_stream_finish(gust_stream *stream);
/* Says that no more will come, though it is not all: what came is played, and the utterance ends as GUST_ERROR_AUDIO with
   `reason` in its text. Returns at once; a write that waits ends. */
gust_status gust_stream_abandon(gust_stream *stream, const char *reason);

/* ---- Narration ------------------------------------------------------------------------------------------------- */

/* How text is written. */
typedef enum gust_markup {
  GUST_MARKUP_PLAIN = 0,
  GUST_MARKUP_MARKDOWN = 1 /* only what is meant to be read is spoken; needs Debian's libmd4c0 */
} gust_markup;

/*
 * Speaks a text while it is being written, such as what a language model answers, as one utterance, which the service makes in
 * pieces: cut where sentences end, fetched ahead, heard without a gap. `how` says how to speak; its own text, which may
 * be "", is not used, and its save path must not be set. Needs Debian's libicu72. Returns at once.
 *
 * The first piece that fails ends it, after what came before has been heard. What else is spoken on this player meanwhile
 * comes between its pieces.
 */
gust_narration *gust_player_open_narration(gust_player *player, gust_request *how, gust_markup markup);
/* Forgets a narration. One that was not finished is abandoned. Its utterance has a handle of its own. */
gust_status gust_narration_free(gust_narration *narration);
/* What is heard of it: the same handle with every call, for gust_utterance_free in the end. */
gust_utterance *gust_narration_utterance(gust_narration *narration);
/*
 * Writes `count` bytes of UTF-8 text, cut anywhere; while more than some 16,000 characters wait to be spoken, waits. What is
 * no UTF-8 is left out. One thread at a time keeps the order. `taken` and the result as of gust_stream_write.
 */
gust_status gust_narration_write(
    gust_narration *narration, const char *text, size_t count, int32_t timeout_milliseconds, size_t *taken);
/* Says that nothing more may come for a while: what has come is spoken, though its sentence may not be over. */
gust_status gust_narration_flush(gust_narration *narration);
/* Says that all has been written; without it nobody knows the end. Returns at once. */
gust_status gust_narration_finish(gust_narration *narration);
/* Says that no more will come, though it is not all: what came is spoken, and the utterance ends as GUST_ERROR_AUDIO with
   `reason` in its text. Returns at once; a write that waits ends. */
gust_status gust_narration_abandon(gust_narration *narration, const char *reason);

/* ---- Utterance ------------------------------------------------------------------------------------------------- */

/* Forgets an utterance, which plays on. Once this has returned no callback runs or will run for it; called from within
   its callback, that one is the last. */
gust_status gust_utterance_free(gust_utterance *utterance);
/*
 * Waits for its end. GUST_OK: heard, or saved, to the last sample. GUST_STOPPED: stopped. GUST_PENDING: it still goes on
 * after `timeout_milliseconds`. Any error: it was not heard, or not all of it.
 */
gust_status gust_utterance_wait(gust_utterance *utterance, int32_t timeout_milliseconds);
/* Has it silenced over `fade_milliseconds` (10 suits speech) and its transfer given up. Returns at once; it is silent when
   gust_utterance_wait says that it is over. Does nothing then. */
gust_status gust_utterance_stop(gust_utterance *utterance, int32_t fade_milliseconds);
/* Lets its sound stand still where it is: that of all the player, but not beyond the end of this one. */
gust_status gust_utterance_pause(gust_utterance *utterance);
/* Lets it go on. An utterance takes back its own pause only: the sound stands still as long as the player, or another of
   its utterances, wants it to. That of a narration takes back every pause, whoever asked for it, as gust_player_resume
   does. */
gust_status gust_utterance_resume(gust_utterance *utterance);

/* What an utterance is about. */
typedef enum gust_state {
  GUST_STATE_WAITING = 1,          /* its turn has not come */
  GUST_STATE_CONNECTING = 2,       /* it is fetched, and no byte of audio has come */
  GUST_STATE_BUFFERING = 3,        /* audio has come, and none is with the sound server */
  GUST_STATE_PLAYING = 4,          /* with the sound server */
  GUST_STATE_STALLED = 5,          /* ran dry before its end */
  GUST_STATE_PAUSED = 6,           /* stands still by the listener's will */
  GUST_STATE_SOUND_LOST = 7,       /* the sound server or its device failed */
  GUST_STATE_OVER = 8,             /* its end is known */
  GUST_STATE_WAITING_FOR_TEXT = 9  /* of a narration: all that was written has been heard */
} gust_state;

/* How an utterance stands. The caller's memory. Levels are those of the last 50 ms, in dB of full scale, -96 to 0. */
typedef struct gust_position {
  gust_state state;
  double heard_ms;    /* how much of it has been heard, by the sound server's account */
  int64_t frames;     /* the same in frames as they are played; of a narration -1 */
  int64_t characters; /* how much of its text, as people count letters: in proportion to time; -1 where it has none */
  double rms, peak;   /* how loud what is heard now is; -96 while nothing sounds */
} gust_position;

/* Says how it stands now, for a meter or a text that is followed. Costs little: 20 times a second is fine. */
gust_status gust_utterance_position(gust_utterance *utterance, gust_position *position);
/*
 * Waits for the next event, and takes it. GUST_PENDING: none came in time. GUST_END: GUST_EVENT_FINISHED was taken
 * before. GUST_ERROR_STATE: the player hands its events to a callback.
 */
gust_status gust_utterance_next_event(
    gust_utterance *utterance, int32_t timeout_milliseconds, gust_event *event);
/*
 * A file descriptor for poll(2) and its like: it is readable exactly while gust_utterance_next_event would not have to
 * wait. The utterance's own, closed by gust_utterance_free: do not read or close it. -1 when there is none.
 */
int gust_utterance_descriptor(gust_utterance *utterance);

/* Figures of a report; NAN while they are not known. Latencies begin when the request was sent. */
typedef enum gust_figure {
  GUST_FIGURE_FIRST_BYTE_MS = 1,    /* until the first byte of audio */
  GUST_FIGURE_FIRST_DECODED_MS = 2, /* until the first audible frame was decoded */
  GUST_FIGURE_FIRST_HEARD_MS = 3,   /* until the first audible frame was at the sink */
  GUST_FIGURE_OVERHEAD_MS = 4,      /* from the first byte to the first audible frame at the sink */
  GUST_FIGURE_STALLS = 5,           /* how often playback ran dry */
  GUST_FIGURE_STALLED_MS = 6,       /* how long it was silent because of that */
  GUST_FIGURE_HEARD_MS = 7,         /* how long what was heard sounds */
  GUST_FIGURE_LENGTH_MS = 8,        /* how long what came sounds */
  GUST_FIGURE_BYTES = 9,            /* bytes of audio that came */
  GUST_FIGURE_STOP_MS = 10          /* from the order to stop to the last frame at the sink */
} gust_figure;

/* One figure of an utterance that is over. Of a narration the first four are those of its first piece, and
   GUST_FIGURE_LENGTH_MS and GUST_FIGURE_BYTES are not known. */
double gust_utterance_figure(gust_utterance *utterance, gust_figure figure);
/*
 * The report of an utterance that is over, as JSON: what `gust say --latency-report` writes. For gust_string_free. NULL,
 * as GUST_ERROR_STATE, while it goes on.
 */
char *gust_utterance_report(gust_utterance *utterance);
/* Frees a string that a function above made; NULL is fine. */
void gust_string_free(char *string);

#ifdef __cplusplus
}
#endif

#endif
