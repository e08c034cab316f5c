import Emitters
import Testing

@Suite struct HelmChartTests {
    private static let pods: [(role: String, release: String, label: String)] = [
        ("gateway", "gw", "gw-wso2am-universal-gw"),
        ("control-plane", "apim", "apim-wso2am-acp"),
        ("traffic-manager", "tm", "tm-wso2am-tm"),
        ("key-manager", "km", "km-wso2am-km"),
        ("all-in-one", "apim", "apim-wso2am-all-in-one-am"),
        ("control-plane", "wso2am-acp", "wso2am-acp"),
        ("control-plane", "prod-wso2am-acp-2", "prod-wso2am-acp-2"),
        ("all-in-one", "wso2am-all-in-one", "wso2am-all-in-one-am"),
    ]

    @Test(arguments: pods)
    func `pods have the label that the chart gives them`(role: String, release: String, label: String) throws {
        let release = try #require(HelmRelease(release))
        let chart = try #require(HelmChart(runtime: "apim", role: role))
        #expect(chart.podLabel(release) == PodLabel("deployment", label))
    }

    @Test func `a full name is cut at 63 characters, without a hyphen at its end`() throws {
        let chart = try #require(HelmChart(runtime: "apim", role: "gateway"))
        for (length, rest) in [
            (43, "wso2am-universal-gw"), (44, "wso2am-universal-g"), (45, "wso2am-universal"), (53, "wso2am-un"),
        ] {
            let name = String(repeating: "a", count: length)
            #expect(chart.podLabel(try #require(HelmRelease(name))).value == "\(name)-\(rest)")
        }
    }

    @Test(arguments: ["", "-a", "a-", "A", "a_b", "a.b", "a b", "ä", String(repeating: "a", count: 54)])
    func `a name that Helm refuses is none`(name: String) {
        #expect(HelmRelease(name) == nil)
    }

    @Test(arguments: [("si", nil), ("mi", nil), ("apim", "nothing"), ("apim", nil)])
    func `what no chart of API Manager runs has none`(runtime: String, role: String?) {
        #expect(HelmChart(runtime: runtime, role: role) == nil)
    }

    @Test func `the traffic manager's chart alone has no port offset`() {
        #expect(HelmChart.allCases.filter { !$0.hasPortOffset } == [.trafficManager])
    }
}
