// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension [Grant] {
    /// Who works on what people ask and tell a body.
    static let officers: [Grant] = [.role(.officer), .role(.manager)]
    /// Who arranges that work.
    static let managers: [Grant] = [.role(.manager), .role(.administrator)]
    /// Who may see it all.
    static let staff: [Grant] = Role.all.map { .role($0) }
}
