// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Who asks or is spoken to, as the bodies of a network tell people apart: each may have a door of
/// its own.
public enum Audience: String, Choice {
    case municipality
    case vendor
    case company
    case knowledgeInstitution = "knowledge_institution"
    case resident
}
