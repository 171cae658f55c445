// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel

extension LinkedData {
    /// What a body does, as public services of CPSV-AP: with title, description, how and of whom it is
    /// had, for whom, where and in which languages, and whether it still is.
    func services(of body: Organisation) -> [LinkedNode] {
        (view.snapshot.services[body.slug] ?? []).map { service in
            let isGone = view.existed(body) == false
            return LinkedNode(
                "\(address)/directory/\(body.slug)#service-\(service.slug)", ["cpsv:PublicService"],
                [
                    "dct:identifier": .plain("\(body.slug)/\(service.slug)"),
                    "dct:title": .text(service.title, "en"),
                    "dct:description": .text(service.description, "en"),
                    "cv:hasCompetentAuthority": .all(
                        [body.slug, service.part].compactMap(\.self).compactMap(reference)),
                    "dct:audience": .all(service.audiences.parts.map { concept("audience", $0) }),
                    "dct:spatial": area(of: body),
                    "dct:language": .all((body.languages?.parts ?? []).compactMap(EUTables.language)),
                    "adms:status": isGone
                        ? EUTables.adms("status/Withdrawn", "Withdrawn")
                        : EUTables.adms("status/Completed", "Completed"),
                    "cv:contactPoint": .all(contacts(body)),
                    "cv:hasChannel": service.channel.map { channel($0, service, body) },
                ])
        }
    }

    private func channel(_ text: String, _ service: Service, _ body: Organisation) -> LinkedValue {
        .node(
            LinkedNode(
                nil, ["cv:Channel"],
                [
                    "dct:identifier": .plain("\(body.slug)/\(service.slug)/channel"),
                    "dct:description": .text(text, "en"), "cv:ownedBy": .iri(iri(body.slug)),
                ]))
    }
}
