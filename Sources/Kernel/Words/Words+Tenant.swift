// SPDX-License-Identifier: EUPL-1.2

extension Words {
    /// What a tenant is called to a reader of a language. The network's operator has no name of its
    /// own: what it is is said in words.
    public func name(of tenant: Tenant, in language: Language) -> String {
        let own = tenant.slug == Tenant.commons ? find("people.operator", in: language) : nil
        return own ?? tenant.name(in: language)
    }
}
