// SPDX-License-Identifier: EUPL-1.2

extension FieldDescription {
    /// The kinds of documents it takes, as people call them: `PDF, PNG`.
    public var typeNames: String {
        types.map { ($0.split(separator: "/").last ?? "").uppercased() }.joined(separator: ", ")
    }

    /// Refuses a document of a kind that is not taken here.
    /// - Throws: `Problems` naming the document and the kinds that are.
    public func check(name file: String, type: String) throws(Problems) {
        guard types.isEmpty || types.contains(type) else {
            throw problem("file_type_here", ["name": file, "types": typeNames])
        }
    }
}
