import CLinux
import Glibc
import SystemPackage

/// The machine's log: one datagram to /dev/log, as syslog(3) sends it.
///
/// A log that is full or isn't there keeps nobody waiting, where syslog(3) would.
package enum SystemLog {
    /// The facility for what concerns access (LOG_AUTHPRIV), and that something notable happened (LOG_NOTICE).
    private static let priority = 10 << 3 | 5

    /// Writes `message`, if the machine keeps a log.
    package static func note(_ message: String) {
        guard let socket = try? Descriptor({ socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | O_CLOEXEC | O_NONBLOCK, 0) })
        else { return }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = Array("/dev/log".utf8)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path) }
        let datagram = Array("<\(priority)>\(time)carbonwall[\(getpid())]: \(message.prefix(ofBytes: 4096))".utf8)
        let number = socket.number
        _ = unsafe withUnsafeBytes(of: &address) { bytes in
            unsafe sendto(
                number,
                datagram,
                datagram.count,
                Int32(MSG_NOSIGNAL | MSG_DONTWAIT),
                bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self),
                socklen_t(bytes.count)
            )
        }
    }

    /// `Nov 30 20:15:00 `, in the machine's own time, as RFC 3164 has it.
    private static var time: String {
        var text = [CChar](repeating: 0, count: 17)
        let length = unsafe clx_log_time(&text)
        return String(decoding: text.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
