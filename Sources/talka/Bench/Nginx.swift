// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Kernel
import Measuring

/// The peer of pages: nginx, which serves files from the disk.
struct Nginx {
    let port: Int
    private let process: Process

    /// Starts it on files that are put down for it.
    /// - Parameters:
    ///   - files: what is served, by path without its first stroke.
    ///   - directory: where it may put them, and its settings.
    /// - Throws: `ValidationError` where it is not installed.
    init(serving files: [String: [UInt8]], in directory: String) throws {
        guard let program = ["/usr/sbin/nginx", "/usr/local/bin/nginx", "/opt/homebrew/bin/nginx"]
            .first(where: FileManager.default.isExecutableFile)
        else {
            throw ValidationError("nginx is not installed: apt-get install -y nginx-light.")
        }
        port = Int.random(in: 30_001...40_000)
        let root = "\(directory)/nginx"
        try FileManager.default.createDirectory(
            atPath: "\(root)/files", withIntermediateDirectories: true)
        for (name, bytes) in files {
            try Data(bytes).write(to: URL(fileURLWithPath: "\(root)/files/\(name)"))
        }
        try Data(Self.settings(port, root).utf8).write(to: URL(fileURLWithPath: "\(root)/nginx.conf"))
        process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["-e", "\(root)/error.log", "-p", root, "-c", "\(root)/nginx.conf"]
        try process.run()
        for _ in 0..<100 {
            if (try? Fetched(port: port, "/\(files.keys.first ?? "")"))?.status == 200 { return }
            usleep(50_000)
        }
        throw Fault("nginx did not start; see \(root)/error.log")
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }

    /// As fast as it is: a worker a processor, nothing logged, connections kept, files kept open.
    private static func settings(_ port: Int, _ root: String) -> String {
        """
        \(getuid() == 0 ? "user root;" : "")
        worker_processes auto;
        daemon off;
        pid \(root)/nginx.pid;
        events { worker_connections 1024; }
        http {
          access_log off;
          sendfile on;
          tcp_nopush on;
          keepalive_requests 100000000;
          open_file_cache max=100;
          default_type "text/html; charset=utf-8";
          client_body_temp_path \(root)/body;
          proxy_temp_path \(root)/proxy;
          fastcgi_temp_path \(root)/fastcgi;
          uwsgi_temp_path \(root)/uwsgi;
          scgi_temp_path \(root)/scgi;
          server { listen 127.0.0.1:\(port); root \(root)/files; }
        }
        """
    }
}
