// SPDX-License-Identifier: EUPL-1.2

import CLibFuzzer
import Foundation
import Synchronization

/// One parser, fed by libFuzzer: `Fuzz TARGET [libFuzzer's options and corpora]`. Whatever it must
/// never do ends the program, and libFuzzer keeps the input that made it so.
@main
struct Main {
    private static let chosen = Mutex<Target>(Target.all[0])

    static func main() {
        guard CommandLine.arguments.count > 1,
            let target = Target.all.first(where: { $0.name == CommandLine.arguments[1] })
        else {
            print(Target.all.map(\.name).joined(separator: "\n"))
            exit(CommandLine.arguments.count > 1 ? 64 : 0)
        }
        chosen.withLock { $0 = target }
        var arguments: [UnsafeMutablePointer<CChar>?] =
            ([CommandLine.arguments[0]] + CommandLine.arguments.dropFirst(2)).map { strdup($0) } + [nil]
        var count = Int32(arguments.count - 1)
        exit(arguments.withUnsafeMutableBufferPointer { buffer in
            var start = buffer.baseAddress
            return LLVMFuzzerRunDriver(&count, &start) { bytes, count in
                let input = Array(UnsafeBufferPointer(start: bytes, count: count))
                Main.chosen.withLock { $0 }.run(input)
                return 0
            }
        })
    }
}

/// A parser by its name.
struct Target: Sendable {
    let name: String
    let run: @Sendable ([UInt8]) -> Void

    init(_ name: String, _ run: @escaping @Sendable ([UInt8]) -> Void) {
        self.name = name
        self.run = run
    }

    /// The same, for what is given as text.
    static func text(_ name: String, _ run: @escaping @Sendable (String) -> Void) -> Target {
        Target(name) { run(String(decoding: $0, as: UTF8.self)) }
    }
}

/// What must hold of any input.
func expect(_ holds: Bool, _ otherwise: @autoclosure () -> String) {
    if holds { return }
    FileHandle.standardError.write(Data("Fatal error: \(otherwise())\n".utf8))
    abort()
}
