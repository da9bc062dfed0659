import Glibc

/// Runs libFuzzer on one target: `gust-fuzz TARGET [libFuzzer's options and folders]`. Without a target it names them all.
///
/// Built and run by `.ci/fuzz`, for it needs `-sanitize=fuzzer`.
@main struct Fuzzing {
  static func main() {
    guard Self.target != nil else {
      print(FuzzTarget.all.map(\.name).joined(separator: "\n"))
      return
    }
    let arguments = [CommandLine.arguments[0]] + CommandLine.arguments.dropFirst(2)
    var pointers = unsafe arguments.map { unsafe strdup($0) } + [nil]
    unsafe pointers.withUnsafeMutableBufferPointer { buffer in
      var count = Int32(arguments.count)
      var list = buffer.baseAddress
      exit(unsafe runDriver(&count, &list, runOnce))
    }
  }

  fileprivate static let target: FuzzTarget? = CommandLine.arguments.dropFirst().first.flatMap { name in
    FuzzTarget.all.first { $0.name == name }
  }
}

/// libFuzzer calls this for every input, on the main thread.
private func runOnce(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  Fuzzing.target?.run(unsafe [UInt8](UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ target: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32
