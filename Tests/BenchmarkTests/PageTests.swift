import Foundation
import FoundationXML
import Testing

@testable import gust_bench

@Suite struct PageTests {
  private let nasty = "<script>&\"'\u{1}]]> – ü 語"

  private func report(_ name: String) -> Report {
    let series = [
      Distributions.Series(name: name, samples: [3, 0.4, 8000], isOurs: true),
      Distributions.Series(name: "none", samples: [], isOurs: false),
      Distributions.Series(name: "odd", samples: [.infinity, -1, 0], isOurs: false),
    ]
    var section = Section(name, explanation: name)
    var measurement = Measurement(name)
    measurement.add(1)
    section.measurements = [measurement]
    section.notes = [name]
    section.verdicts = [Verdict(name, isMet: true, name)]
    section.plots = [
      .waterfall(Waterfall(title: name, spans: [.init(name: name, start: 0, end: 12)])),
      .waterfall(Waterfall(title: "empty", spans: [])),
      .distributions(Distributions(title: name, unit: "ms", series: series)),
      .comparison(Comparison(title: name, unit: "ms", rows: series)),
      .frontier(
        PolicyFrontier(
          title: name,
          series: [.init(name: name, points: [.init(startDelayMs: 50, stallMs: 0)], isOurs: true)])),
      .frontier(PolicyFrontier(title: "empty", series: [])),
      .stalls(
        StallBars(title: name, scenes: [.init(name: name, bars: [.init(name: name, stalledMs: 3, isOurs: true)])])),
    ]
    return Report(machine: .current(), sections: [section])
  }

  @Test("The page is well-formed, whatever names hold, and holds nothing but itself")
  func wellFormed() throws {
    let page = report(nasty).html
    let body = try #require(page.range(of: "<!DOCTYPE html>")).upperBound
    let parser = XMLParser(data: Data(page[body...].utf8))
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    #expect(page.components(separatedBy: "<svg ").count - 1 == 7)
    #expect(!page.contains("<script") && !page.contains("Markup("))
    for outside in ["http:", "https:", "src=", "@import", "url("] { #expect(!page.contains(outside), "\(outside)") }
    #expect(page.contains("&lt;script&gt;&amp;&quot;&#39;]]&gt; – ü 語"))
  }

  @Test("Markup escapes what is put into it, once")
  func escaping() {
    let inner: Markup = "<b>\(plain: "a<b")</b>"
    #expect(inner.text == "<b>a&lt;b</b>")
    #expect(("<p>\(inner)</p>" as Markup).text == "<p><b>a&lt;b</b></p>")
    #expect(("\(1.26) \(-0.04) \(3.0) \(Double.nan)" as Markup).text == "1.3 0 3 0")
  }

  @Test("Axes hold all samples between their ends")
  func axes() {
    let time = Axis(.logarithmic, [0.3, 1700], pixels: 0...100)
    #expect(time.ticks == [0.1, 1, 10, 100, 1000, 10000])
    #expect(abs(time[10] - 40) < 1e-9)
    #expect(time[0] == 0 && time[.infinity] == 0)
    let count = Axis(.linear, [47], pixels: 10...60)
    #expect(count.ticks == [0, 10, 20, 30, 40, 50])
    #expect(count[50] == 60 && count[0] == 10)
    #expect(Axis(.linear, [], pixels: 0...1).ticks.count > 1)
  }

  @Test("JSON holds every sample, and comes back as it went")
  func json() throws {
    let section = report("plain").sections[0]
    var report = Report(machine: .current())
    report.sections = [section]
    report.sections[0].plots.removeAll { if case .distributions = $0 { true } else { false } }
    report.sections[0].plots.removeAll { if case .comparison = $0 { true } else { false } }
    let copy = try JSONDecoder().decode(Report.self, from: report.json())
    #expect(copy.sections[0].measurements[0].samples == [1])
    #expect(copy.sections[0].plots == report.sections[0].plots)
  }
}
