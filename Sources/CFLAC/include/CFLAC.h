#pragma once

// What is used of libFLAC 12, declared here so that building needs no header of its; .ci/check-declarations compares.
#ifdef GUST_LIBRARY_HEADERS
#include <FLAC/stream_decoder.h>
#else
#include <stddef.h>
#include <stdint.h>

typedef uint8_t FLAC__byte;
typedef int32_t FLAC__int32;
typedef int FLAC__bool;

typedef struct {
  struct FLAC__StreamDecoderProtected *protected_;
  struct FLAC__StreamDecoderPrivate *private_;
} FLAC__StreamDecoder;

typedef struct {
  uint32_t blocksize;
  uint32_t sample_rate;
  uint32_t channels;
  uint32_t channel_assignment;
  uint32_t bits_per_sample;
  uint32_t number_type;
  uint64_t number;
  uint8_t crc;
} FLAC__FrameHeader;

/// Only its beginning: the library makes frames, and they are only looked at.
typedef struct {
  FLAC__FrameHeader header;
} FLAC__Frame;

typedef struct FLAC__StreamMetadata FLAC__StreamMetadata;

typedef enum { FLAC__STREAM_DECODER_INIT_STATUS_OK } FLAC__StreamDecoderInitStatus;
typedef enum {
  FLAC__STREAM_DECODER_READ_STATUS_CONTINUE,
  FLAC__STREAM_DECODER_READ_STATUS_END_OF_STREAM,
} FLAC__StreamDecoderReadStatus;
typedef enum { FLAC__STREAM_DECODER_WRITE_STATUS_CONTINUE } FLAC__StreamDecoderWriteStatus;
typedef enum { FLAC__STREAM_DECODER_ERROR_STATUS_LOST_SYNC } FLAC__StreamDecoderErrorStatus;
typedef enum { FLAC__STREAM_DECODER_SEEK_STATUS_OK } FLAC__StreamDecoderSeekStatus;
typedef enum { FLAC__STREAM_DECODER_TELL_STATUS_OK } FLAC__StreamDecoderTellStatus;
typedef enum { FLAC__STREAM_DECODER_LENGTH_STATUS_OK } FLAC__StreamDecoderLengthStatus;

typedef FLAC__StreamDecoderReadStatus (*FLAC__StreamDecoderReadCallback)(
    const FLAC__StreamDecoder *decoder, FLAC__byte buffer[], size_t *bytes, void *client_data);
typedef FLAC__StreamDecoderSeekStatus (*FLAC__StreamDecoderSeekCallback)(
    const FLAC__StreamDecoder *decoder, uint64_t absolute_byte_offset, void *client_data);
typedef FLAC__StreamDecoderTellStatus (*FLAC__StreamDecoderTellCallback)(
    const FLAC__StreamDecoder *decoder, uint64_t *absolute_byte_offset, void *client_data);
typedef FLAC__StreamDecoderLengthStatus (*FLAC__StreamDecoderLengthCallback)(
    const FLAC__StreamDecoder *decoder, uint64_t *stream_length, void *client_data);
typedef FLAC__bool (*FLAC__StreamDecoderEofCallback)(const FLAC__StreamDecoder *decoder, void *client_data);
typedef FLAC__StreamDecoderWriteStatus (*FLAC__StreamDecoderWriteCallback)(
    const FLAC__StreamDecoder *decoder, const FLAC__Frame *frame, const FLAC__int32 *const buffer[], void *client_data);
typedef void (*FLAC__StreamDecoderMetadataCallback)(
    const FLAC__StreamDecoder *decoder, const FLAC__StreamMetadata *metadata, void *client_data);
typedef void (*FLAC__StreamDecoderErrorCallback)(
    const FLAC__StreamDecoder *decoder, FLAC__StreamDecoderErrorStatus status, void *client_data);

FLAC__StreamDecoder *FLAC__stream_decoder_new(void);
void FLAC__stream_decoder_delete(FLAC__StreamDecoder *decoder);
FLAC__StreamDecoderInitStatus FLAC__stream_decoder_init_stream(
    FLAC__StreamDecoder *decoder, FLAC__StreamDecoderReadCallback read, FLAC__StreamDecoderSeekCallback seek,
    FLAC__StreamDecoderTellCallback tell, FLAC__StreamDecoderLengthCallback length, FLAC__StreamDecoderEofCallback eof,
    FLAC__StreamDecoderWriteCallback write, FLAC__StreamDecoderMetadataCallback metadata,
    FLAC__StreamDecoderErrorCallback error, void *client_data);
FLAC__bool FLAC__stream_decoder_flush(FLAC__StreamDecoder *decoder);
FLAC__bool FLAC__stream_decoder_process_single(FLAC__StreamDecoder *decoder);
FLAC__bool FLAC__stream_decoder_process_until_end_of_metadata(FLAC__StreamDecoder *decoder);
#endif

/// Loads libFLAC, which every other function here needs. Returns NULL, or why it failed (dlerror(3)). See late_loading.h.
const char *cflac_load(void);
