// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// The functions are explained in gust.h, for those who call them.

public import CGust
import Gust
import Platform
import Synchronization

/// What is to be spoken, as `gust_request_set_…` left it.
final class Request: Sendable {
  struct Contents {
    var request: SpeechRequest
    var savePath: String?
  }

  let contents: Mutex<Contents>

  init(_ request: SpeechRequest) {
    contents = Mutex(Contents(request: request))
  }

  /// Takes text, and a voice, which `BREEZE_VOICE` stands in for.
  static func read(
    _ words: UnsafePointer<CChar>?, _ voice: UnsafePointer<CChar>?
  ) throws(Failure) -> SpeechRequest {
    let words = try unsafe requiredText(words, "text")
    guard let voice = try unsafe text(voice, "voice") ?? environmentVariable("BREEZE_VOICE") else {
      throw .argument("There is no voice: name one, or set BREEZE_VOICE.")
    }
    return SpeechRequest(text: words, voiceID: voice)
  }

  /// Changes what `handle` stands for, unless `change` throws.
  static func update(
    _ handle: OpaquePointer?, _ change: (inout Contents) throws(Failure) -> Void
  ) -> gust_status {
    status { () throws(Failure) in
      let request: Request = try unsafe HandleTable.object(handle)
      try request.contents.withLock { contents throws(Failure) in try change(&contents) }
    }
  }
}

@c @implementation
public func gust_request_new(_ text: UnsafePointer<CChar>?, _ voice: UnsafePointer<CChar>?) -> OpaquePointer? {
  unsafe result(else: nil) { () throws(Failure) in
    unsafe HandleTable.insert(Request(try unsafe Request.read(text, voice))).pointer
  }
}

@c @implementation
public func gust_request_free(_ request: OpaquePointer?) -> gust_status {
  status { () throws(Failure) in _ = try unsafe HandleTable.remove(request, as: Request.self) }
}

@c @implementation
public func gust_request_set_model(_ request: OpaquePointer?, _ model: UnsafePointer<CChar>?) -> gust_status {
  unsafe Request.update(request) { contents throws(Failure) in
    contents.request.modelID = try unsafe text(model, "model")
  }
}

@c @implementation
public func gust_request_set_language(_ request: OpaquePointer?, _ language: UnsafePointer<CChar>?) -> gust_status {
  unsafe Request.update(request) { contents throws(Failure) in
    contents.request.languageCode = try unsafe text(language, "language")
  }
}

@c @implementation
public func gust_request_set_instructions(
  _ request: OpaquePointer?, _ instructions: UnsafePointer<CChar>?
) -> gust_status {
  unsafe Request.update(request) { contents throws(Failure) in
    contents.request.instructions = try unsafe text(instructions, "instructions")
  }
}

@c @implementation
public func gust_request_set_guidance(_ request: OpaquePointer?, _ scale: Double) -> gust_status {
  unsafe Request.update(request) { contents throws(Failure) in
    guard scale == 0 || (1...10).contains(scale) else { throw .argument("A guidance is 1 to 10, not \(scale).") }
    contents.request.guidanceScale = scale == 0 ? nil : scale
  }
}

@c @implementation
public func gust_request_set_format(_ request: OpaquePointer?, _ format: gust_format) -> gust_status {
  unsafe Request.update(request) { contents throws(Failure) in
    switch format {
    case GUST_FORMAT_MP3: contents.request.format = .mp3
    case GUST_FORMAT_PCM: contents.request.format = .pcm
    default: throw .argument("\(format.rawValue) is no format.")
    }
  }
}

@c @implementation
public func gust_request_set_save_path(_ request: OpaquePointer?, _ path: UnsafePointer<CChar>?) -> gust_status {
  unsafe Request.update(request) { contents throws(Failure) in contents.savePath = try unsafe text(path, "path") }
}
