import CLinux
import Glibc

/// A moment by the clock that counts from boot and goes on while the machine sleeps (CLOCK_BOOTTIME).
///
/// Nobody can set this clock, so a deadline by it can't be moved by a correction of the time of day.
package struct BootTime: Hashable, Sendable, Comparable {
    /// Nanoseconds since boot.
    package let nanoseconds: UInt64

    init(nanoseconds: UInt64) {
        self.nanoseconds = nanoseconds
    }

    /// This moment.
    package static var now: BootTime {
        var time = timespec()
        unsafe clock_gettime(CLOCK_BOOTTIME, &time)
        return BootTime(nanoseconds: UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec))
    }

    /// The moment that is `seconds` later.
    package func advanced(bySeconds seconds: UInt32) -> BootTime {
        BootTime(nanoseconds: nanoseconds + UInt64(seconds) * 1_000_000_000)
    }

    /// The time from `earlier` to this moment, negative where that is later.
    package func since(_ earlier: BootTime) -> Duration {
        nanoseconds >= earlier.nanoseconds
            ? .nanoseconds(Int64(clamping: nanoseconds - earlier.nanoseconds))
            : .zero - .nanoseconds(Int64(clamping: earlier.nanoseconds - nanoseconds))
    }

    /// Earlier before later.
    package static func < (left: BootTime, right: BootTime) -> Bool {
        left.nanoseconds < right.nanoseconds
    }
}

/// A moment by the calendar, in whole seconds since 1970 (UTC), for people; nothing is decided by it.
package struct CalendarTime: Hashable, Sendable {
    /// Seconds since 1970-01-01 00:00 UTC.
    package let seconds: Int64

    /// The moment `seconds` after 1970 began.
    package init(seconds: Int64) {
        self.seconds = seconds
    }

    /// How many seconds it is later than `earlier`; the clock can be set, and a file may say anything.
    func seconds(since earlier: CalendarTime) -> Int64 {
        let (difference, isTooLarge) = seconds.subtractingReportingOverflow(earlier.seconds)
        return isTooLarge ? (seconds < earlier.seconds ? .min : .max) : difference
    }

    /// This moment.
    package static var now: CalendarTime { CalendarTime(seconds: Int64(time(nil))) }
}

/// Waiting.
enum Pause {
    /// Lets every packet that the kernel has in hand come to its end: some ten milliseconds.
    static func untilPacketsAreThrough() {
        // Without membarrier (seccomp, nohz_full) nobody tells when, so it is ten times as long as that takes.
        if clx_wait_for_grace_period() != 0 { take(.milliseconds(100)) }
    }

    /// Lets `duration` pass, or less where a signal comes.
    static func take(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        var time = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
        unsafe nanosleep(&time, nil)
    }
}
