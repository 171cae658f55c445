// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// What concerns a duty: which topics, and what is written for which readers. What a body publishes names
/// its topic and its readers, not duties, so that this table says which belong together; it is nobody's
/// law, and grows with the duties.
struct DutyInterests {
    let topics: Several<Topic>
    let readers: Several<ReaderRole>

    init(_ duty: Duty) {
        (topics, readers) = switch duty {
        case .networkContact: ([.funding, .governance], [])
        case .dataProtectionOfficer: ([.privacy], [.dataProtectionOfficer])
        case .streetRegisterOfficer: ([.mapping], [])
        case .cyberSecurityOfficer: ([.privacy, .digitalServices], [.it])
        case .accessibilityOfficer: ([.digitalServices, .participation], [])
        case .procurementLead: ([.procurement], [.procurement])
        case .climateCoordinator: ([.energy], [])
        case .planningLead: ([.planning, .housing], [])
        case .digitalLead: ([.digitalServices, .data, .ai], [.it, .projectLead])
        case .press: ([.participation], [])
        }
    }
}

/// Who holds which duties now, anywhere in the network: read from every tenant's mandates at the moment
/// something is told, so that it goes to whoever holds a duty by then.
enum DutyHolders {
    static func all(in network: Network, at now: Instant) throws -> [RecordID: Set<Duty>] {
        var held: [RecordID: Set<Duty>] = [:]
        for tenant in try network.tenants() where tenant.systems.contains("knowledge") {
            // A tenant that is out of service says nothing of its duties meanwhile.
            guard let store = try? network.tenant(tenant.slug) else { continue }
            let today = store.moment(for: .system("digest"), system: "knowledge", at: now).today
            try store.read(as: .system("digest")) { reader in
                let mandates = try reader.list(
                    Mandate.self,
                    Query([.state(.held), .init("person", .notEqual, .null)], limit: 10_000))
                for mandate in mandates {
                    guard let person = mandate.person, mandate.from <= today,
                        mandate.until.map({ $0 >= today }) ?? true,
                        let duty = try reader.find(Post.self, mandate.post)?.duty
                    else { continue }
                    held[person, default: []].insert(duty)
                }
            }
        }
        return held
    }
}
