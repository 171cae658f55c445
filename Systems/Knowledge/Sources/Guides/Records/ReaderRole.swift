// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What somebody does who reads a guide: the same text is another thing to a lawyer than to whoever
/// leads a project.
public enum ReaderRole: String, Choice {
    case projectLead = "project_lead"
    case lawyer
    case dataProtectionOfficer = "data_protection_officer"
    case electedMember = "elected_member"
    case executive
    case procurement
    case it
    case finance
    case thematicExpert = "thematic_expert"

    /// The column of the register that says whether something is for them.
    var column: String { "for_\(rawValue)" }
}

extension Several<ReaderRole> {
    /// The register's columns: what names nobody is for everybody.
    var columns: Values {
        Values(ReaderRole.allCases.map { ($0.column, (isEmpty || contains($0)).stored) })
    }
}
