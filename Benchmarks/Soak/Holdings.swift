import AudioTypes
import FoundationEssentials

/// What this process holds at some moment.
struct Holdings {
  /// Resident memory (`VmRSS`), shared pages included.
  let memory: ByteCount
  let descriptors: Int
  let threads: Int

  static func now() throws -> Holdings {
    let lines = contents(of: "/proc/self/status").split(separator: "\n")
    func field(_ name: String) -> Int? {
      lines.first { $0.hasPrefix(name + ":") }?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap {
        Int($0)
      }
    }
    guard let kibibytes = field("VmRSS"), let threads = field("Threads") else {
      throw BenchError("no /proc/self/status")
    }
    return Holdings(
      memory: ByteCount(1024 * kibibytes),
      descriptors: try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count, threads: threads)
  }
}
