import Policy
import Testing

@Suite struct InterfaceNameTests {
    @Test(arguments: ["eth0", "bond0.12", "br-lan", "wg_0", "eth0:1", "veth@if3", "x", "fifteen-bytes-x"])
    func `what an interface can be called is kept as it is`(text: String) {
        #expect(InterfaceName(text)?.description == text)
    }

    private static let noInterfaces = [
        "", ".", "..", "sixteen-bytes-xx", "eth*", "eth 0", "eth0\n", "eth0\"", "eth0;", "eth0}", "$(id)", "a/b", "\\",
        "eth\u{0}", "\u{202e}eth0", "ethé", "{", "'",
    ]

    @Test(arguments: noInterfaces.indices)
    func `what the kernel doesn't take, or a file would have to quote, is no interface`(index: Int) {
        #expect(InterfaceName(Self.noInterfaces[index]) == nil)
    }
}
