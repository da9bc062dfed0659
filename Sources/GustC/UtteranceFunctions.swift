// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// The functions are explained in gust.h, for those who call them.

public import CGust
import Glibc

@c @implementation
public func gust_utterance_free(_ utterance: OpaquePointer?) -> gust_status {
  status { () throws(Failure) in try unsafe HandleTable.remove(utterance, as: HostedUtterance.self).free() }
}

@c @implementation
public func gust_utterance_wait(_ utterance: OpaquePointer?, _ timeout: Int32) -> gust_status {
  answer { () throws(Failure) in
    let utterance = try unsafe HandleTable.object(utterance, as: HostedUtterance.self)
    guard let report = try utterance.report(limit(timeout)) else { return GUST_PENDING }
    if let error = report.error { throw Failure(error) }
    return report.status
  }
}

@c @implementation
public func gust_utterance_stop(_ utterance: OpaquePointer?, _ fade: Int32) -> gust_status {
  status { () throws(Failure) in
    guard fade >= 0 else { throw .argument("A fade cannot be negative.") }
    try unsafe HandleTable.object(utterance, as: HostedUtterance.self).stop(fade: .milliseconds(Int(fade)))
  }
}

@c @implementation
public func gust_utterance_pause(_ utterance: OpaquePointer?) -> gust_status {
  status { () throws(Failure) in try unsafe HandleTable.object(utterance, as: HostedUtterance.self).pause() }
}

@c @implementation
public func gust_utterance_resume(_ utterance: OpaquePointer?) -> gust_status {
  status { () throws(Failure) in try unsafe HandleTable.object(utterance, as: HostedUtterance.self).resume() }
}

@c @implementation
public func gust_utterance_position(
  _ utterance: OpaquePointer?, _ position: UnsafeMutablePointer<gust_position>?
) -> gust_status {
  status { () throws(Failure) in
    guard let position = unsafe position else { throw .argument("There is no room for the position: it is NULL.") }
    unsafe position.pointee = try unsafe HandleTable.object(utterance, as: HostedUtterance.self).position
  }
}

@c @implementation
public func gust_utterance_next_event(
  _ utterance: OpaquePointer?, _ timeout: Int32, _ event: UnsafeMutablePointer<gust_event>?
) -> gust_status {
  answer { () throws(Failure) in
    guard let event = unsafe event else { throw .argument("There is no room for the event: it is NULL.") }
    let utterance = try unsafe polled(utterance)
    switch utterance.takeEvent(limit(timeout)) {
    case .event(let next):
      unsafe event.pointee = next.structure
      return GUST_OK
    case .end: return GUST_END
    case .freed: throw HostedUtterance.freed
    case nil: return GUST_PENDING
    }
  }
}

@c @implementation
public func gust_utterance_descriptor(_ utterance: OpaquePointer?) -> Int32 {
  result(else: -1) { () throws(Failure) in try unsafe polled(utterance).descriptor() }
}

@c @implementation
public func gust_utterance_figure(_ utterance: OpaquePointer?, _ figure: gust_figure) -> Double {
  result(else: .nan) { () throws(Failure) in try unsafe finished(utterance).figure(figure) ?? .nan }
}

@c @implementation
public func gust_utterance_report(_ utterance: OpaquePointer?) -> UnsafeMutablePointer<CChar>? {
  unsafe result(else: nil) { () throws(Failure) in
    unsafe strdup(String(decoding: try unsafe finished(utterance).json, as: UTF8.self))
  }
}

@c @implementation
public func gust_string_free(_ string: UnsafeMutablePointer<CChar>?) {
  unsafe free(string)
}

/// An utterance whose events are asked for.
private func polled(_ pointer: OpaquePointer?) throws(Failure) -> HostedUtterance {
  let utterance = try unsafe HandleTable.object(pointer, as: HostedUtterance.self)
  guard !utterance.hasCallback else { throw Failure(GUST_ERROR_STATE, "The player hands its events to a callback.") }
  return utterance
}

private func finished(_ pointer: OpaquePointer?) throws(Failure) -> FinalReport {
  guard let report = try unsafe HandleTable.object(pointer, as: HostedUtterance.self).report(.zero) else {
    throw Failure(GUST_ERROR_STATE, "The utterance goes on: its report comes at its end.")
  }
  return report
}
