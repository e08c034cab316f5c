/// The one of `names` that `name` was probably meant to be, or nil where none is near.
///
/// Near is a third of the name's length in edits (insert, delete, replace, swap two neighbours; Damerau-Levenshtein, restricted),
/// at least one and at most three. Case doesn't count. The first of equally near names wins.
public func nearestName(to name: some StringProtocol, in names: some Sequence<String>) -> String? {
    let typed = Array(name.lowercased().utf8.prefix(64))
    let limit = min(3, max(1, typed.count / 3))
    var best: (name: String, distance: Int)?
    for candidate in names {
        let distance = editDistance(typed, Array(candidate.lowercased().utf8))
        if distance <= limit, distance < best?.distance ?? .max {
            best = (candidate, distance)
        }
    }
    return best?.name
}

/// What to tell somebody who wrote `name` where one of `names` belongs: the nearest of them, or else all.
package func suggestion(for name: some StringProtocol, in names: [String]) -> String {
    if let nearest = nearestName(to: name, in: names) { return "did you mean \(nearest)?" }
    return names.isEmpty ? "there are none here" : "known: \(names.joined(separator: ", "))"
}

private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for i in left.indices {
        var row = [i + 1]
        row.reserveCapacity(right.count + 1)
        for j in right.indices {
            var cost = min(row[j] + 1, last[j + 1] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
            if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                cost = min(cost, beforeLast[j - 1] + 1)
            }
            row.append(cost)
        }
        (beforeLast, last) = (last, row)
    }
    return last[right.count]
}
