// SPDX-License-Identifier: EUPL-1.2

/// What was sent to an action, read: valid values, and which fields were sent at all.
public struct ReadInput: Sendable {
    public var values: Values
    public var given: Set<String>

    public init(values: Values = [:], given: Set<String> = []) {
        self.values = values
        self.given = given
    }
}

extension ActionKind {
    /// Reads a form as it was typed: names to texts. Names that are no field are left to the page.
    /// - Throws: `Problems`, all of them, in the order of the fields.
    public func read(form: [String: String], partial: Bool? = nil) throws(Problems) -> ReadInput {
        var input = ReadInput(values: Values(inputNames))
        var problems = Problems()
        for field in asked {
            guard let typed = form[field.name] else {
                absent(field, &input, &problems, partial: partial)
                continue
            }
            input.given.insert(field.name)
            do { input.values[field.name] = try field.parse(typed) } catch {
                problems.all += error.all
            }
        }
        if !problems.all.isEmpty { throw problems }
        return input
    }

    /// Reads what a program sent. A member that is no field is a problem, so that a slip of the
    /// pen is not lost.
    /// - Throws: `Problems`, all of them.
    public func read(json: JSON) throws(Problems) -> ReadInput {
        guard case .object(let members) = json else {
            throw Problems(nil, "not_an_object", Phrase("problem.not_an_object"))
        }
        var input = ReadInput(values: Values(inputNames))
        var problems = Problems()
        for (name, _) in members where inputNames.place(of: name) == nil && name != "record" {
            problems.add(name, "unknown", Phrase("problem.unknown", ["name": name]))
        }
        for field in asked {
            guard let value = members[field.name] else {
                absent(field, &input, &problems, partial: nil)
                continue
            }
            input.given.insert(field.name)
            do { input.values[field.name] = try field.value(value) } catch {
                problems.all += error.all
            }
        }
        if !problems.all.isEmpty { throw problems }
        return input
    }

    private var asked: [FieldDescription] { input.filter { !$0.isDerived } }

    /// A field that was not sent: in a partial save it stays as it is.
    private func absent(
        _ field: FieldDescription, _ input: inout ReadInput, _ problems: inout Problems,
        partial: Bool?
    ) {
        if partial ?? isPartial { return }
        do { input.values[field.name] = try field.absent() } catch { problems.all += error.all }
    }
}
