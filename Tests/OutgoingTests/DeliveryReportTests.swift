// SPDX-License-Identifier: EUPL-1.2

import Outgoing
import Testing

/// Word that a mail came back, as Postfix and others write it.
struct DeliveryReportTests {
    private func report(
        action: String = "failed", status: String = "5.1.1", part: String = "message/rfc822"
    ) -> String {
        """
        From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
        Subject: Undelivered Mail Returned to Sender
        Content-Type: multipart/report; report-type=delivery-status;
        \tboundary="6A1B.17/mx.example.org"
        MIME-Version: 1.0

        This is a MIME-encapsulated message.

        --6A1B.17/mx.example.org
        Content-Description: Notification
        Content-Type: text/plain; charset=us-ascii

        I'm sorry.

        --6A1B.17/mx.example.org
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.org
        Arrival-Date: Tue,  6 Jan 2026 09:30:00 +0000 (GMT)

        Final-Recipient: rfc822; orla@example.ie
        Action: \(action)
        Status: \(status)
        Diagnostic-Code: smtp; 550 5.1.1 <orla@example.ie>:
            no such user

        --6A1B.17/mx.example.org
        Content-Type: \(part)

        From: talka@talka.test
        Message-ID:
         <019b.kildare@talka.test>
        Subject: news

        --6A1B.17/mx.example.org--

        """
    }

    private func read(_ text: String) -> DeliveryReport? { DeliveryReport(Array(text.utf8)) }

    @Test(arguments: ["message/rfc822", "text/rfc822-headers", "Text/RFC822-Headers; charset=us-ascii"])
    func saysOfWhichMailItIs(part: String) throws {
        let found = try #require(read(report(part: part)))
        #expect(found.messageID == "019b.kildare@talka.test")
        #expect(found.status == "5.1.1" && found.isFinal)
        let lines = report(part: part).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(read(lines.joined(separator: "\r\n")) == found)
    }

    @Test func isNotFinalWhenItIsTriedOn() {
        #expect(read(report(action: "delayed", status: "4.4.1"))?.isFinal == false)
        #expect(read(report(status: "4.2.2"))?.isFinal == false)
    }

    @Test func isNoneWhereItSaysNothingOfAMail() {
        #expect(read("Subject: Out of office\n\nI am away.\n") == nil)
        #expect(read(report().replacing("Message-ID", with: "X-Other")) == nil)
        #expect(read(report().replacing("Action:", with: "X-Other:")) == nil)
        #expect(read("") == nil)
    }
}
