// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// A message to a duty; to who sent it with what became of it.
enum DutyMessagePage {
    static let routes = [
        Route(
            .get, "/t/:tenant/knowledge/duty-messages/:id", Access(DutyMessage.kind.readers),
            formats: [.json], system: "knowledge", answer: answer)
    ]

    @Sendable private static func answer(_ request: Request) throws -> Response {
        let context = try DerivedContext(request, kind: DutyMessage.kind)
        guard request.format == .html else { return try RecordPage.answer(context) }
        let found = try context.find(asOf: try request.asOf())
        var page = try RecordPage.page(found, try References([found.shown], in: context), context)
        page.main = "\(try news(Stored<DutyMessage>(found.whole), context))\(page.main)"
        return request.page(page)
    }

    /// How it was received where it was sent; nothing once there is an answer.
    private static func news(_ message: Stored<DutyMessage>, _ context: DerivedContext) throws -> HTML {
        guard message.standing == .sent, let reception = message.reception else { return "" }
        let ui = context.ui
        let tenant = try context.request.site.network.find(message.other)
        let body = ["body": tenant.map { ui.name(of: $0) } ?? message.other]
        switch message.state {
        case .received: return ui.inset("<p>\(ui("knowledge.duty_received", body))</p>")
        case .waiting:
            let told = message.isManagerTold == true ? "knowledge.duty_told" : "knowledge.duty_untold"
            return ui.warning(
                "\(ui("knowledge.duty_waits.\(reception.rawValue)", body)) \(ui(told, body))")
        default: return ""
        }
    }
}
