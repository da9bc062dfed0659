extension Report {
  /// The whole report as one page that loads nothing else and runs nothing.
  var html: String {
    let verdicts = sections.flatMap(\.verdicts)
    let page: Markup = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta name="color-scheme" content="light dark"/>
      <title>gust-bench</title>
      <style>
      \(Style.sheet)
      </style>
      </head>
      <body>
      <header>
      <h1>gust-bench</h1>
      <p class="soft">\(plain: machine.configuration) build · \(machine.cores) cores, \(plain: machine.processor) · \(plain: machine.kernel) · \
      load average before \(plain: machine.loadAverage)</p>
      \(warning)</header>
      <main>
      \(verdicts.isEmpty ? "" : "<h2>What was to be shown</h2>\n\(verdicts.list)")\
      \(sections.map(\.markup).joined())</main>
      </body>
      </html>

      """
    return page.text
  }

  private var warning: Markup {
    guard machine.configuration == "debug" else { return "" }
    return "<p class=\"warning\">This is a debug build: its figures say nothing.</p>\n"
  }
}

extension [Verdict] {
  fileprivate var list: Markup {
    let items = map { verdict in
      """
      <li class="\(plain: verdict.outcome.rawValue)"><span class="badge">\(plain: verdict.outcome.rawValue)</span> \(plain: verdict.claim)<br/>\
      <span class="soft">\(plain: verdict.figures)</span></li>

      """ as Markup
    }
    return "<ul class=\"verdicts\">\n\(items.joined())</ul>\n"
  }
}

extension Section {
  fileprivate var markup: Markup {
    let figures = plots.map { plot in
      "<figure><figcaption>\(plain: plot.title)</figcaption>\n\(plot.markup)</figure>\n" as Markup
    }
    return """
      <section>
      <h2>\(plain: title)</h2>
      \(figures.isEmpty ? "" : "<div class=\"plots\">\n\(figures.joined())</div>\n")\
      <details><summary>How to read this</summary><p>\(plain: explanation)</p></details>
      \(table)\
      \(textTable?.markup ?? "")\
      \(notes.map { "<p class=\"soft\">\(plain: $0)</p>\n" as Markup }.joined())</section>

      """
  }
}

extension Plot {
  var title: String {
    switch self {
    case .waterfall(let plot): plot.title
    case .distributions(let plot): plot.title
    case .comparison(let plot): plot.title
    case .frontier(let plot): plot.title
    case .stalls(let plot): plot.title
    }
  }

  var markup: Markup {
    switch self {
    case .waterfall(let plot): plot.markup
    case .distributions(let plot): plot.markup
    case .comparison(let plot): plot.markup
    case .frontier(let plot): plot.markup
    case .stalls(let plot): plot.markup
    }
  }
}
