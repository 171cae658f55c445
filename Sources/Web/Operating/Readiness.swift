// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Synchronization

/// Whether requests should be sent to this process: it is not being ended, and the commons can be
/// read and written.
public final class Readiness: Sendable {
    /// Why it is not ready.
    public enum Obstacle: String, Sendable {
        case ending = "shutting_down"
        case commonsFails = "commons_fails"
        case commonsSilent = "commons_silent"
    }

    private struct State {
        var isEnding = false
        var probe: Task<Obstacle?, Never>?
        var last: (obstacle: Obstacle?, at: ContinuousClock.Instant)?
    }

    /// How long what was found holds, so that asking often costs little.
    private static let fresh: Duration = .seconds(1)
    /// How long the commons may take.
    private static let patience: Duration = .seconds(2)

    private let state = Mutex(State())
    private let network: Network
    /// A thread of its own: what it asks may wait for as long as it likes.
    private let thread = Mutex<RequestThreads?>(nil)

    init(_ network: Network) { self.network = network }

    /// From now on it is not ready: the process is about to end.
    public func end() { state.withLock { $0.isEnding = true } }

    /// Whether the process is about to end.
    var isEnding: Bool { state.withLock { $0.isEnding } }

    /// What stands in the way; nil: nothing does.
    func obstacle() async -> Obstacle? {
        let (known, probe) = state.withLock { state -> (Obstacle??, Task<Obstacle?, Never>?) in
            if state.isEnding { return (.ending, nil) }
            if let last = state.last, ContinuousClock.now - last.at < Self.fresh {
                return (.some(last.obstacle), nil)
            }
            if state.probe == nil { state.probe = newProbe() }
            return (nil, state.probe)
        }
        if let known { return known }
        guard let probe else { return nil }
        return await Self.first(of: probe, within: Self.patience)
    }

    private func newProbe() -> Task<Obstacle?, Never> {
        let thread = thread.withLock { thread in
            let known = thread ?? RequestThreads(1, name: "ready")
            thread = known
            return known
        }
        return Task(executorPreference: thread.other) { [self] in
            var obstacle: Obstacle?
            do { try await network.probe() } catch { obstacle = .commonsFails }
            state.withLock { state in
                state.last = (obstacle, .now)
                state.probe = nil
            }
            return obstacle
        }
    }

    /// What the probe says, or that it says nothing in time; the probe goes on.
    private static func first(
        of probe: Task<Obstacle?, Never>, within patience: Duration
    ) async -> Obstacle? {
        await withCheckedContinuation { answer in
            let once = Once(answer)
            Task { once.resume(await probe.value) }
            Task {
                try? await Task.sleep(for: patience)
                once.resume(.commonsSilent)
            }
        }
    }
}

/// Answers once; what comes later is nobody's any more.
private final class Once: Sendable {
    private let open: Mutex<CheckedContinuation<Readiness.Obstacle?, Never>?>

    init(_ open: CheckedContinuation<Readiness.Obstacle?, Never>) { self.open = Mutex(open) }

    func resume(_ answer: Readiness.Obstacle?) {
        let open = open.withLock { open in
            defer { open = nil }
            return open
        }
        open?.resume(returning: answer)
    }
}
