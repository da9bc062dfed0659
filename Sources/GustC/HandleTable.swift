import CGust
import Synchronization

/// What C holds in place of an object: a number that is given out once, dressed as a pointer, and never an address.
struct Handle: Sendable, Hashable {
  private static let last = Atomic<UInt>(0)

  private let number: UInt

  /// One that was never given out before.
  init() {
    number = Self.last.add(1, ordering: .relaxed).newValue
  }

  /// What a caller passed. Real ones are odd, so that an address that is taken for a handle is none.
  init?(_ pointer: OpaquePointer?) {
    let bits = UInt(bitPattern: pointer)
    guard bits & 1 == 1 else { return nil }
    number = bits >> 1
  }

  /// What the caller gets.
  var pointer: OpaquePointer? { unsafe OpaquePointer(bitPattern: number << 1 | 1) }
}

/// What the handles stand for.
///
/// Whatever a caller passes, what is not in the table is told, and nothing is read from memory that was freed.
enum HandleTable {
  private static let objects = Mutex<[Handle: any AnyObject & Sendable]>([:])

  /// Lets `handle` stand for `object`.
  @discardableResult
  static func insert(_ object: some AnyObject & Sendable, as handle: Handle = Handle()) -> Handle {
    objects.withLock { $0[handle] = object }
    return handle
  }

  /// What `pointer` stands for.
  static func object<Object>(_ pointer: OpaquePointer?, as kind: Object.Type = Object.self) throws(Failure) -> Object {
    let object = unsafe Handle(pointer).flatMap { handle in objects.withLock { $0[handle] } }
    guard let object = object as? Object else { throw failure }
    return object
  }

  /// Ends a handle, and returns what it stood for.
  static func remove<Object>(_ pointer: OpaquePointer?, as kind: Object.Type = Object.self) throws(Failure) -> Object {
    let object = unsafe Handle(pointer).flatMap { handle in
      objects.withLock { objects -> Object? in
        guard let object = objects[handle] as? Object else { return nil }
        objects[handle] = nil
        return object
      }
    }
    guard let object else { throw failure }
    return object
  }

  private static var failure: Failure {
    Failure(GUST_ERROR_HANDLE, "The handle is NULL, was freed, or is of another kind.")
  }
}
