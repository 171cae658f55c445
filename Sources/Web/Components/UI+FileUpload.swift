// SPDX-License-Identifier: EUPL-1.2

extension UI {
    /// Files from the reader's device. The form must be multipart.
    /// - Parameters:
    ///   - accepts: media types and endings for the file chooser, such as `application/pdf,.dwg`.
    ///   - kept: names of files that were sent already and stay.
    public func fileUpload(
        _ ask: Ask, isMultiple: Bool = false, accepts: String? = nil, kept: [String] = []
    ) -> HTML {
        field(
            ask,
            """
            \(if: !kept.isEmpty, """
                <ul class="kept-files" aria-label="\(self("web.files.kept"))">\
                \(kept.map { "<li>\($0)</li>" })</ul>
                """)\
            <input class="file" type="file" id="\(ask.id)" name="\(ask.name)"\
            \("multiple", isMultiple)\("accept", accepts)\
            \("aria-describedby", ask.describedBy())\
            \("aria-invalid", ask.error == nil ? nil : "true")>
            """)
    }
}
