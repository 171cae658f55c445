// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing

/// What a document is goes by its content, and its name by what it is.
@Suite struct DocumentTypeTests {
    let test: TestNetwork
    let store: TenantStore

    init() async throws {
        test = try TestNetwork()
        store = try await test.open("kerry")
    }

    private func keep(_ content: String, _ name: String) throws -> FileReference {
        try test.network.documents.keep(Array(content.utf8), name: name, for: store.tenant)
    }

    @Test(arguments: [
        "<!DOCTYPE html><p>x", "  \n<html>", "\u{FEFF}<svg xmlns=\"x\"/>",
        "<?xml version=\"1.0\"?><a/>",
        "#!/bin/sh\nrm -rf /", "MZ this is a program", "note\n<SCRIPT>alert(1)</SCRIPT>",
        "text <svg onload=\"x\">", "<?php echo 1", "@echo off", "\u{1}\u{2}",
    ])
    func programsAndPagesAreNotTaken(_ content: String) {
        for name in ["plan.pdf", "notes.txt"] {
            let found = #expect(throws: Problems.self) { try keep(content, name) }
            #expect(found?.all.map(\.code) == ["file_type"])
        }
    }

    @Test(arguments: [
        ("%PDF-1.7", "plan.exe", "plan.exe.pdf"), ("%PDF-1.7", "plan.PDF", "plan.PDF"),
        ("%PDF-1.7", "plan.png", "plan.pdf"), ("%PDF-1.7", "No. 5 plan", "No. 5 plan.pdf"),
        ("%PDF-1.7", "", "document.pdf"), ("%PDF-1.7", ".pdf", "pdf.pdf"),
        ("%PDF-1.7", "../../x\u{202E}fdp.exe", "xfdp.exe.pdf"),
        ("PK\u{3}\u{4}x", "a.docx", "a.docx"),
        ("PK\u{3}\u{4}x", "a.pdf", "a.zip"), ("GIF89a", "a.jpeg", "a.gif"),
        ("a < b", "notes.md", "notes.md"), ("a,b\n1,2", "list.csv", "list.csv"),
        ("hello", "page.html", "page.html.txt"), ("{\"a\":1}", "site.geojson", "site.geojson"),
        ("[Draft] minutes", "minutes.txt", "minutes.txt"), ("[1,2]", "list", "list.json"),
    ])
    func aNameGetsTheEndingOfWhatItIs(_ content: String, _ name: String, _ kept: String) throws {
        #expect(try keep(content, name).name == kept)
    }

    @Test func aLongNameKeepsItsEnding() throws {
        let kept = try keep("%PDF-1.7", String(repeating: "long ", count: 60) + ".pdf").name
        #expect(kept.count == 120)
        #expect(kept.hasSuffix(".pdf"))
        let other = try keep("PK\u{3}\u{4}", String(repeating: "x", count: 200) + ".docx").name
        #expect(other.count == 120)
        #expect(other.hasSuffix("x.docx"))
    }

    @Test func aTextThatBeginsWithABracketIsNoJSON() throws {
        #expect(try keep("[Draft] minutes", "a.txt").type == "text/plain; charset=utf-8")
        #expect(try keep("[1]", "a.txt").type == "application/json")
    }
}
