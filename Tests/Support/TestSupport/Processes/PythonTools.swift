#if os(Linux)
/// What scripts/python-tools.sh has put into `.build-python`.
public enum PythonTools {
    /// Where it is.
    static let folder = "\(Locations.packageRoot)/.build-python"

    /// The program `tool`: `aws`, `cfn-lint`.
    public static func path(of tool: String) -> String {
        "\(folder)/bin/\(tool)"
    }

    /// The arguments of the firewall resources of Terraform's `provider`, as scripts/python/terraform-schemas.py writes them.
    ///
    /// - Throws: Where they aren't there.
    public static func terraformSchema(_ provider: String) throws(SystemError) -> [UInt8] {
        try FileDescriptor.open("\(folder)/schemas/\(provider).json").contents()
    }
}
#endif
