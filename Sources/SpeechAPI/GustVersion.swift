/// The version of Gust, and the only place that states it; the service sees it as `User-Agent: Gust/<version>`.
package let gustVersion = "0.1.0"
