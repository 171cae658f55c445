// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Planning

/// Cases of an invented district, as small as the format allows, to be altered by each test.
enum ODPFixtures {
    static let zone = Zone("Europe/London") ?? .utc
    static let reader = ODPReader(zone: zone)

    static let home = "https://theopensystemslab.github.io/digital-planning-data-schemas/"

    /// An application as a portal sends it, in the form that names its kind at the top.
    static let application: JSON = [
        "applicationType": "pp.full.householder",
        "data": [
            "application": [
                "fee": [
                    "calculated": 258, "payable": 129.5, "category": ["sixAndSeven": 258],
                    "exemption": ["disability": false], "reduction": ["sports": true],
                    "reference": ["govPay": "pay-1"],
                ],
                "declaration": ["accurate": true, "connection": ["value": "none"]],
            ],
            "user": ["role": "agent"],
            "applicant": [
                "type": "individual",
                "name": ["title": "Dr", "first": "Wilma", "last": "Oakes"],
                "email": "wilma@oakes.example", "phone": ["primary": "01632 960001"],
                "address": ["sameAsSiteAddress": true],
                "siteContact": [
                    "role": "other", "name": "Key Holder", "email": "key@holder.example",
                    "phone": "01632 960002",
                ],
                "ownership": [
                    "interest": "owner.co", "certificate": "b",
                    "owners": [
                        [
                            "name": "Second Owner", "noticeDate": "2024-01-02",
                            "address": ["line1": "9 Far Row", "postcode": "ZZ9 9ZZ"],
                        ]
                    ],
                ],
                "agent": [
                    "name": ["first": "Ada", "last": "Planner"],
                    "company": ["name": "Plans & Sons"], "email": "ada@plans.example",
                    "phone": ["primary": "01632 960003"],
                    "address": ["line1": "1 Yard", "town": "Mill", "postcode": "ZZ1 1ZZ"],
                ],
            ],
            "property": [
                "address": [
                    "latitude": 52.1, "longitude": -0.5, "x": 500000, "y": 250000.5,
                    "title": "4, WEIR LANE, MILLFORD", "singleLine": "4, WEIR LANE, MILLFORD, ZZ4",
                    "source": "Ordnance Survey", "uprn": "000012345678", "usrn": "12345",
                    "pao": "4", "street": "WEIR LANE", "town": "MILLFORD", "postcode": "ZZ4",
                ],
                "ward": "Weirside", "region": "East", "localAuthorityDistrict": ["Millford"],
                "type": "residential.house.terrace",
                "planning": [
                    "sources": ["https://example.org/gis"],
                    "designations": [
                        [
                            "value": "listed", "description": "Listed building",
                            "intersects": true,
                            "entities": [
                                ["name": "Weir House", "source": ["text": "Planning Data"]]
                            ],
                        ],
                        ["value": "tpo", "description": "Tree order", "intersects": false],
                    ],
                ],
            ],
            "proposal": [
                "description": "A porch.", "projectType": ["extend.front"],
                "date": ["start": "2024-06-01", "completion": "2024-07-01"],
                "boundary": ["site": square, "area": ["hectares": 0.01]],
                "extend": ["area": ["squareMetres": 4.20]],
            ],
        ],
        "responses": [
            [
                "question": "Your contact details",
                "responses": [["value": "Dr Wilma Oakes 01632 960001 wilma@oakes.example"]],
                "metadata": ["sectionName": "About you", "autoAnswered": false],
            ]
        ],
        "files": [
            [
                "name": "https://files.example/private/a1/my%20plan.pdf",
                "type": ["sitePlan.existing"],
            ]
        ],
        "metadata": [
            "organisation": "MLF", "id": "11111111-1111-4111-8111-111111111111",
            "submittedAt": "2024-02-18T15:54:30.821Z", "source": "PlanX",
            "schema": .string(home + "v0.7.7/schemas/prototypeApplication.json"),
        ],
    ]

    static let square: JSON = [
        "type": "Feature", "properties": nil,
        "geometry": [
            "type": "Polygon",
            "coordinates": [
                [[-0.5, 52.1], [-0.499, 52.1], [-0.499, 52.101], [-0.5, 52.101], [-0.5, 52.1]]
            ],
        ],
    ]

    /// The same application as a back office publishes it, in consultation.
    static let published: JSON = [
        "applicationType": "pp.full.householder",
        "data": [
            "application": [
                "reference": "24/0001/HH", "stage": "consultation", "status": "undetermined",
                "publishedAt": "2024-02-19T10:00:00.000Z",
            ],
            "localPlanningAuthority": ["publicCommentsAcceptedUntilDecision": false],
            "submission": ["submittedAt": "2024-02-18T15:54:30.821Z"],
            "validation": [
                "receivedAt": "2024-02-18T15:54:31.021Z",
                "validatedAt": "2024-02-19T09:00:00.000Z", "isValid": true,
            ],
            "consultation": [
                "startDate": "2024-02-19", "endDate": "2024-03-11", "siteNotice": true,
            ],
            "caseOfficer": ["name": "Casey Clerk"],
        ],
        "comments": [
            "public": [
                "summary": ["totalComments": 2, "sentiment": ["objection": 1, "neutral": 1]],
                "comments": [
                    [
                        "id": "1", "sentiment": "objection",
                        "comment": [
                            ["topic": "noise", "question": "Noise?", "comment": "Ring 01632 9"]
                        ],
                        "commentRedacted": [
                            ["topic": "noise", "question": "Noise?", "comment": "Ring *****"]
                        ],
                        "author": [
                            "name": ["singleLine": "Nell Next"],
                            "address": ["line1": "6 Weir Lane", "postcode": "ZZ4"],
                        ],
                        "metadata": [
                            "submittedAt": "2024-02-20T10:00:00Z",
                            "publishedAt": "2024-02-21T10:00:00Z",
                        ],
                    ],
                    [
                        "id": 2, "sentiment": "neutral", "comment": "Not yet looked at",
                        "author": ["name": ["singleLine": "Otto Over"]],
                        "metadata": ["submittedAt": "2024-02-20T10:00:00Z"],
                    ],
                ],
            ],
            "specialist": [
                "summary": ["totalConsulted": 1, "totalComments": 1],
                "comments": [
                    [
                        "id": "7", "organisationSpecialism": "River Board",
                        "name": ["singleLine": "Rita Rivers"], "reason": "constraint",
                        "address": ["line1": "The Lock"],
                        "firstConsultedAt": "2024-02-20T10:00:00+0000",
                        "comments": [
                            [
                                "id": "1", "sentiment": "approved", "comment": "Fine",
                                "commentRedacted": "Fine",
                                "metadata": ["publishedAt": "2024-02-22T10:00:00Z"],
                            ]
                        ],
                    ]
                ],
            ],
        ],
        "files": [
            [
                "id": 1, "name": "plan.pdf", "association": "application",
                "url": "https://files.example/private/a1/my%20plan.pdf",
                "redactedUrl": "https://files.example/public/a1.pdf",
                "type": ["sitePlan.existing"],
                "metadata": [
                    "size": ["bytes": 1234], "mimeType": "application/pdf",
                    "publishedAt": "2024-02-19T10:00:00.000Z",
                ],
            ]
        ],
        "submission": application,
        "metadata": [
            "organisation": "MLF", "id": "22222222-2222-4222-8222-222222222222",
            "submittedAt": "2024-02-18T15:54:30.821Z", "generatedAt": "2025-01-01T00:00:00.000Z",
            "schema": .string(home + "v0.7.7/schemas/postSubmissionApplication.json"),
        ],
    ]

    /// The published case, decided.
    static let determined = published
        .with("data.application.stage", "assessment").with("data.application.status", "determined")
        .with("data.assessment", [
            "expiryDate": "2024-04-14", "planningOfficerDecision": "granted",
            "planningOfficerDecisionDate": "2024-03-21",
            "decisionNotice": ["url": "https://notices.example/1"],
        ])

    static func read(_ json: JSON) throws -> ODPCase { try reader.read(json).get() }

    /// The codes a file is refused with; empty when it is taken.
    static func refusal(_ json: JSON) -> [ODPProblem.Code] {
        guard case .failure(let refusal) = reader.read(json) else { return [] }
        return refusal.problems.map(\.code)
    }
}

extension JSON {
    /// A copy with another value under a path of keys, `data.application.stage`; nil removes it.
    func with(_ path: String, _ value: JSON?) -> JSON {
        guard let dot = path.firstIndex(of: ".") else {
            var copy = self
            copy[path] = value
            return copy
        }
        let key = String(path[..<dot])
        var copy = self
        copy[key] = (self[key] ?? [:]).with(String(path[path.index(after: dot)...]), value)
        return copy
    }
}
