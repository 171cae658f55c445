// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Synchronization

/// How far it has come, noted in a file before each case: whoever began the process reads there which one
/// ended it.
final class Progress: Sendable {
    private let number = Atomic<UInt64>(0)
    private let inputs = Atomic<UInt64>(0)
    private let file: Int32

    /// - Parameter path: where it is noted; nil: nowhere.
    init(_ path: String?) { file = path.map { open($0, O_WRONLY | O_CREAT, 0o600) } ?? -1 }

    /// How many inputs there were.
    var count: UInt64 { inputs.load(ordering: .relaxed) }

    func begin(_ case: UInt64) {
        number.store(`case`, ordering: .relaxed)
        guard file >= 0 else { return }
        var noted = (`case`, count)
        _ = pwrite(file, &noted, 16, 0)
    }

    func add(_ count: Int) { inputs.add(UInt64(count), ordering: .relaxed) }

    /// What was noted in a file: the case that was begun last, and how many inputs there had been.
    static func read(_ path: String) -> (number: UInt64, inputs: UInt64)? {
        guard let data = FileManager.default.contents(atPath: path), data.count >= 16 else { return nil }
        return data.withUnsafeBytes {
            ($0.load(as: UInt64.self), $0.load(fromByteOffset: 8, as: UInt64.self))
        }
    }

    /// Ends the process where one case takes more of the processor than any may, or memory grows without end.
    func watch() {
        Thread.detachNewThread { [self] in
            var (last, since) = (UInt64.max, clock())
            while true {
                sleep(1)
                let now = number.load(ordering: .relaxed)
                if now != last { (last, since) = (now, clock()) }
                if Double(clock() - since) / Double(CLOCKS_PER_SEC) > Self.patience {
                    end("number \(now) has taken \(Int(Self.patience)) s of the processor")
                }
                if Self.memory > Self.mostMemory { end("at number \(now), it holds \(Self.memory >> 20) MB") }
            }
        }
    }

    /// In seconds of the processor, and in bytes.
    private static let patience = 60.0
    private static let mostMemory = 2 << 30

    private func end(_ why: String) -> Never {
        say("WRONG: \(why)")
        _exit(3)
    }

    /// What the process holds, in bytes; 0 where nobody knows.
    private static var memory: Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * 4_096
    }
}

/// Says something at once: what comes next may end the process.
func say(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }
