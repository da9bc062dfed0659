import Foundation

/// How often each thread of a process has run, willingly or not, by its number and name.
///
/// - Parameter process: its number, or `self`.
func wakeUps(of process: String) -> [String: [Int]] {
  let folder = "/proc/\(process)/task"
  var counts: [String: [Int]] = [:]
  for task in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
    guard let status = try? String(contentsOfFile: "\(folder)/\(task)/status", encoding: .utf8) else { continue }
    let fields = status.split(separator: "\n").map { $0.split(separator: "\t") }
    let name = fields.first { $0.first == "Name:" }?.last ?? ""
    counts["\(task) \(name)"] = fields.filter { $0.first?.contains("ctxt_switches") == true }
      .compactMap { $0.last.flatMap { Int($0) } }
  }
  return counts
}
