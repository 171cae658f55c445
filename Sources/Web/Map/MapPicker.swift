// SPDX-License-Identifier: EUPL-1.2
import Kernel

/// A map in a form on which a place is chosen. The place itself is a text input of the form; the
/// map only helps to fill it, so that whoever cannot use the map types.
///
/// Without JavaScript the map is narrowed down by nine numbered buttons. They post the form: the
/// handler asks ``step(for:in:)`` first, and if there is one shows the form again as it was typed,
/// with a picker made from that step. With JavaScript one clicks, or moves the mark by arrow keys.
public struct MapPicker: Sendable {
    /// What a button of the map asked for.
    public enum Step: Sendable, Hashable {
        /// To be shown this part.
        case show(Bounds)
        /// To put this text into the input.
        case choose(String)
    }

    /// The picker's id; unique on the page.
    public var id: String
    /// The id of the text input it fills.
    public var input: String
    /// The field's name; the buttons are called `NAME.view` and `NAME.choose`.
    public var name: String
    /// What is chosen so far.
    public var value: Geometry?
    /// The part that is shown; nil shows what is chosen, or all of the area.
    public var view: Bounds?
    /// Where a place may be.
    public var area: Bounds

    /// A picker.
    public init(
        id: String, input: String, name: String, value: Geometry? = nil, view: Bounds? = nil,
        area: Bounds = .ireland
    ) {
        self.id = id
        self.input = input
        self.name = name
        self.value = value
        self.view = view
        self.area = area
    }

    /// What a button of the field's map asked for, if it was one that sent the form.
    public static func step(for name: String, in form: FormData) -> Step? {
        if let text = form["\(name).choose"] { return .choose(text) }
        return form["\(name).view"].flatMap { Bounds($0) }.map(Step.show)
    }

    /// The part of the earth the map shows at first.
    var frame: MapFrame {
        let shown = view ?? value?.bounds?.padded(by: 1) ?? area
        let isPoint = view == nil && value != nil
        return MapFrame(shown, width: 600, height: 600, metresMin: isPoint ? 2000 : 60)
    }
}

/// Pictures an operator lets maps lie on: square tiles of Web Mercator. Without them a map is
/// drawn from the coastline alone, and no outside server is asked.
public struct MapTiles: Sendable, Hashable {
    /// The address with `{z}`, `{x}` and `{y}` in it.
    public var address: String
    /// Who made them, as their licence wants it said.
    public var attribution: String

    /// Tiles at an address that starts with `https://`, or with `/` for the operator's own; nil
    /// for any other, and where a place is missing. The host must be in the content security
    /// policy's `img-src`.
    public init?(address: String, attribution: String) {
        guard address.hasPrefix("https://") || address.hasPrefix("/") && !address.hasPrefix("//"),
            ["{z}", "{x}", "{y}"].allSatisfy(address.contains)
        else { return nil }
        self.address = address
        self.attribution = attribution
    }

    /// What `img-src` must allow: the scheme and host; nil for the operator's own.
    public var origin: String? {
        guard address.hasPrefix("https://") else { return nil }
        return "https://" + address.dropFirst("https://".count).prefix { $0 != "/" }
    }
}
