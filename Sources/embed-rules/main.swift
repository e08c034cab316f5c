// Writes files as Swift string literals: embed-rules OUTPUT FILE...
//
// The literals are escaped down to printable ASCII, so that any valid UTF-8 text comes out as it went in: a raw literal can
// hold neither a carriage return nor its own delimiter.

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

let arguments = CommandLine.arguments
guard arguments.count >= 2 else { fail("usage: embed-rules OUTPUT FILE...") }

var source = "// Written by embed-rules from the files of rules/.\n\nextension CatalogFile {\n"
source += "    static let embedded: [CatalogFile] = [\n"
for path in arguments[2...].sorted() {
    guard let bytes = read(path), let text = String(validating: bytes, as: UTF8.self) else {
        fail("\(path): can't be read as UTF-8 text")
    }
    source += "        CatalogFile(name: \(literal("rules/" + fileName(path))), bytes: Array(\(literal(text)).utf8)),\n"
}
source += "    ]\n}\n"
guard write(Array(source.utf8), to: arguments[1]) else { fail("\(arguments[1]): can't be written") }
