// SPDX-License-Identifier: EUPL-1.2

extension String {
    /// The text without the characters nobody sees (Unicode's default ignorable code points, among
    /// them the controls that turn the direction of writing, with which `gnp.exe` is made to look
    /// like `exe.png`). What joins letters and chooses their form stays: scripts and pictures are
    /// written with it.
    public var visible: String {
        if utf8.allSatisfy({ $0 < 0x80 }) { return self }
        let seen = unicodeScalars.filter { scalar in
            let properties = scalar.properties
            return !properties.isDefaultIgnorableCodePoint || properties.isJoinControl
                || properties.isVariationSelector
        }
        return String(String.UnicodeScalarView(seen))
    }
}
