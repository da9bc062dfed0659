import FoundationEssentials
import Glibc

/// What figures are only true for.
struct Machine: Codable {
  let cores: Int
  let processor: String
  let kernel: String
  let loadAverage: String
  let configuration: String

  /// Looks at this machine and at how this program was built.
  static func current() -> Machine {
    let loads = contents(of: "/proc/loadavg").split(separator: " ").prefix(3)
    return Machine(
      cores: sysconf(Int32(_SC_NPROCESSORS_ONLN)), processor: processor,
      kernel: "Linux " + contents(of: "/proc/sys/kernel/osrelease").filter { !$0.isNewline },
      loadAverage: loads.joined(separator: " "), configuration: configuration)
  }

  private static var processor: String {
    let line = contents(of: "/proc/cpuinfo").split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ": ").last.map(String.init) ?? "unknown processor"
  }

  private static var configuration: String {
    #if DEBUG
      "debug"
    #else
      "release"
    #endif
  }
}

/// A file of `/proc`; empty when it cannot be read.
func contents(of path: String) -> String {
  (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
}
