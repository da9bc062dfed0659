/// All that one run of the program found out.
struct Report: Codable {
  /// The format of the JSON file.
  var version = 2
  let machine: Machine
  var sections: [Section] = []
}
