// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A duty that every municipality has somebody for, or should: the same at each, so that a network can
/// see where nobody is and write to whoever it is.
public enum Duty: String, Choice {
    case networkContact = "network_contact"
    case dataProtectionOfficer = "data_protection_officer"
    case streetRegisterOfficer = "street_register_officer"
    case cyberSecurityOfficer = "cyber_security_officer"
    case accessibilityOfficer = "accessibility_officer"
    case procurementLead = "procurement_lead"
    case climateCoordinator = "climate_coordinator"
    case planningLead = "planning_lead"
    case digitalLead = "digital_lead"
    case press
}
