package import AudioTypes
package import Platform

/// A stream of sound to a PulseAudio or PipeWire server, kept open so that a write sounds at once.
///
/// One thread, the audio thread, makes it, uses it and drops it; that thread runs the mainloop in `iterate(until:)`, so
/// there is no lock anywhere. Only `waker` is for others.
///
///     var output = try PulseOutput(configuration)
///     while … {
///       output.iterate(until: deadline)          // sends what was written, takes what came
///       guard output.state == .ready else { … }
///       _ = try output.write(atMost: output.writableByteCount) { span in … }
///     }
///
/// What is called between two iterations leaves for the server in the next one: never wait elsewhere after a write.
package struct PulseOutput: ~Copyable {
  /// What the next iteration has to look at.
  private enum Phase {
    case connecting
    case lookingUpDevice
    case opening
    case ready
    case failed(PulseError)
  }

  /// What it was made with.
  package let configuration: PulseConfiguration
  /// The sink to open streams on; nil takes the server's default. Follows the stream when that is moved.
  private var device: String?
  /// Ends the wait in `iterate(until:)`, from any thread, and outlives the output.
  package let waker: ThreadWaker
  private var connection: PulseConnection
  private var phase = Phase.connecting
  /// What the next stream is opened at.
  private var nextFormat: AudioFormat
  /// When the phase must have become `.ready`.
  private var deadline: MonotonicInstant
  private var lookup: SinkQuery?
  private var stream: PulseStream?
  /// The stream before this one: it keeps the sink awake until the new one is ready.
  private var replacedStream: PulseStream?

  /// Starts to connect, and does not wait: the first stream opens by itself during iterations.
  ///
  /// Throws only when libpulse is missing, or the machine out of descriptors or memory; whatever the server does shows in
  /// `state`. The first one of a program loads libpulse, which takes milliseconds. Never starts a server.
  ///
  /// - Parameter waker: to be the output's; others may have it already.
  package init(_ configuration: PulseConfiguration, waker: ThreadWaker) throws(PulseError) {
    self.waker = waker
    self.configuration = configuration
    device = configuration.device ?? environmentVariable("PULSE_SINK")
    nextFormat = configuration.format
    deadline = .now.advanced(by: configuration.connectLimit)
    connection = try PulseConnection(configuration, waker)
  }

  /// The same with a waker of its own.
  package init(_ configuration: PulseConfiguration) throws(PulseError) {
    try self.init(configuration, waker: makeWaker())
  }

  /// Closes the stream and the connection; audio the server still holds is not heard. The same as dropping the output.
  package consuming func close() {}

  /// How far connection and stream are; it changes in `iterate(until:)` and `openStream(_:)` only.
  package var state: PulseState {
    switch phase {
    case .connecting, .lookingUpDevice, .opening: .connecting
    case .ready: .ready
    case .failed(let error): .failed(error)
    }
  }

  /// Runs one iteration of the mainloop: sends what is due, waits for an event, a wake or `deadline`, and handles what
  /// came.
  ///
  /// It may return with nothing changed. Nil waits without end, though not beyond `PulseConfiguration.connectLimit`
  /// while connecting; of a corked stream nothing is then asked of the server either.
  package mutating func iterate(until deadline: MonotonicInstant?) {
    do throws(PulseError) {
      // An attempt to connect can fail within the call that starts it; then there is no event to wait for.
      if case .connecting = phase, case .failed(let error) = connection.state { throw error }
      if state == .connecting {
        try connection.iterate(until: min(deadline ?? self.deadline, self.deadline))
      } else {
        try connection.iterate(until: deadline, isIdle: deadline == nil && isCorked && state == .ready)
      }
      try advance()
    } catch {
      phase = .failed(error)
    }
  }

  /// Opens another stream at `format` in place of the present one, whose unheard audio is lost: drain it before.
  ///
  /// While the connection is still being made this only chooses the format of the first stream. Events and positions are
  /// those of the new stream from here on.
  package mutating func openStream(_ format: AudioFormat) throws(PulseError) {
    switch connection.state {
    case .failed(let error): throw error
    case .connecting: nextFormat = format
    case .ready:
      nextFormat = format
      try lookUpDevice()
    }
  }

  /// Looks at what the iteration has changed, and takes the next step towards `.ready`.
  private mutating func advance() throws(PulseError) {
    if case .failed = phase { return }
    if case .failed(let error) = connection.state { throw error }
    stream?.followDrain()
    switch phase {
    case .connecting:
      if case .ready = connection.state { try lookUpDevice() }
    case .lookingUpDevice:
      if let found = lookup?.devices {
        lookup = nil
        guard !found.isEmpty else { throw missingDevice }
        try open()
      }
    case .opening, .ready:
      switch ask({ $0.state }) {
      case .ready?:
        phase = .ready
        replacedStream = nil
      case .failed?: throw connection.lastError(device: device)
      case .opening?, nil: break
      }
    case .failed: break
    }
    if state == .connecting, deadline <= .now { throw .connectTimeout }
  }

  /// Some servers play on the default sink when the one that is named does not exist; so ask for it first.
  private mutating func lookUpDevice() throws(PulseError) {
    deadline = .now.advanced(by: configuration.connectLimit)
    guard let device else { return try open() }
    lookup = try SinkQuery(on: connection, name: device)
    phase = .lookingUpDevice
  }

  private var missingDevice: PulseError {
    device == PulseConfiguration.defaultDevice ? .noDevice : device.map(PulseError.unknownDevice) ?? .noDevice
  }

  private mutating func open() throws(PulseError) {
    let next = try PulseStream(
      on: connection, name: configuration.streamName, device: device, format: nextFormat,
      bufferLength: configuration.bufferLength)
    replacedStream = stream.take()
    stream = consume next
    phase = .opening
  }
}

extension PulseOutput {
  /// The sample rate and channels of the stream, or of the first one while there is none.
  package var format: AudioFormat { ask { $0.format } ?? nextFormat }

  /// What the server granted for the buffer; nil until the stream is ready.
  package var grantedBuffer: PulseBufferAttributes? { ask { $0.grantedBuffer } }

  /// The sink the stream plays on at present; nil until the stream is ready.
  package var deviceName: String? { ask { $0.deviceName } }

  /// Whether the stream was told to stand still.
  package var isCorked: Bool { ask { $0.isCorked } ?? false }

  /// Whether the server has yet to do what `setCorked` asked last.
  package var awaitsCork: Bool { ask { $0.awaitsCork } ?? false }

  /// How much the server asks for at present; more may be written all the same, up to `maximumLength`.
  package var writableByteCount: ByteCount { ask { $0.writableByteCount } ?? .zero }

  /// Where playback stands; nil until the server has told, and again for a moment after a start, a flush or a
  /// cork.
  package var position: PulsePosition? { ask { $0.position } }

  /// Lets `fill` write interleaved samples straight into the server's memory, at the end of the stream.
  ///
  /// The span holds `limit`, or less: what fits a block of shared memory (about 64 KiB). Takes no lock and allocates
  /// nothing of its own. Samples that are not whole frames are refused with `.library`.
  /// - Returns: the frames written; zero when `fill` wrote none.
  package mutating func write(
    atMost limit: FrameCount, _ fill: (inout OutputSpan<Int16>) -> Void
  ) throws(PulseError) -> FrameCount {
    guard case .ready = phase, let count = try stream?.write(atMost: limit, fill) else { throw .notReady }
    return count
  }

  /// Writes `samples` over what lies at `index`, in frames since the stream was opened, and ends the stream behind them:
  /// what was queued beyond is not heard, and the next write continues there. What was heard already stays heard.
  package mutating func overwrite(_ samples: borrowing Span<Int16>, at index: FrameCount) throws(PulseError) {
    guard case .ready = phase, try stream?.overwrite(samples, at: index) != nil else { throw .notReady }
  }

  /// Lets the stream stand still, or go on where it stood. Takes effect at the server in the next iterations.
  package mutating func setCorked(_ isCorked: Bool) throws(PulseError) {
    guard case .ready = phase, try stream?.setCorked(isCorked) != nil else { throw .notReady }
  }

  /// Throws away what is queued and was not heard. `position` is nil until the server tells the new one.
  package mutating func flush() throws(PulseError) {
    guard case .ready = phase, try stream?.flush() != nil else { throw .notReady }
  }

  /// Asks for `PulseEvents.drained` once all that was written has been heard. A corked stream never gets there.
  package mutating func beginDrain() throws(PulseError) {
    guard case .ready = phase, try stream?.beginDrain() != nil else { throw .notReady }
  }

  /// Asks where playback stands, over and above the server's own reports, which come up to 1.5 s apart. The answer shows in
  /// `position`; one question at a time is under way.
  package mutating func askPosition() throws(PulseError) {
    guard case .ready = phase, try stream?.askPosition() != nil else { throw .notReady }
  }

  /// Whether the sink that the stream plays on is suspended: it takes nothing until it is resumed.
  package var isSuspended: Bool { ask { $0.isSuspended } ?? false }

  /// When the server said that the stream ran dry; nil when it said since that it plays. There may be a rest that is too
  /// little to go on with: PipeWire plays whole blocks, and what does not fill one only with what follows, or in a drain.
  package var dryAt: MonotonicInstant? { ask { $0.dryAt } }

  /// What was reported since the last call.
  package mutating func takeEvents() -> PulseEvents {
    let events = stream?.takeEvents() ?? PulseEvents()
    device = events.movedTo ?? device
    return events
  }

  private func ask<Answer>(_ question: (borrowing PulseStream) -> Answer?) -> Answer? {
    switch stream {
    case .some(let stream): question(stream)
    case nil: nil
    }
  }
}
