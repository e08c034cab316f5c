/// What two ascending lists without duplicates don't share, in linear time.
struct SortedDifference<Value: Comparable> {
    /// In the first one only.
    private(set) var removed: [Value] = []
    /// In the second one only.
    private(set) var added: [Value] = []

    init(from old: [Value], to new: [Value]) {
        guard !old.isEmpty, !new.isEmpty else {
            (removed, added) = (old, new)
            return
        }
        var (left, right) = (0, 0)
        while left < old.count, right < new.count {
            if old[left] == new[right] {
                left += 1
                right += 1
            } else if old[left] < new[right] {
                removed.append(old[left])
                left += 1
            } else {
                added.append(new[right])
                right += 1
            }
        }
        removed += old[left...]
        added += new[right...]
    }
}
