import ArgumentParser
@main struct Talka: ParsableCommand {}
