#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// How often a test does what takes long: a few times in every run, as often as it takes to be sure where somebody asks for it.
public enum Repetitions {
    /// What the environment variable `name` says; `usual` without it.
    public static func count(_ name: String, usual: Int) -> Int {
        guard let value = unsafe getenv(name) else { return usual }
        return unsafe Int(String(cString: value)) ?? usual
    }
}
