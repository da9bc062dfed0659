// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is built under the same rules; a warning is an error.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func library(_ name: String, _ dependencies: [Target.Dependency] = [], without files: [String] = []) -> Target {
  .target(name: name, dependencies: dependencies, exclude: files, swiftSettings: strict)
}

func program(
  _ name: String, path: String? = nil, _ dependencies: [Target.Dependency], embedding files: [String] = []
) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies, path: path, resources: files.map { .embedInCode($0) }, swiftSettings: strict
  )
}

func tests(_ name: String, _ dependencies: [Target.Dependency], without files: [String] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: files, swiftSettings: strict)
}

func systemLibrary(_ name: String, apt package: String? = nil) -> Target {
  .systemLibrary(name: name, providers: package.map { [.apt([$0])] })
}

// The order of the targets is the order of the data path.
let package = Package(
  name: "Gust",
  products: [
    .library(name: "Gust", targets: ["Gust"]),
    // What Sources/GustC/install makes libgust.so of.
    .library(name: "GustC", type: .dynamic, targets: ["GustC"]),
    .executable(name: "gust", targets: ["gust-cli"]),
    .executable(name: "gust-demo", targets: ["gust-demo"]),
    .executable(name: "gust-simulator", targets: ["gust-simulator"]),
    .executable(name: "gust-bench", targets: ["gust-bench"]),
  ],
  targets: [
    systemLibrary("CLinux"),
    systemLibrary("CJansson", apt: "libjansson-dev"),
    systemLibrary("CCurl", apt: "libcurl4-openssl-dev"),
    systemLibrary("CMpg123", apt: "libmpg123-dev"),
    .target(name: "CLateLoading"),
    .target(name: "CPulse", dependencies: ["CLateLoading"]),
    .target(name: "CFLAC", dependencies: ["CLateLoading"]),
    .target(name: "COgg", dependencies: ["CLateLoading"]),
    .target(name: "COpus", dependencies: ["CLateLoading"]),
    .target(name: "CAVCodec", dependencies: ["CLateLoading"]),
    .target(name: "CICU", dependencies: ["CLateLoading"]),
    .target(name: "CMD4C", dependencies: ["CLateLoading"]),
    .target(name: "CEdit", dependencies: ["CLateLoading"]),

    library("AudioTypes"),
    library("LateLoading"),
    library("Platform", ["CLinux"]),
    library("JSON", ["CJansson"]),
    library("SpeechAPI", ["AudioTypes", "JSON"]),
    library("RingBuffer", ["AudioTypes"]),
    library("HTTPStreaming", ["CCurl", "AudioTypes", "RingBuffer", "Platform"]),
    library("AudioDecoding", ["CMpg123", "CFLAC", "COgg", "COpus", "CAVCodec", "AudioTypes", "LateLoading"]),
    library("PulseOutput", ["CPulse", "AudioTypes", "LateLoading", "Platform"]),
    library("FileOutput", ["AudioTypes", "RingBuffer", "Platform"]),
    library("Prebuffering", ["AudioTypes"]),
    library("Seaming", ["AudioTypes"]),
    library(
      "Playback",
      [
        "AudioTypes", "Platform", "SpeechAPI", "RingBuffer", "HTTPStreaming", "AudioDecoding", "PulseOutput",
        "FileOutput", "Prebuffering", "Seaming",
      ]),
    library("TextSegmentation", ["CICU", "CMD4C", "LateLoading"]),
    library("Narration", ["AudioTypes", "Platform", "SpeechAPI", "HTTPStreaming", "Playback", "TextSegmentation"]),
    library(
      "Gust",
      [
        "AudioTypes", "Platform", "JSON", "SpeechAPI", "HTTPStreaming", "AudioDecoding", "PulseOutput", "FileOutput",
        "Prebuffering", "Seaming", "Playback", "TextSegmentation", "Narration",
      ], without: ["Gust.api"]),
    library(
      "LatencyReporting",
      [
        "AudioTypes", "JSON", "Platform", "SpeechAPI", "HTTPStreaming", "Playback", "Seaming", "TextSegmentation",
        "Narration",
      ]),
    library("SpeechSeat", ["CLinux", "Platform"]),
    systemLibrary("CGust"),
    .target(name: "CTaskHooks"),
    .target(
      name: "GustC",
      dependencies: ["CGust", "CLinux", "CTaskHooks", "AudioTypes", "Gust", "LatencyReporting", "Platform"],
      exclude: ["Packaging", "Python", "install"], swiftSettings: strict),
    library("LineEditor", ["CEdit", "CLinux", "Platform"]),
    program(
      "gust-cli",
      [
        "AudioTypes", "FileOutput", "Gust", "JSON", "LatencyReporting", "LineEditor", "Platform", "SpeechAPI",
        "SpeechSeat",
      ]),

    // Stand-ins for the service and the sound server, for demo, tests and benchmarks only.
    systemLibrary("CMicrohttpd", apt: "libmicrohttpd-dev"),
    systemLibrary("CLame", apt: "libmp3lame-dev"),
    systemLibrary("CEspeak", apt: "libespeak-ng-dev"),
    library("BreezeSimulator", ["CMicrohttpd", "CLame", "CEspeak", "AudioTypes"]),
    program("gust-simulator", ["BreezeSimulator", "Platform"]),
    library("PulseHarness", ["AudioTypes"]),
    program("gust-demo", ["Gust", "LatencyReporting", "BreezeSimulator", "Platform", "PulseHarness"]),
    program(
      "gust-bench", path: "Benchmarks",
      [
        "AudioDecoding", "AudioTypes", "BreezeSimulator", "CLinux", "Gust", "Platform", "Prebuffering", "PulseHarness",
        "RingBuffer",
      ],
      embedding: ["Decode/Rivals/mpg123loop.c"]
        + ["boost.cpp", "jack.cpp", "laps.hpp", "plain.cpp"].map { "Ring/Rivals/" + $0 }
        + ["client.c", "door.c", "door.py", "hello.c", "memory.h"].map { "Doors/Programs/" + $0 }),

    // Programs to be read, and run by tests.
    program("voice-notification", path: "Sources/Examples/Swift/VoiceNotification", ["Gust"]),
    program("speak-tokens", path: "Sources/Examples/Swift/SpeakTokens", ["Gust"]),
    program("pull-frames", path: "Sources/Examples/Swift/PullFrames", ["Gust"]),

    // What the tests share that needs nothing of Gust.
    .target(name: "TestSupport", path: "Tests/Support", swiftSettings: strict),
    tests("AudioTypesTests", ["AudioTypes"]),
    tests("PlatformTests", ["CLinux", "Platform", "PulseHarness"]),
    tests("RingBufferTests", ["AudioTypes", "RingBuffer"]),
    tests("JSONTests", ["JSON"]),
    tests("SpeechAPITests", ["AudioTypes", "JSON", "SpeechAPI", "TestSupport"]),
    tests("HTTPStreamingTests", ["AudioTypes", "HTTPStreaming", "RingBuffer"]),
    tests("AudioDecodingTests", ["AudioDecoding", "AudioTypes", "PulseHarness", "TestSupport"]),
    tests("PulseOutputTests", ["AudioTypes", "Platform", "PulseOutput", "PulseHarness", "TestSupport"]),
    tests("FileOutputTests", ["AudioTypes", "FileOutput", "PulseHarness", "RingBuffer"]),
    tests(
      "PlaybackTests",
      [
        "AudioDecoding", "AudioTypes", "HTTPStreaming", "Playback", "Prebuffering", "PulseHarness", "PulseOutput",
        "RingBuffer", "Seaming", "SpeechAPI", "TestSupport",
      ]),
    tests("PrebufferingTests", ["AudioTypes", "Prebuffering"]),
    tests(
      "SeamingTests", ["AudioDecoding", "AudioTypes", "BreezeSimulator", "PulseHarness", "Seaming", "TestSupport"]),
    tests("TextSegmentationTests", ["TestSupport", "TextSegmentation"]),
    tests(
      "NarrationTests", ["AudioTypes", "Narration", "Playback", "PulseHarness", "SpeechAPI", "TextSegmentation"]),
    tests("SpeechSeatTests", ["Platform", "PulseHarness", "SpeechSeat"]),
    tests("LineEditorTests", ["LineEditor", "Platform", "PulseHarness"]),
    tests("GustTests", ["Gust", "PulseHarness", "SpeechAPI"]),
    tests(
      "LatencyReportingTests",
      [
        "AudioTypes", "HTTPStreaming", "JSON", "LatencyReporting", "Narration", "Playback", "Seaming",
        "TextSegmentation",
      ]),
    tests(
      "CommandLineTests",
      ["AudioTypes", "Gust", "LatencyReporting", "LineEditor", "Playback", "SpeechAPI", "gust-cli"]),
    tests("BreezeSimulatorTests", ["AudioTypes", "BreezeSimulator", "TestSupport"]),
    // Runs the programs, which must therefore be built.
    tests(
      "EndToEndTests",
      [
        "AudioTypes", "Gust", "gust-cli", "gust-bench", "gust-simulator", "voice-notification", "speak-tokens",
        "pull-frames", "BreezeSimulator", "PulseHarness", "TestSupport",
      ],
      without: ["Embedding/Programs"]),
    tests(
      "BenchmarkTests", ["AudioTypes", "BreezeSimulator", "Gust", "Prebuffering", "PulseHarness", "gust-bench"]),
  ]
)

// Links only with `-sanitize=fuzzer`: .ci/fuzz asks for it.
if Context.environment["GUST_FUZZ"] != nil {
  package.targets.append(
    program(
      "gust-fuzz", path: "Tests/Fuzzing",
      [
        "AudioDecoding", "AudioTypes", "HTTPStreaming", "Prebuffering", "SpeechAPI", "TextSegmentation",
      ])
  )
}

// Under sanitizers (.ci/thread-sanitizer, .ci/address-sanitizer) all is left out that neither touches raw memory nor runs on
// two threads, nor is needed by what does: SwiftPM would build it for nothing.
if Context.environment["GUST_SANITIZED"] != nil {
  let tested = [
    "RingBuffer", "HTTPStreaming", "AudioDecoding", "PulseOutput", "FileOutput", "Playback", "JSON", "SpeechAPI",
    "Seaming", "TextSegmentation",
  ].map { $0 + "Tests" }
  let untested = ["Narration", "Gust", "GustC", "LatencyReporting", "SpeechSeat", "LineEditor"]
  package.products = []
  package.targets.removeAll { target in
    switch target.type {
    case .executable: true
    case .test: !tested.contains(target.name)
    default: untested.contains(target.name)
    }
  }
}
