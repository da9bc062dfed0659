import CGust

/// What a host wants to have called, and what it wants to be given then.
@safe
struct EventCallback: @unchecked Sendable {
  let function: gust_event_callback
  /// The host's own; never looked at.
  let user: UnsafeMutableRawPointer?

  func callAsFunction(_ handle: Handle, _ event: Event) {
    var structure = event.structure
    unsafe function(user, handle.pointer, &structure)
  }
}
