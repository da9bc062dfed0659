// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// The functions are explained in gust.h, for those who call them.

public import CGust
import Gust

@c @implementation
public func gust_source_new(_ sampleRate: Int32, _ channels: Int32, _ buffer: Int32) -> OpaquePointer? {
  unsafe result(else: nil) { () throws(Failure) in
    let format = try AudioFormat.named(sampleRate, channels)
    guard (5...2000).contains(buffer) else { throw .argument("A source holds 5 to 2000 ms, not \(buffer).") }
    let (source, handle) = (PullSource(format: format, bufferLength: .milliseconds(Int(buffer))), Handle())
    try unsafe SourceTable.insert(source, as: handle.pointer)
    return unsafe HandleTable.insert(source, as: handle).pointer
  }
}

@c @implementation
public func gust_source_free(_ source: OpaquePointer?) -> gust_status {
  status { () throws(Failure) in
    _ = try unsafe HandleTable.remove(source, as: PullSource.self)
    unsafe SourceTable.remove(source)
  }
}

@c @implementation
public func gust_source_read(
  _ source: OpaquePointer?, _ samples: UnsafeMutablePointer<Int16>?, _ count: Int
) -> Int {
  guard count > 0, let samples = unsafe samples, Int(bitPattern: samples) % MemoryLayout<Int16>.alignment == 0 else {
    return 0
  }
  let buffer = unsafe UnsafeMutableBufferPointer(start: samples, count: count)
  var span = unsafe buffer.mutableSpan
  return unsafe SourceTable.read(source, into: &span)
}
