// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Everything that was said on a question, oldest first: by whom, at which desk of which body, and
/// when it went from one to another. Among staff with their own words and their names.
struct QuestionThread {
    private let question: Stored<Question>
    private let context: DerivedContext
    private let isStaff: Bool
    private var ui: UI { context.ui }

    init(_ question: Stored<Question>, _ context: DerivedContext, isStaff: Bool) {
        self.question = question
        self.context = context
        self.isStaff = isStaff
    }

    func html() throws -> HTML {
        let said = try context.store.read(as: .system("pages")) { reader in
            try reader.list(
                Message.self,
                Query([.field("question", is: question.id)], order: "said_at", limit: 1_000))
        }.filter { isStaff || $0.side != .staff }
        let people = (said.map(\.author) + [question.asker]).compactMap { $0?.text }
        let names = try References(people: isStaff ? Set(people) : [], in: context.request.site.network)
        let first = UI.Event(
            asker, when: question.askedOn.map(ui.day) ?? "",
            by: isStaff ? question.asker.flatMap { names.name($0.text) } ?? question.name : nil,
            isMajor: true,
            """
            \(ui.prose(question.text))\
            \(links(question.files, RecordPage.documents(of: question.row, context)))
            """)
        let events = said.map { message in
            UI.Event(
                title(message), when: message.saidAt.map { ui.moment($0, in: context.zone) } ?? "",
                by: by(message, names), isMajor: message.side == .desk,
                "\(ui.prose(message.text))\(files(of: message))")
        }
        return """
            <section aria-labelledby="thread"><h2 id="thread">\(ui("knowledge.thread"))</h2>
            \(ui.timeline([first] + events))</section>
            """
    }

    private var asker: String { ui(isStaff ? "knowledge.side.asker" : "knowledge.side.you") }

    private func title(_ message: Stored<Message>) -> String {
        if let next = message.handedTo {
            return ui(
                "knowledge.handed_over",
                ["from": speaker(message), "to": place(message.handedToDesk, next)])
        }
        return switch message.side {
        case .asker: asker
        case .desk: speaker(message)
        case .staff: ui("knowledge.side.staff")
        }
    }

    /// The desk that spoke, and whose it is.
    private func speaker(_ message: Stored<Message>) -> String {
        message.body.map { place(message.desk, $0) } ?? ui("knowledge.side.desk")
    }

    private func place(_ desk: String?, _ slug: String) -> String {
        let tenant = (try? context.request.site.network.find(slug)).flatMap { $0 }
        let body = tenant.map { ui.name(of: $0) } ?? slug
        return desk.map { "\($0), \(body)" } ?? body
    }

    /// Who of the staff it was; of their own words also where they work.
    private func by(_ message: Stored<Message>, _ names: References) -> String? {
        guard isStaff else { return nil }
        let person = message.author.flatMap { names.name($0.text) }
        let place = message.side == .staff ? speaker(message) : nil
        let all = [person, place].compactMap(\.self)
        return all.isEmpty ? nil : all.joined(separator: ", ")
    }

    private func files(of message: Stored<Message>) -> HTML {
        let path: Href = "/t/\(context.slug)/documents/knowledge/messages/\(message.id.text)"
        return links(message.files, path.with(["key": context.request.linkSecret]))
    }

    private func links(_ files: [FileReference], _ of: Href) -> HTML {
        if files.isEmpty { return "" }
        let items = files.map { "<li>\(ui.documentLink($0, of: of))</li>" as HTML }
        return "<ul class=\"link-list\">\(items)</ul>"
    }
}
