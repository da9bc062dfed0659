import Foundation
import PulseHarness
import TestSupport
import Testing

/// Decodes a whole stream with the command `mpg123`.
func decodeOffline(_ mp3: [UInt8]) throws -> [Int16] {
  let run = try ProgramRun("mpg123", ["-q", "-s", "-"], input: mp3)
  let result = try run.wait()
  try #require(result.ending == .exit(0), "\(result.error)")
  return [Int16](littleEndian: result.output)
}

/// The arguments of a running program, as everybody on the machine can read them.
func commandLine(of process: Int32) throws -> String {
  String(decoding: try Data(contentsOf: URL(filePath: "/proc/\(process)/cmdline")), as: UTF8.self)
}
