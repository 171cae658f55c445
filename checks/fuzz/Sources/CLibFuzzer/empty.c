// SPDX-License-Identifier: EUPL-1.2
#include "CLibFuzzer.h"

// libFuzzer's own main, which is linked and never begun, asks for it.
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
    (void)bytes;
    (void)count;
    return 0;
}
