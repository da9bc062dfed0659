/// The owner of memory that libpulse's callbacks write to: its address stays the same, and is their context pointer.
///
/// Callbacks run within `pa_mainloop_dispatch`, so on the audio thread, which reads the value when that has returned.
/// Whoever owns this must have stopped its callbacks, or be about to, before the mainloop runs again.
@safe
struct CallbackMemory<Value>: ~Copyable {
  let address: UnsafeMutablePointer<Value>

  init(_ value: Value) {
    unsafe address = .allocate(capacity: 1)
    unsafe address.initialize(to: value)
  }

  deinit {
    unsafe address.deinitialize(count: 1)
    unsafe address.deallocate()
  }

  var value: Value {
    get { unsafe address.pointee }
    nonmutating set { unsafe address.pointee = newValue }
  }
}
