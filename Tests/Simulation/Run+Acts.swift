// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// Which acts a run takes.
extension Run {
    /// So many new ones.
    func newActs(_ range: ClosedRange<Int>) -> [Act] {
        let new = (0..<chance.pick(range)).map { _ in newAct() }
        acts += new
        return new
    }

    private func newAct() -> Act {
        let number = acts.count * 10 + chance.pick(0...9)
        var said = Town.Said()
        said.mark = "m\(acts.count)-\(number)-\(chance.pick(0...99_999))"
        said.title = "Title \(chance.pick(0...9))"
        said.amount = chance.pick(0...1_000)
        let isWrong = chance.percent(5)
        if isWrong { said.title = "" }
        guard !matters.isEmpty, chance.percent(70), let matter = chance.one(of: matters) else {
            let tenant = chance.one(of: world.tenants) ?? world.tenants[0]
            let id = RecordID(
                at: world.now, random: (chance.next(), UInt16(truncatingIfNeeded: chance.next())))
            matters.append((tenant, id))
            return make(Town.open.kind, in: tenant, on: nil, said, isWrong: isWrong, newID: id)
        }
        let actions = [Town.amend, Town.amend, Town.rest, Town.goOn, Town.close, Town.write, Town.write]
            .map(\.kind) + [Town.ask.kind, Town.ask.kind]
        let action = chance.one(of: actions) ?? Town.amend.kind
        if action.name == "write" {
            said.to = chance.one(of: world.tenants.filter { $0 != matter.tenant }) ?? ""
            if chance.percent(20) { said.mark += "-bad" }
        }
        if action.name == "ask" { said.to = chance.one(of: Chores.ways) ?? "" }
        let version = chance.percent(30) ? chance.pick(1...4) : nil
        return make(action, in: matter.tenant, on: matter.id, said, isWrong: isWrong, expecting: version)
    }

    private func make(
        _ action: ActionKind, in tenant: String, on record: RecordID?, _ said: Town.Said,
        isWrong: Bool, newID: RecordID? = nil, expecting version: Int? = nil
    ) -> Act {
        let call = ActionCall(
            action, by: Self.officer, on: record, expectedVersion: version, input: said.values,
            key: said.mark, newID: newID)
        return Act(acts.count, in: tenant, call: call, said: said, isWrong: isWrong)
    }
}
