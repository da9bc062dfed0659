#include "CFLAC.h"

#include "late_loading.h"

// What is used of libFLAC, in its own order of names.
#define FUNCTIONS(_) \
  _(void, FLAC__stream_decoder_delete, (FLAC__StreamDecoder *decoder), (decoder)) \
  _(FLAC__bool, FLAC__stream_decoder_flush, (FLAC__StreamDecoder *decoder), (decoder)) \
  _(FLAC__StreamDecoderInitStatus, FLAC__stream_decoder_init_stream, (FLAC__StreamDecoder *decoder, FLAC__StreamDecoderReadCallback read, FLAC__StreamDecoderSeekCallback seek, FLAC__StreamDecoderTellCallback tell, FLAC__StreamDecoderLengthCallback length, FLAC__StreamDecoderEofCallback eof, FLAC__StreamDecoderWriteCallback write, FLAC__StreamDecoderMetadataCallback metadata, FLAC__StreamDecoderErrorCallback error, void *client_data), (decoder, read, seek, tell, length, eof, write, metadata, error, client_data)) \
  _(FLAC__StreamDecoder *, FLAC__stream_decoder_new, (void), ()) \
  _(FLAC__bool, FLAC__stream_decoder_process_single, (FLAC__StreamDecoder *decoder), (decoder)) \
  _(FLAC__bool, FLAC__stream_decoder_process_until_end_of_metadata, (FLAC__StreamDecoder *decoder), (decoder))

FUNCTIONS(LATE_FUNCTION)

static const struct late_symbol symbols[] = {FUNCTIONS(LATE_SYMBOL)};

const char *cflac_load(void) {
  return late_load("libFLAC.so.12", symbols, sizeof symbols / sizeof *symbols);
}
