import AudioTypes

/// The most memory a process has held so far (`VmHWM`: RSS, shared pages included); nil when it has ended.
func peakMemory(ofProcess identifier: Int32) -> ByteCount? { memory("VmHWM:", ofProcess: identifier) }

/// What a process holds now (`VmRSS`, shared pages included); nil when it has ended.
func residentMemory(ofProcess identifier: Int32) -> ByteCount? { memory("VmRSS:", ofProcess: identifier) }

private func memory(_ field: String, ofProcess identifier: Int32) -> ByteCount? {
  let status = contents(of: "/proc/\(identifier)/status").split(separator: "\n")
  let fields = status.first { $0.hasPrefix(field) }?.split(whereSeparator: \.isWhitespace)
  return fields.flatMap { $0.count > 1 ? Int($0[1]) : nil }.map { ByteCount(1024 * $0) }
}

/// The sum of that over a process and its descendants; nil when it has ended.
func treeMemory(ofProcess identifier: Int32) -> ByteCount? {
  guard let own = peakMemory(ofProcess: identifier) else { return nil }
  let children = contents(of: "/proc/\(identifier)/task/\(identifier)/children").split(separator: " ")
  return children.compactMap { Int32($0).flatMap(treeMemory) }.reduce(own, +)
}
