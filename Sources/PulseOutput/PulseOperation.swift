import CPulse

/// The owner of a `pa_operation`. Dropping it before the server has answered means its callback is never called.
@safe
struct PulseOperation: ~Copyable {
  private let operation: OpaquePointer

  /// Takes over what a libpulse function returned; nil means that it failed, and why.
  init(_ operation: OpaquePointer?, orThrow failure: @autoclosure () -> PulseError) throws(PulseError) {
    guard let operation = unsafe operation else { throw failure() }
    unsafe self.operation = operation
  }

  deinit {
    unsafe pa_operation_cancel(operation)
    unsafe pa_operation_unref(operation)
  }

  /// Lets the server finish it while nobody waits for the answer.
  consuming func letGo() {
    unsafe pa_operation_unref(operation)
    discard self
  }
}
