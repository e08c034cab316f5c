#if os(Linux)
/// Terraform's provider for AWS.
enum TerraformProvider {
    private static let configuration = """
        {"terraform": {"required_providers": {"aws": {"source": "hashicorp/aws"}}}}
        """

    /// Whether `terraform init` gets it within a minute: from a mirror that the CLI configuration names, or from its registry.
    static func isPresent() throws -> Bool {
        guard ProcessRunner.finds("terraform") else { return false }
        let folder = try TemporaryFolder()
        try folder.write(Array(configuration.utf8), to: "main.tf.json", permissions: 0o644)
        let command = ["timeout", "60", "terraform", "-chdir=\(folder.path)", "init", "-no-color"]
        let offline = ["TF_REGISTRY_CLIENT_TIMEOUT": "1", "TF_REGISTRY_DISCOVERY_RETRY": "0"]
        return try ProcessRunner.run(command, environment: offline).succeeded
    }
}
#endif
