// SPDX-License-Identifier: EUPL-1.2

/// How many slips lie between two words: a letter left out, put in, taken for another, or changed
/// places with its neighbour (optimal string alignment).
struct EditDistance {
    private let typed: [Unicode.Scalar]
    private let most: Int

    /// - Parameter most: how many slips are told apart; more are not counted.
    init(from typed: String, most: Int) {
        self.typed = Array(typed.unicodeScalars)
        self.most = most
    }

    /// The slips from the word typed to another, or to its beginning; nil: more than were asked for.
    func callAsFunction(to word: String, orItsBeginning isBeginning: Bool) -> Int? {
        let word = Array(word.unicodeScalars)
        if typed.count > word.count + most { return nil }
        if !isBeginning, word.count > typed.count + most { return nil }
        // No slip reaches further into the word than this.
        let reach = min(word.count, typed.count + most)
        var twoBefore: [Int] = []
        var before = Array(0...typed.count)
        var best = before[typed.count]
        for row in 1..<(reach + 1) {
            var line = [row]
            for column in 1..<(typed.count + 1) {
                let isSame = word[row - 1] == typed[column - 1]
                var least = min(
                    before[column - 1] + (isSame ? 0 : 1), before[column] + 1, line[column - 1] + 1)
                if row > 1, column > 1, word[row - 1] == typed[column - 2],
                    word[row - 2] == typed[column - 1]
                {
                    least = min(least, twoBefore[column - 2] + 1)
                }
                line.append(least)
            }
            (twoBefore, before) = (before, line)
            best = isBeginning ? min(best, line[typed.count]) : line[typed.count]
            if line.min() ?? 0 > most { break }
        }
        if !isBeginning, before[0] < word.count { return nil }
        return best <= most ? best : nil
    }
}
