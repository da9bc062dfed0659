import AudioDecoding
import AudioTypes
import FileOutput
import HTTPStreaming
import PulseOutput
import SpeechAPI

extension PlaybackError: CustomStringConvertible {
  /// One line for people: what failed, where, and what to do about it. Never contains the API key or the text.
  public var message: String {
    switch self {
    case .request(let error): error.message
    case .service(let error): error.message
    case .job(let error): error.message
    case .network(let error): error.sentence
    case .unrecovered(let error, let reason): "\(error.sentence) The rest could not be fetched: \(reason.message)"
    case .historyDiffers: "What is stored is encoded differently from what was sent, so the file cannot be completed."
    case .decoding(let error): error.sentence
    case .truncated: "The audio ends before its last frame is whole; what was whole was played."
    case .noAudio: "There is no audio in what came."
    case .output(let error): "\(error.message) \(error.advice)"
    case .outputStalled(let limit):
      "Nothing was taken to be heard for \(limit.components.seconds) s; check that the device is not suspended, or that the host reads."
    case .outputLost(let error, let limit):
      "Sound was lost and did not come back within \(limit.components.seconds) s: \(error.message) \(error.advice)"
    case .noDestination: "There is nothing to do: the player has no sound, and no file was named."
    case .noService: "The player was made without a service, which this needs."
    case .key(let text): "There is no API key: \(text)"
    case .source(let text): "What was to bring the audio failed: \(text)"
    case .pullSourceInUse: "Another player plays into the same source of frames; shut it down before."
    case .file(let error): error.message
    case .system(let errno): "The system refused a thread or descriptor (error \(errno))."
    case .shutDown: "The player was shut down."
    }
  }

  /// The same text as `message`.
  public var description: String { message }
}

extension HTTPError {
  fileprivate var sentence: String {
    switch self {
    case .cutShort: "The connection was cut before the audio was complete."
    case .connectTimeout: "Connecting to the service took too long. Check the network, or try again later."
    case .idleTimeout: "Nothing came from the service for too long. Try again later."
    case .totalTimeout: "The service took too long. Try again later."
    case .connectionRefused, .unreachable, .unresolvedHost:
      "The service cannot be reached: \(self). Check the network and the base URL."
    case .tls: "The service cannot be trusted: \(self). Check the base URL and the trusted certificates."
    case .proxy: "The service cannot be reached: \(self). Check the proxy settings."
    case .invalidURL, .insecureURL, .invalidField: "The request cannot be sent: \(self)."
    case .connectionLost, .protocolViolation, .headTooLarge, .collectedBodyTooLarge:
      "The service gave no proper answer: \(self)."
    case .readerGone, .bodyRejected, .cancelled, .clientShutDown: "The transfer was given up: \(self)."
    case .systemFailure: "The request cannot be sent: \(self)."
    }
  }
}

extension DecodingError {
  fileprivate var sentence: String {
    switch self {
    case .notAudio(let content, _):
      "What came is \(content.name), not audio. If a service sent it, check the base URL and any proxy in between."
    case .tooMuchGarbage(let skipped): "The audio is damaged: \(skipped.rawValue) bytes in a row cannot be played."
    case .unsupported(let what): "The audio is \(what), which cannot be played here."
    case .libraryMissing(let package, let reason): "Install \(package) to play this audio (\(reason))."
    case .library(_, let text): "The audio cannot be decoded: \(text)."
    }
  }
}

extension DecodingError.Content {
  fileprivate var name: String {
    switch self {
    case .html: "a web page"
    case .json: "JSON"
    case .text: "text"
    case .unknown: "something else"
    }
  }
}

extension PulseError {
  fileprivate var advice: String {
    switch self {
    case .noServer: "Start PulseAudio or PipeWire, or set PULSE_SERVER."
    case .accessDenied: "Check the cookie and who runs the server."
    case .unknownDevice: "“pactl list short sinks” shows the names there are."
    case .noDevice: "Plug in or load a device."
    case .libraryMissing: "Install libpulse0."
    case .connectTimeout, .connectionLost, .deviceGone, .notReady, .system, .library: "Try again."
    }
  }
}
