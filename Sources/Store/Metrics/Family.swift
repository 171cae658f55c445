// SPDX-License-Identifier: EUPL-1.2

import Synchronization

/// Meters of one name, told apart by the values of their labels.
public final class Family<Member: Meter>: Sendable {
    /// How many values of labels are told apart; all further ones are counted together as `other`,
    /// so that nobody who asks for many things fills the memory.
    private let most: Int
    public let name: String
    private let help: String
    private let labels: [String]
    private let make: @Sendable () -> Member
    private let members = Mutex<[[String]: Member]>([:])

    /// - Parameters:
    ///   - name: with its unit, as `talka_request_seconds`.
    ///   - help: what it says, in a sentence.
    ///   - labels: what members are told apart by.
    init(
        _ name: String, _ help: String, by labels: [String] = [], most: Int = 2_000,
        make: @escaping @Sendable () -> Member
    ) {
        self.name = name
        self.help = help
        self.labels = labels
        self.most = most
        self.make = make
    }

    /// The member with these values of the labels, made if it is not there.
    public subscript(values: String...) -> Member { member(values) }

    private func member(_ values: [String]) -> Member {
        members.withLock { members in
            if let member = members[values] { return member }
            let values = members.count < most ? values : labels.map { _ in "other" }
            if let member = members[values] { return member }
            let member = make()
            members[values] = member
            return member
        }
    }

    /// Forgets members whose values are not among these: a tenant that has left.
    public func keep(only values: Set<[String]>) {
        members.withLock { $0 = $0.filter { values.contains($0.key) } }
    }

    /// Writes every member, in the order of their labels.
    func write(into text: inout String) {
        let members = members.withLock { $0 }.sorted {
            $0.key.lexicographicallyPrecedes($1.key)
        }
        if members.isEmpty { return }
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(Member.sort)\n"
        for (values, member) in members {
            let pairs = zip(labels, values).map { "\($0)=\"\(Sample.escaped($1))\"" }
            member.write(name, pairs.joined(separator: ","), into: &text)
        }
    }
}

extension Family where Member == Counter {
    convenience init(_ name: String, _ help: String, by labels: [String] = []) {
        self.init(name, help, by: labels) { Counter() }
    }
}

extension Family where Member == Gauge {
    convenience init(_ name: String, _ help: String, by labels: [String] = []) {
        self.init(name, help, by: labels) { Gauge() }
    }
}

extension Family where Member == Histogram {
    convenience init(
        _ name: String, _ help: String, by labels: [String] = [],
        bounds: [Double] = Histogram.seconds
    ) {
        self.init(name, help, by: labels) { Histogram(bounds) }
    }
}
