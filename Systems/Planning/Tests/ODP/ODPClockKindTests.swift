// SPDX-License-Identifier: EUPL-1.2

import Planning
import Testing

@Suite struct ODPClockKindTests {
    @Test(arguments: [
        ("pp.full.householder", ODPClockKind?.some(.householder)),
        ("pp.full.householder.retro", .householder), ("pp.full.minor", .fullMinor),
        ("pp.full.minor.listed", .fullMinor), ("pp.full.major.waste", .fullMajor),
        ("pp.full.minor.technicalDetails", nil), ("pp.full.major.technicalDetails.waste", nil),
        ("pp.full", nil), ("pp.outline.some", nil), ("ldc.breachOfCondition", .lawfulDevelopment),
        ("ldc", .lawfulDevelopment), ("pa.part1.classA", .priorApproval42),
        ("pa.part1.classAA", .priorApproval56), ("pa.part20.classZA", .priorApproval56),
        ("pa.part6.classB", nil), ("pa.part11.classB", nil), ("pax", nil), ("listed", nil),
    ])
    func kindsFindTheirPeriod(type: String, kind: ODPClockKind?) {
        #expect(ODPClockKind.find(type) == kind)
    }
}
