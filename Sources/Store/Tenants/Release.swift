// SPDX-License-Identifier: EUPL-1.2

/// Which release of Talka this is.
public enum Release {
    public static let version = "0.1.0"
}
