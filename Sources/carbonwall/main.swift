#if os(Linux)
import CLinux
import Glibc

// Long lists grow, are worked through and freed, one after the other: the same memory serves all of them, where glibc would hand
// each back to the kernel and ask for new pages. More than 32 MiB glibc before 2.35 refuses.
mallopt(M_MMAP_THRESHOLD, 1 << 25)
mallopt(M_TRIM_THRESHOLD, 1 << 30)
#else
import Darwin
#endif

StandardDescriptors.fill()
exit(Program.run(ProgramArguments.given).rawValue)
