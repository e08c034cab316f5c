import Glibc
import SystemPackage

/// System calls that tell of a failure by a negative result and errno.
enum SystemCall {
    /// The result of `call`, which is made again where a signal interrupted it.
    ///
    /// - Throws: errno.
    @discardableResult
    static func result<Number: SignedInteger>(_ call: () -> Number) throws(Errno) -> Number {
        while true {
            let number = call()
            let code = errno
            if number >= 0 { return number }
            if code != EINTR { throw Errno(rawValue: code) }
        }
    }
}
