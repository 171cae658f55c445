// SPDX-License-Identifier: EUPL-1.2

/// How one installation is set up: from environment variables and a file, read once at start.
public struct Configuration: Sendable {
    /// The name of the site, shown in its head.
    public var siteName = "Talka"
    /// Whether its data are invented; every page says so.
    public var isDemonstration = false
    /// Whether it is reached by HTTPS: cookies are then sent by it only.
    public var isSecure = false
    /// Its address as others know it, without a final slash: for feeds and open data.
    public var address = "http://127.0.0.1:8080"
    /// Where map tiles come from, as `https://…/{z}/{x}/{y}.png`; nil: the map is drawn here alone.
    public var tiles: String?
    /// Whose word on where a request comes from is taken.
    public var proxies = ProxyTrust.nobody
    /// Who may read what the program measures of itself.
    public var metrics = MetricsAccess()
    /// How much it takes on at once.
    public var limits = Limits()
    /// How long it answers on after it has begun to say that it is not ready any more.
    public var drain: Duration = .zero

    public init() {}
}
