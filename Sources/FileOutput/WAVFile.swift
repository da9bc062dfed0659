package import AudioTypes
import Glibc

/// A WAVE file of signed 16-bit PCM while it is being written, sample by sample.
///
/// An ordinary file takes its name in `commit()`, with the true sizes in its head. What cannot be written twice (a device, `-`
/// for standard output) says in its head that it goes on without end; a pipe is refused, since its reader could hold everything
/// up. One thread at a time; writing may wait for the disk.
package struct WAVFile: ~Copyable {
  /// What its samples are.
  package let format: AudioFormat
  private var file: FormedFile

  /// Opens the file and writes a head.
  package init(path: String, format: AudioFormat) throws(FileOutputError) {
    self.format = format
    var file = FormedFile(try OutputFile(path: path, mayWait: false)) { WaveHeader(format) }
    do {
      try file.begin()
    } catch {
      file.discard()
      throw error
    }
    self.file = file
  }

  /// Finds out whether `path` can be written, as far as that leaves no trace.
  package static func check(path: String) throws(FileOutputError) {
    try checkWritable(path)
    guard !isPipe(path) else { throw FileOutputError(path: path, step: .open, errno: ESPIPE) }
  }

  /// Writes whole frames of interleaved samples behind those that are there.
  package mutating func append(_ samples: borrowing Span<Int16>) throws(FileOutputError) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(samples.count * 2)
    for index in samples.indices {
      bytes.append(UInt8(truncatingIfNeeded: samples[index]))
      bytes.append(UInt8(truncatingIfNeeded: samples[index] >> 8))
    }
    try unsafe file.write(bytes.span.bytes)
  }

  /// Puts the sizes into the head and gives the file its name; without a sample nothing is left behind.
  package consuming func commit() throws(FileOutputError) {
    guard file.audio > .zero else { return file.discard() }
    _ = try file.commit()
  }
}
