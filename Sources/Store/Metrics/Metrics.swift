// SPDX-License-Identifier: EUPL-1.2

import Tracing

/// What one process counts and measures of itself, so that somebody can say whether it is slow, for
/// whom, and since when. A value that is handed on; made anew at every start.
///
/// Nothing of it is personal: labels are routes, actions, tenants and states, of which there are
/// only so many.
public final class Metrics: Sendable {
    public let requests = Family<Histogram>(
        "talka_request_seconds", "How long a request took until its answer was made.",
        by: ["method", "route", "status"])
    public let tenantRequests = Family<Histogram>(
        "talka_tenant_request_seconds", "The same, by the tenant the address names.",
        by: ["tenant"])
    public let actions = Family<Histogram>(
        "talka_action_seconds", "How long an action took until it was durable, by how it ended.",
        by: ["action", "outcome"])
    public let writeWaits = Family<Histogram>(
        "talka_write_wait_seconds", "How long a write waited for the commit before it.")
    public let commits = Family<Histogram>(
        "talka_commit_seconds", "How long a commit took, from its first write to the disk.")
    public let commitSizes = Family<Histogram>(
        "talka_commit_writes", "How many writes shared a commit.", bounds: Histogram.sizes)
    public let reads = Family<Histogram>(
        "talka_read_seconds", "How long a read of a store took.")
    public let faults = Family<Counter>(
        "talka_faults_total", "Requests that ended in a fault of ours.")

    public let inFlight = Family<Gauge>(
        "talka_requests_in_flight", "Requests being worked on.")
    public let waiting = Family<Gauge>(
        "talka_requests_waiting", "Requests that wait for a place.", by: ["rank"])
    public let shed = Family<Counter>(
        "talka_requests_shed_total", "Requests turned away because there was no place.",
        by: ["rank"])
    public let connections = Family<Gauge>("talka_connections", "Connections that are open.")
    public let connectionsRefused = Family<Counter>(
        "talka_connections_refused_total", "Connections closed unheard, and why.", by: ["reason"])

    public let tenants = Family<Gauge>(
        "talka_tenants", "Tenants in service, and out of it.", by: ["state"])
    public let outboxWaiting = Family<Gauge>(
        "talka_outbox_waiting", "What waits in a tenant's outbox.", by: ["tenant"])
    public let outboxOldest = Family<Gauge>(
        "talka_outbox_oldest_seconds", "How long the first of it has waited.", by: ["tenant"])
    public let undelivered = Family<Gauge>(
        "talka_outbox_undelivered", "What was set aside because it cannot be taken in.",
        by: ["tenant"])
    public let sessions = Family<Gauge>("talka_sessions", "Sessions that have not ended.")
    public let diskFree = Family<Gauge>(
        "talka_disk_free_bytes", "Room left where the stores lie.")
    public let sampled = Family<Gauge>(
        "talka_sampled_timestamp_seconds", "When tenants, outboxes and the disk were last looked at.")

    public let build = Family<Gauge>(
        "talka_build_info", "1, with the version that runs.", by: ["version"])
    public let started = Family<Gauge>(
        "process_start_time_seconds", "When the process began, in seconds since 1970.")
    public let memory = Family<Gauge>(
        "process_resident_memory_bytes", "The memory the process rests in.")
    public let processor = Family<Gauge>(
        "process_cpu_seconds_total", "The time processors have worked for it.")
    public let descriptors = Family<Gauge>("process_open_fds", "File descriptors that are open.")
    public let mostDescriptors = Family<Gauge>(
        "process_max_fds", "File descriptors it may have open.")

    /// Which routes were slow lately.
    public let slowRoutes = Lately()
    /// Which actions were slow lately.
    public let slowActions = Lately()

    /// Who keeps what belongs to one request as a trace; nil: nobody.
    public let tracer: (any Tracer)?

    public init(tracer: (any Tracer)? = nil) { self.tracer = tracer }

    /// Everything, in Prometheus' text format.
    public func text() -> String {
        var text = ""
        for family in [requests, tenantRequests, actions, writeWaits, commits, commitSizes, reads] {
            family.write(into: &text)
        }
        for family in [faults, shed, connectionsRefused] { family.write(into: &text) }
        for family in gauges { family.write(into: &text) }
        return text
    }

    private var gauges: [Family<Gauge>] {
        [
            inFlight, waiting, connections, tenants, outboxWaiting, outboxOldest, undelivered,
            sessions, diskFree, sampled, build, started, memory, processor, descriptors,
            mostDescriptors,
        ]
    }

    /// The name of everything that is measured, for whoever checks what asks for it.
    public var names: [String] {
        [requests, tenantRequests, actions, writeWaits, commits, commitSizes, reads].map(\.name)
            + [faults, shed, connectionsRefused].map(\.name) + gauges.map(\.name)
    }
}
