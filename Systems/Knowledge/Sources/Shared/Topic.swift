// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What a question, a guide, a practice or an event is about. A closed list, so that the same thing
/// is called the same in every language and at every body.
public enum Topic: String, Choice {
    case digitalServices = "digital_services"
    case data
    case ai
    case privacy
    case procurement
    case funding
    case planning
    case housing
    case energy
    case mobility
    case mapping
    case finance
    case governance
    case participation
    case testBeds = "test_beds"
    case other
}
