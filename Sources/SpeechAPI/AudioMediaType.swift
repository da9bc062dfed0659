import AudioTypes

/// What a media type says of the body.
enum AudioMediaType {
  /// Encoded like this.
  case known(AudioEncoding)
  /// Raw PCM, whose format is told elsewhere.
  case pcm
  /// A page or a message: no audio.
  case document
  /// Nothing.
  case unnamed
  /// Nothing that can be relied on.
  case other

  /// Reads `type/subtype`, in lower case.
  init(_ name: String) {
    self =
      switch name {
      case "audio/mpeg", "audio/mp3", "audio/mpeg3", "audio/x-mpeg", "audio/x-mpeg-3", "audio/x-mp3": .known(.mp3)
      case "audio/pcm", "audio/x-pcm", "audio/l16", "audio/x-l16": .pcm
      case "audio/wav", "audio/x-wav", "audio/wave", "audio/x-pn-wav", "audio/vnd.wave": .known(.wav)
      case "audio/flac", "audio/x-flac": .known(.flac)
      case "audio/aac", "audio/x-aac", "audio/aacp", "audio/x-hx-aac-adts", "audio/vnd.dlna.adts": .known(.aac)
      case "audio/opus", "audio/x-opus", "audio/ogg", "audio/x-ogg", "application/ogg", "application/x-ogg":
        .known(.ogg)
      case "text/html", "application/xhtml+xml", "text/xml", "application/xml", "application/json",
        "application/problem+json":
        .document
      case "", "application/octet-stream", "binary/octet-stream": .unnamed
      default: .other
      }
  }
}
