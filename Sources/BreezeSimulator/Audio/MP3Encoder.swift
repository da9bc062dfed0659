internal import AudioTypes
internal import CLame

/// One LAME encoder for one file: 24 kHz mono CBR, bit reservoir on. Owns the C handle.
@safe struct MP3Encoder: ~Copyable {
  /// What the service streams.
  static let bitrateKilobitsPerSecond = 64

  struct Options: Hashable, Sendable {
    var bitrateKilobitsPerSecond = MP3Encoder.bitrateKilobitsPerSecond
    var infoTag = false
    var id3 = false
  }

  private static let samplesPerFrame = 576
  private let lame: OpaquePointer

  /// Encodes one file.
  static func file(of samples: [Int16], options: Options) throws(SimulatorError) -> [UInt8] {
    try MP3Encoder(options).encode(samples, hasInfoTag: options.infoTag)
  }

  private init(_ options: Options) throws(SimulatorError) {
    guard let lame = unsafe Self.makeLame(options) else { throw .encodingFailed }
    unsafe self.lame = lame
  }

  deinit {
    unsafe lame_close(lame)
  }

  private static func makeLame(_ options: Options) -> OpaquePointer? {
    guard let lame = unsafe lame_init() else { return nil }
    let sampleRate = Int32(AudioFormat.speech.sampleRate)
    unsafe lame_set_in_samplerate(lame, sampleRate)
    unsafe lame_set_out_samplerate(lame, sampleRate)
    unsafe lame_set_num_channels(lame, 1)
    unsafe lame_set_mode(lame, MONO)
    unsafe lame_set_brate(lame, Int32(clamping: options.bitrateKilobitsPerSecond))
    unsafe lame_set_bWriteVbrTag(lame, options.infoTag ? 1 : 0)
    if options.id3 {
      unsafe id3tag_init(lame)
      unsafe id3tag_v2_only(lame)
      unsafe id3tag_set_title(lame, "Breeze")
    }
    guard unsafe lame_init_params(lame) >= 0 else {
      unsafe lame_close(lame)
      return nil
    }
    return unsafe lame
  }

  private consuming func encode(_ samples: [Int16], hasInfoTag: Bool) throws(SimulatorError) -> [UInt8] {
    var file: [UInt8] = []
    var rest = samples[...]
    while !rest.isEmpty {
      file += try encodeFrame(rest.prefix(Self.samplesPerFrame))
      rest = rest.dropFirst(Self.samplesPerFrame)
    }
    file += try unsafe output { buffer, size in unsafe lame_encode_flush(lame, buffer, size) }
    // LAME knows what the tag frame says only now; it wrote an empty one in its place at the beginning.
    if hasInfoTag { writeInfoTag(into: &file) }
    return file
  }

  private func encodeFrame(_ samples: ArraySlice<Int16>) throws(SimulatorError) -> [UInt8] {
    try unsafe output { buffer, size in
      unsafe samples.withUnsafeBufferPointer { samples in
        unsafe lame_encode_buffer(lame, samples.baseAddress, nil, Int32(samples.count), buffer, size)
      }
    }
  }

  private func output(
    _ encode: (UnsafeMutablePointer<UInt8>?, Int32) -> Int32
  ) throws(SimulatorError) -> [UInt8] {
    // lame.h asks for 1.25 × samples + 7200.
    let capacity = 16_384
    var status: Int32 = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      status = unsafe encode(buffer.baseAddress, Int32(capacity))
      count = Int(max(0, status))
    }
    guard status >= 0 else { throw .encodingFailed }
    return bytes
  }

  private func writeInfoTag(into file: inout [UInt8]) {
    var tag = [UInt8](repeating: 0, count: 2880)
    let size = unsafe tag.withUnsafeMutableBufferPointer { buffer in
      unsafe lame_get_lametag_frame(lame, buffer.baseAddress, buffer.count)
    }
    var id3 = [UInt8](repeating: 0, count: 2880)
    let start = unsafe id3.withUnsafeMutableBufferPointer { buffer in
      unsafe lame_get_id3v2_tag(lame, buffer.baseAddress, buffer.count)
    }
    guard size > 0, start + size <= file.count else { return }
    file.replaceSubrange(start..<start + size, with: tag.prefix(size))
  }
}
