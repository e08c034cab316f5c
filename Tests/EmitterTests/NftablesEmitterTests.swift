import Emitters
import Policy
import Testing

@Suite struct NftablesEmitterTests {
    @Test(arguments: SamplePolicies.all)
    func `the table is declared, deleted and defined, in this order, and no other is named`(
        sample: (name: String, policy: HostPolicy)
    ) {
        let text = NftablesEmitter.emit(sample.policy, toolVersion: "0.1.0")
        let commands = text.split(separator: "\n").filter { !$0.hasPrefix("\t") && !$0.hasPrefix("#") }
        #expect(
            commands == ["table inet carbonwall", "delete table inet carbonwall", "table inet carbonwall {", "}"]
        )
    }

    @Test func `the same policy gives the same bytes`() {
        for (_, policy) in SamplePolicies.all {
            let one = NftablesEmitter.emit(policy, toolVersion: "1")
            #expect(one == NftablesEmitter.emit(policy, toolVersion: "1"))
        }
    }
}
