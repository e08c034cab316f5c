#if os(Linux)
import Enforcement
import Glibc

extension CalendarTime {
    /// In UTC, as RFC 3339 writes it: `2026-11-22T21:42:36Z`.
    var text: String {
        var time = time_t(seconds)
        var parts = unsafe tm()
        unsafe gmtime_r(&time, &parts)
        var text = [CChar](repeating: 0, count: 64)
        let length = unsafe strftime(&text, text.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
        return String(decoding: text[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
#endif
