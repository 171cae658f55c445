// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A language texts are written in: the official ones of the Union (Regulation No 1/1958, art. 1),
/// by their ISO 639-1 codes.
public enum Tongue: String, Choice {
    case bg, cs, da, de, el, en, es, et, fi, fr, ga, hr, hu, it, lt, lv, mt, nl, pl, pt, ro, sk, sl, sv

    /// The language of the interface, where it is one of them.
    init?(_ language: Language) { self.init(rawValue: language.code) }
}
