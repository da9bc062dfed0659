import AudioTypes
import BreezeSimulator
import PulseHarness

/// Our decoder beside a plain loop over the library that it uses, and beside programs.
struct DecodeBenchmark {
  let rounds: Int
  private static let length = Duration.seconds(20)
  private static let chunks = [192, 512, 4096].map { ByteCount($0) }

  func run() throws -> [Section] {
    let folder = try TemporaryFolder()
    var notes: [String] = []
    var contestants: [any StreamDecoding] = [GustDecoding()]
    do throws(MissingRival) {
      contestants.append(try LibraryLoop(in: folder))
    } catch {
      notes.append(error.note)
    }
    let mp3 = try SampleStream.speechService(.mp3, length: Self.length, in: folder)
    var sections = [try measure(contestants, mp3, notes)]
    do {
      let music = try SampleStream.music(length: Self.length * 2, in: folder)
      sections.append(try measure(contestants, music, notes))
    } catch let missing as MissingRival {
      sections[0].notes.append(missing.note)
    }
    let pcm = try SampleStream.speechService(.pcm, length: Self.length, in: folder)
    sections.append(try measure([GustDecoding()], pcm, []))
    sections.append(try DecodingPrograms(rounds: rounds, folder: folder).run())
    return sections
  }

  private func measure(
    _ contestants: [any StreamDecoding], _ stream: SampleStream, _ notes: [String]
  ) throws -> Section {
    var section = Section(
      "decode: \(stream.name)",
      explanation: """
        cpu: processor time of the decoding thread per second of audio, µs; noise, in chunks of that many bytes.
        first: from handing in the chunk that brings the first audible sample (above -40 dBFS) to having it; wall clock.
        The loop's buffer takes 32 KiB, so of a big chunk it has all frames before it looks at one.
        """)
    section.notes = notes
    for chunk in Self.chunks {
      let table = try DecodeTable.measure(contestants, stream, chunk: chunk, rounds: rounds)
      section.measurements += table.measurements
      section.notes.append(table.note)
    }
    return section
  }
}

/// One stream in chunks of one size.
struct DecodeTable {
  let measurements: [Measurement]
  let note: String

  static func measure(
    _ contestants: [any StreamDecoding], _ stream: SampleStream, chunk: ByteCount, rounds: Int
  ) throws -> DecodeTable {
    let names = contestants.map { "\(chunk.rawValue) \($0.name)" }
    var costs = names.map { Measurement("\($0): cpu", unit: "µs/s") }
    var firsts = names.map { Measurement("\($0): first", unit: "µs") }
    var ratios = contestants.dropFirst().map {
      Measurement("\(chunk.rawValue) Gust / \($0.name): cpu", unit: "ratio", target: 1.1)
    }
    var last: [DecodePass] = []
    for round in 0...rounds {
      last = try turn(round, contestants, stream, chunk)
      guard round > 0 else { continue }
      for (index, pass) in last.enumerated() {
        costs[index].add(pass.cost(in: stream))
        firsts[index].add(pass.firstAudible.milliseconds * 1000)
        if index > 0 { ratios[index - 1].add(last[0].processorTime / pass.processorTime) }
      }
    }
    let bytes = zip(contestants, last).map { "\($0.name) \($1.bytesUntilAudible.rawValue)" }
    return DecodeTable(
      measurements: costs + ratios + firsts,
      note: "\(chunk.rawValue): bytes handed in until the first audible sample: \(bytes.joined(separator: ", "))")
  }

  /// One pass of each, begun with another one each time, in the order of `contestants`.
  private static func turn(
    _ round: Int, _ contestants: [any StreamDecoding], _ stream: SampleStream, _ chunk: ByteCount
  ) throws -> [DecodePass] {
    var passes: [Int: DecodePass] = [:]
    for step in contestants.indices {
      let index = (round + step) % contestants.count
      passes[index] = try contestants[index].pass(over: stream, chunk: chunk)
    }
    let inOrder = contestants.indices.compactMap { passes[$0] }
    guard Set(inOrder.map(\.frames)).count == 1 else {
      throw BenchError("the decoders do not agree on the length of \(stream.name): \(inOrder.map(\.frames.rawValue))")
    }
    return inOrder
  }
}

extension DecodePass {
  /// Microseconds of processor time per second of audio.
  fileprivate func cost(in stream: SampleStream) -> Double {
    let seconds = Double(frames.rawValue) / Double(stream.sampleRate)
    return processorTime.milliseconds * 1000 / seconds
  }
}
