import Testing

@testable import BreezeSimulator

@Suite struct ScenarioTests {
  @Test func missingFieldsKeepTheirDefaults() throws {
    #expect(try Scenario(json: Array("{}".utf8)) == Scenario())
    let scenario = try Scenario(json: Array(#"{"pace":{"speed":null},"cut":{"afterBytes":7,"how":"reset"}}"#.utf8))
    #expect(scenario.pace.speed == nil)
    #expect(scenario.pace.chunkAudioMilliseconds == 40)
    #expect(scenario.cut == Cut(afterBytes: 7, how: .reset))
  }

  @Test(arguments: [
    #"{"pase":{}}"#, #"{"pace":{"sped":1}}"#, #"{"cut":{"how":"softly"}}"#, #"{"pace":{"speed":"2"}}"#, "[]", "{",
  ])
  func mistakesAreErrors(json: String) {
    #expect(throws: SimulatorError.self) { try Scenario(json: Array(json.utf8)) }
  }

  @Test func planFollowsTheDefinition() {
    let plan = StreamPlan(byteCount: 1000, bytesPerMillisecond: 8, scenario: Scenario())
    #expect(plan.chunks.map(\.bytes) == [0..<320, 320..<640, 640..<960, 960..<1000])
    let due: [Duration] = [.milliseconds(150), .milliseconds(170), .milliseconds(190), .microseconds(192_500)]
    #expect(plan.chunks.map(\.due) == due)
    #expect(plan.headersDue == .milliseconds(150))
    #expect(plan.generated == .microseconds(192_500))
    #expect(plan.ending == .complete)
  }

  @Test func stallsShiftAllThatFollows() {
    let scenario = Scenario { $0.pace.stalls = [.init(afterAudioMilliseconds: 80, milliseconds: 500)] }
    let plan = StreamPlan(byteCount: 1600, bytesPerMillisecond: 8, scenario: scenario)
    #expect(plan.chunks.map(\.due) == [150, 170, 690, 710, 730].map { .milliseconds($0) })
  }

  @Test(arguments: [Jitter.Model.uniform, .exponential, .gilbertElliott]) func jitterKeepsOrderAndRepeats(
    model: Jitter.Model
  ) {
    let scenario = Scenario { $0.pace.jitter = Jitter(model, milliseconds: 30) }
    let plan = StreamPlan(byteCount: 80_000, bytesPerMillisecond: 8, scenario: scenario)
    let calm = StreamPlan(byteCount: 80_000, bytesPerMillisecond: 8, scenario: Scenario())
    #expect(plan == StreamPlan(byteCount: 80_000, bytesPerMillisecond: 8, scenario: scenario))
    #expect(plan.chunks.map(\.due) != calm.chunks.map(\.due))
    #expect(plan.chunks.first == calm.chunks.first)
    #expect(zip(plan.chunks, plan.chunks.dropFirst()).allSatisfy { $0.due <= $1.due })
  }

  @Test func numbersFromOutsideCannotTrap() {
    let scenario = Scenario {
      $0.pace.timeToFirstByteMilliseconds = .infinity
      $0.pace.firstChunkAudioMilliseconds = -.infinity
      $0.pace.chunkAudioMilliseconds = .nan
      $0.pace.speed = .leastNonzeroMagnitude
      $0.pace.stalls = [.init(afterAudioMilliseconds: -.infinity, milliseconds: 1e300)]
      $0.cut = Cut(afterAudioMilliseconds: .greatestFiniteMagnitude)
    }
    #expect(StreamPlan(byteCount: 10, bytesPerMillisecond: 8, scenario: scenario).chunks.count == 10)
    #expect(StreamPlan(byteCount: 0, bytesPerMillisecond: 8, scenario: Scenario()).chunks.isEmpty)
  }
}
