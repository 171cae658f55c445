// SPDX-License-Identifier: EUPL-1.2

/// A JSON-LD context made ready for use: what each short name stands for, and back. The core context
/// is in every one of them, last, so that nobody redefines it (GS CIM 009, 5.5.7).
///
/// This is the whole of what the rest of the twin knows of JSON-LD.
protocol Naming: Sendable {
    /// The whole IRI of a type's or an attribute's name: a term, `prefix:name`, or an IRI that is whole
    /// already; a name nobody defined stands in the default context.
    func expand(_ name: String) -> String
    /// The shortest name by which a reader with this context knows an IRI.
    func compact(_ iri: String) -> String
}
