import Emitters
import Testing

@Suite struct HelmChartTests {
    private static let pods: [(chart: HelmChart, release: String, label: String)] = [
        (.universalGateway, "gw", "gw-wso2am-universal-gw"),
        (.controlPlane, "apim", "apim-wso2am-acp"),
        (.trafficManager, "tm", "tm-wso2am-tm"),
        (.keyManager, "km", "km-wso2am-km"),
        (.allInOne, "apim", "apim-wso2am-all-in-one-am"),
        (.controlPlane, "wso2am-acp", "wso2am-acp"),
        (.controlPlane, "prod-wso2am-acp-2", "prod-wso2am-acp-2"),
        (.allInOne, "wso2am-all-in-one", "wso2am-all-in-one-am"),
    ]

    @Test(arguments: pods)
    func `pods have the label that the chart gives them`(chart: HelmChart, release: String, label: String) throws {
        let release = try #require(HelmRelease(release))
        #expect(chart.podLabel(release) == PodLabel("deployment", label))
    }

    @Test func `a full name is cut at 63 characters, without a hyphen at its end`() throws {
        let chart = HelmChart.universalGateway
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

    @Test func `the traffic manager's chart alone has no port offset`() {
        #expect(HelmChart.allCases.filter { !$0.hasPortOffset } == [.trafficManager])
    }
}
