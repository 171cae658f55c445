// SPDX-License-Identifier: EUPL-1.2
import Kernel

extension UI {
    /// One step in how a due day came about.
    public struct ClockStep: Sendable {
        public var day: Day?
        public var text: String
        /// The section of the law, or the entry, it rests on.
        public var source: Link?
        public var isCertain: Bool

        /// One step in how a due day came about.
        public init(_ day: Day?, _ text: String, source: Link? = nil, isCertain: Bool = true) {
            self.day = day
            self.text = text
            self.source = source
            self.isCertain = isCertain
        }
    }

    /// A legal time limit as shown: the day, and how it came about.
    public struct ClockFace: Sendable {
        /// What is due.
        public var title: String
        /// How it stands, in words: "12 days left", "Paused".
        public var state: String
        public var tone: Tone
        /// The last day on which it is in time.
        public var lastGoodOn: Day?
        /// The day the period ends by count; shown where that is another day.
        public var dueOn: Day?
        /// What follows if the day passes.
        public var consequence: String?
        public var steps: [ClockStep]

        /// A legal time limit as shown.
        public init(
            _ title: String, state: String, tone: Tone, dueOn: Day?, lastGoodOn: Day? = nil,
            consequence: String? = nil, steps: [ClockStep] = []
        ) {
            self.title = title
            self.state = state
            self.tone = tone
            self.dueOn = dueOn
            self.lastGoodOn = lastGoodOn
            self.consequence = consequence
            self.steps = steps
        }
    }

    /// A legal time limit with its explanation: the last good day, the day the period ends where
    /// that is another, and every step with its day and source.
    public func clock(_ face: ClockFace, isOpen: Bool = false) -> HTML {
        """
        <section class="clock \(face.tone.rawValue)">
        <div class="clock-head"><h2>\(face.title)</h2> \(tag(face.state, face.tone))</div>
        <dl class="clock-days">\
        \(if: face.dueOn != face.lastGoodOn, clockDay("web.clock.due", face.dueOn))\
        \(clockDay("web.clock.last", face.lastGoodOn))</dl>
        \(face.consequence.map { "<p class=\"hint\">\($0)</p>" })
        \(if: !face.steps.isEmpty,
            details(self("web.clock.how"), isOpen: isOpen, clockSteps(face.steps)))
        </section>
        """
    }

    private func clockDay(_ key: String, _ day: Day?) -> HTML {
        day.map { "<div><dt>\(self(key))</dt><dd>\(self.day($0))</dd></div>" } ?? ""
    }

    /// The steps alone.
    public func clockSteps(_ steps: [ClockStep]) -> HTML {
        """
        <ol class="clock-steps">\(steps.map { step in
            """
            <li><span class="step-day">\(step.day.map(day))</span><span>\(step.text)\
            \(provenance(source: step.source, when: nil, isCertain: step.isCertain))</span></li>
            """
        })</ol>
        """
    }
}
