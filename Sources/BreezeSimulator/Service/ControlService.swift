/// The control port: scripts the simulator from outside its process. Asks for no key; it listens on loopback only.
///
/// `POST /scenario` (one scenario for all that follow), `POST /scenarios` (an array, one request each),
/// `GET /log` (an array of requests), `DELETE /log`.
final class ControlService: HTTPService {
  private let scenarios: ScenarioQueue
  private let log: RequestLog

  init(scenarios: ScenarioQueue, log: RequestLog) {
    self.scenarios = scenarios
    self.log = log
  }

  func loggable(_ field: HeaderField) -> HeaderField { field }

  func reply(to request: HTTPRequest) -> HTTPReply {
    do {
      switch (request.method, request.path) {
      case ("POST", "/scenario"):
        scenarios.setStanding(try Scenario(json: request.body))
      case ("POST", "/scenarios"):
        scenarios.enqueue(try decodeScript([Scenario].self, from: request.body))
      case ("GET", "/log"):
        return .json(.array(log.records.map(\.json)))
      case ("DELETE", "/log"):
        log.clear()
      default:
        return .notFound("This path")
      }
      return .json(["ok": true])
    } catch {
      return .error(422, "VALIDATION_ERROR", error.description)
    }
  }
}
