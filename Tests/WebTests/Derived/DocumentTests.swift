// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import TestKit
import Testing
import Web

@Suite struct DocumentTests {
    private func documents(_ page: TestAnswer) -> [String] {
        page.text.matches(of: /href="(\/t\/[^"]*\/documents\/[^"]*)"/).map { String($0.1) }
    }

    @Test func filesAreKeptAndOpened() async throws {
        let network = try await RepairNetwork()
        let officer = try await network.officer()
        let answer = await network.reportWithFiles(
            by: officer,
            files: [
                ("photos", "pláta \"1\".png", RepairNetwork.png),
                ("photos", "plan.pdf", RepairNetwork.pdf),
            ])
        #expect(answer.status == 303)
        let page = await officer.get(answer.location ?? "")
        let paths = documents(page)
        try #require(paths.count == 2)
        let image = await network.test.client().get(paths[0])
        #expect(image.status == 200 && image.bytes == RepairNetwork.png)
        #expect(image.header("content-type") == "image/png")
        #expect(image.header("x-content-type-options") == "nosniff")
        #expect(image.header("content-security-policy")?.contains("sandbox") == true)
        #expect(
            image.header("content-disposition")
                == "inline; filename=\"pl_ta _1_.png\"; filename*=UTF-8''pl%C3%A1ta%20%221%22.png")
        let tag = image.header("etag") ?? ""
        #expect(await officer.get(paths[0], headers: ["if-none-match": tag]).status == 304)
        #expect(
            await officer.get(paths[1]).header("content-disposition")?.hasPrefix("inline") == true)
    }

    @Test func refusedFilesAreNamedAndTheOthersKept() async throws {
        let network = try await RepairNetwork()
        let officer = try await network.officer()
        let answer = await network.reportWithFiles(
            by: officer, [("title", ""), ("sort", "lamp"), ("urgent", "true")],
            files: [
                ("photos", "good.png", RepairNetwork.png),
                ("photos", "virus.exe", [0x4d, 0x5a, 0x90, 0, 0xff]), ("photos", "empty.png", []),
            ])
        #expect(answer.status == 422)
        #expect(answer.contains("Enter what is broken"))
        #expect(answer.contains("“virus.exe” must be a PDF"))
        #expect(answer.contains("“empty.png” is empty"))
        #expect(answer.contains("<li>good.png (1 KB)</li>"))
        // Sent again without the file, it is still there.
        let hidden = answer.hidden(action: RepairNetwork.report)
        #expect(hidden.contains { $0.0 == "photos-kept" })
        let done = await officer.post(
            RepairNetwork.report,
            hidden + [("title", "Lamp"), ("sort", "lamp"), ("urgent", "true")])
        #expect(done.status == 303)
        let page = await officer.get(done.location ?? "")
        try #require(documents(page).count == 1)
        // And it is removed when that is asked.
        let path = String((done.location ?? "").prefix { $0 != "?" })
        let form = await officer.get("\(path)/amend").hidden(action: "\(path)/amend")
        let digest = documents(page)[0].split(separator: "/")[6]
        _ = await officer.post("\(path)/amend", form + [("photos-remove", String(digest))])
        #expect(documents(await officer.get(path)).isEmpty)
        #expect(await officer.get(documents(page)[0]).status == 404)
    }

    private let lamp = [("title", "Lamp out"), ("sort", "lamp"), ("urgent", "true")]

    @Test func theSameDocumentUnderTwoNamesIsSaid() async throws {
        let network = try await RepairNetwork()
        let officer = try await network.officer()
        let answer = await network.reportWithFiles(
            by: officer,
            files: [("photos", "a.png", RepairNetwork.png), ("photos", "b.png", RepairNetwork.png)])
        #expect(answer.status == 422)
        #expect(answer.contains("“b.png” is the same document as “a.png”"))
        let done = await officer.post(
            RepairNetwork.report, answer.hidden(action: RepairNetwork.report) + lamp)
        #expect(done.status == 303)
        let paths = documents(await officer.get(done.location ?? ""))
        #expect(paths.count == 1 && paths.first?.hasSuffix("/a.png") == true)
    }

    @Test func aFieldTakesItsOwnKindsAlone() async throws {
        let network = try await RepairNetwork()
        let officer = try await network.officer()
        let form = await officer.get(RepairNetwork.report)
        #expect(form.contains("name=\"plan\" accept=\"application/pdf\""))
        #expect(form.contains("PDF, each up to 50 MB"))
        let answer = await network.reportWithFiles(
            by: officer, files: [("plan", "plan.png", RepairNetwork.png)])
        #expect(answer.status == 422)
        #expect(answer.contains("“plan.png” must be one of these kinds of file: PDF"))
        // Nor by way of another field, where it hangs already.
        let made = await network.reportWithFiles(
            by: officer, files: [("photos", "a.png", RepairNetwork.png)])
        let path = String((made.location ?? "").prefix { $0 != "?" })
        let hidden = await officer.get("\(path)/amend").hidden(action: "\(path)/amend")
        let photo = hidden.first { $0.0 == "photos-kept" }?.1 ?? ""
        let moved = await officer.post("\(path)/amend", hidden + [("plan-kept", photo)])
        #expect(moved.status == 422 && moved.contains("“a.png” must be one of these kinds"))
    }

    @Test func whereOneDocumentMayBeTheNewOneTakesItsPlace() async throws {
        let network = try await RepairNetwork()
        let officer = try await network.officer()
        let made = await network.reportWithFiles(
            by: officer, files: [("plan", "one.pdf", RepairNetwork.pdf)])
        let path = String((made.location ?? "").prefix { $0 != "?" })
        let hidden = await officer.get("\(path)/amend").hidden(action: "\(path)/amend")
        // As a browser sends it: the file first, then what had been sent before.
        let form = RepairNetwork.multipart(
            hidden.filter { $0.0 != "plan-kept" },
            files: [("plan", "two.pdf", Array("%PDF-1.7 two".utf8))])
        let kept = RepairNetwork.multipart(hidden.filter { $0.0 == "plan-kept" }, files: [])
        let end = Array("--test-boundary-7f3a--\r\n".utf8)
        let done = await officer.send(
            .post, "\(path)/amend", headers: ["content-type": form.type],
            body: Array(form.body.dropLast(end.count)) + kept.body)
        #expect(done.status == 303)
        let paths = documents(await officer.get(path))
        #expect(paths.count == 1 && paths.first?.hasSuffix("/two.pdf") == true)
    }

    @Test func nobodyTakesAnothersDocumentByItsDigest() async throws {
        let network = try await RepairNetwork()
        let (officer, visitor) = (try await network.officer(), network.test.client())
        let secret = await network.reportWithFiles(
            by: officer, [("title", ""), ("sort", "lamp"), ("urgent", "true")],
            files: [("photos", "secret.png", RepairNetwork.png)])
        let kept = secret.hidden(action: RepairNetwork.report).filter { $0.0 == "photos-kept" }
        #expect(kept.count == 1)
        let hidden = await visitor.get(RepairNetwork.report).hidden(action: RepairNetwork.report)
        let answer = await visitor.post(
            RepairNetwork.report,
            hidden + kept + [("title", "x"), ("sort", "lamp"), ("urgent", "true")])
        #expect(answer.status == 422 && answer.contains("Add “secret.png” again"))
    }

    @Test func whatADocumentIsIsNotForTheSenderToSay() async throws {
        let network = try await RepairNetwork()
        let officer = try await network.officer()
        let first = await network.reportWithFiles(
            by: officer, [("title", ""), ("sort", "lamp"), ("urgent", "true")],
            files: [("photos", "page.txt", Array("alert(1) <b>".utf8))])
        let hidden = first.hidden(action: RepairNetwork.report).map { name, value in
            name == "photos-kept"
                ? (name, value.replacing("text/plain; charset=utf-8", with: "text/html"))
                : (name, value)
        }
        let done = await officer.post(
            RepairNetwork.report, hidden + [("title", "x"), ("sort", "lamp"), ("urgent", "true")])
        let paths = documents(await officer.get(done.location ?? ""))
        #expect(paths.count == 1)
        let file = await officer.get(paths.first ?? "")
        #expect(file.header("content-type") == "text/plain; charset=utf-8")
    }

    @Test func aDocumentIsOnlyThereOnItsOwnRecordAndTenant() async throws {
        let network = try await RepairNetwork()
        let officer = try await network.officer()
        let answer = await network.reportWithFiles(
            by: officer, files: [("photos", "a.png", RepairNetwork.png)])
        let path = try #require(documents(await officer.get(answer.location ?? "")).first)
        let other = await network.report("Other", by: officer)
        let parts = path.split(separator: "/").map(String.init)
        let moved =
            "/"
            + (parts[0..<5] + [String(other.split(separator: "/")[4])] + parts[6...]).joined(
                separator: "/")
        #expect(await officer.get(moved).status == 404)
        #expect(await officer.get(path.replacing("kerry", with: "clare")).status == 404)
        #expect(
            await officer.get(path.replacing(parts[6], with: String(repeating: "0", count: 64)))
                .status == 404)
    }

    @Test func aBrokenFormIsRefused() async throws {
        let network = try await RepairNetwork()
        let officer = try await network.officer()
        let hidden = await officer.get(RepairNetwork.report).hidden(action: RepairNetwork.report)
        let (type, body) = RepairNetwork.multipart(
            hidden, files: [("photos", "a.png", RepairNetwork.png)])
        let cut = await officer.send(
            .post, RepairNetwork.report, headers: ["content-type": type],
            body: Array(body.dropLast(20)))
        #expect(cut.status == 409)
        // A file before the form's own secret is not even written.
        let (_, early) = RepairNetwork.multipart(
            [], files: [("photos", "a.png", RepairNetwork.png)])
        let forged = await officer.send(
            .post, RepairNetwork.report, headers: ["content-type": type], body: early)
        #expect(forged.status == 409)
    }
}
