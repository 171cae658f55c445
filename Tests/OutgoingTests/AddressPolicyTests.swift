// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Testing

struct AddressPolicyTests {
    @Test(arguments: [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.254",
        "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.168.0.1",
        "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.1.1.1", "240.0.0.1",
        "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1", "fc00::1", "fd12::1", "fe80::1",
        "fec0::1", "ff02::1", "2001::1", "2001:db8::1", "2002:7f00:1::1", "100::1", "4000::1",
    ])
    func whatIsNotPublicIsRefused(_ text: String) throws {
        #expect(!AddressPolicy.isPublic(try #require(IPAddress(text))))
    }

    @Test(arguments: [
        "8.8.8.8", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "193.1.1.1",
        "::ffff:8.8.8.8", "2a00:1450:400b::1", "2001:67c::1", "2606:4700::1",
    ])
    func whatIsPublicIsReached(_ text: String) throws {
        #expect(AddressPolicy.isPublic(try #require(IPAddress(text))))
    }

    @Test(arguments: [
        "127.1", "0x7f.1", "2130706433", "017700000001", "127.0.0.1 ", "::g", "1.2.3.4.5", "", "10.0.0.256",
    ])
    func otherWaysToWriteAnAddressAreNone(_ text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test func networksHoldWhatBeginsAlike() throws {
        let network = try #require(IPNetwork("10.1.128.0/17"))
        for (text, lies) in [
            ("10.1.128.0", true), ("10.1.255.255", true), ("10.1.127.255", false),
            ("::ffff:10.1.200.1", true), ("::1", false),
        ] {
            #expect(network.contains(try #require(IPAddress(text))) == lies, "\(text)")
        }
        let all = try #require(IPNetwork("::/0"))
        #expect(all.contains(try #require(IPAddress("fd00::1"))))
        #expect(!all.contains(try #require(IPAddress("10.0.0.1"))))
        let within = try #require(IPNetwork("::ffff:10.0.0.0/104"))
        #expect(within.contains(try #require(IPAddress("10.9.9.9"))))
        #expect(!within.contains(try #require(IPAddress("11.0.0.1"))))
    }

    @Test(arguments: ["10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "/8", "fd00::/129", "10.0.0.0/8/8", "a/8"])
    func whatIsNoNetworkIsNone(_ text: String) {
        #expect(IPNetwork(text) == nil)
    }

    @Test(arguments: [
        "10.0.0.0/8:443", "[fd00::1]", "[fd00::/8]:443", "fd00::/8", "localhost", "mail.example.org:25",
        "127.0.0.1:9000",
    ])
    func whatMayBeAllowedIsRead(_ text: String) throws {
        #expect(try AllowedAddress.list(" \(text), 10.0.0.1").count == 2)
    }

    @Test(arguments: [
        "10.0.0.300", "10.0.0.1:0", "10.0.0.1:http", "[fd00::1", "[fd00::1]443", "https://x", "a_b", "a..b",
        "x:99999", "user@host",
    ])
    func whatCannotBeMeantIsSaid(_ text: String) {
        #expect(throws: Fault.self) { try AllowedAddress.list(text) }
    }
}
