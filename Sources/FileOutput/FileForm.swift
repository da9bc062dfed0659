import AudioTypes

/// How a file holds the audio that comes.
public enum FileForm: Sendable {
  /// Byte for byte as it came.
  case asReceived
  /// As a WAVE file, made of PCM.
  case wav
}

/// A file in its form: what stands before the audio is written with the first of it, and set right at the end.
struct FormedFile: ~Copyable {
  private let file: OutputFile
  private let header: () -> WaveHeader?
  private var written: (header: WaveHeader, position: Int?)?
  /// Bytes of audio so far.
  private(set) var audio = ByteCount.zero

  /// - Parameter header: what the file begins with; asked when the first audio is there.
  init(_ file: consuming OutputFile, header: @escaping () -> WaveHeader?) {
    self.file = file
    self.header = header
  }

  /// Bytes of the file.
  var byteCount: ByteCount { audio + (written == nil ? .zero : WaveHeader.byteCount) }

  /// Writes what stands before the audio, if that is known and not there yet.
  mutating func begin() throws(FileOutputError) {
    guard written == nil, let header = header() else { return }
    written = (header, file.rewritablePosition)
    try unsafe file.write(header.bytes(audio: nil).span.bytes)
  }

  mutating func write(_ bytes: RawSpan) throws(FileOutputError) {
    guard bytes.byteCount > 0 else { return }
    if audio == .zero { try begin() }
    try file.write(bytes)
    audio = audio + ByteCount(bytes.byteCount)
  }

  /// Says how much audio there is, and gives the file its name. Returns the bytes it holds.
  consuming func commit() throws(FileOutputError) -> ByteCount {
    if let written, let position = written.position {
      // The stream may have been cut within a frame.
      let whole = written.header.format.byteCount(of: written.header.format.frameCount(in: audio))
      do {
        try file.rewrite(written.header.bytes(audio: whole), at: position)
        if whole != audio { try file.cut(at: position + (WaveHeader.byteCount + whole).rawValue) }
      } catch {
        file.discard()
        throw error
      }
      audio = whole
    }
    let count = byteCount
    try file.commit()
    return count
  }

  /// Leaves nothing behind.
  consuming func discard() {
    file.discard()
  }
}
