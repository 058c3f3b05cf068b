package org.numakerbench.lab.store;

import org.numakerbench.history.store.HistoryAddress;

/** Another program that uses a lab: notes one remark in it. */
final class OtherProcess {
    private OtherProcess() {}

    public static void main(String[] arguments) throws Exception {
        try (LabStore store = LabStore.open(HistoryAddress.parse(arguments[0]))) {
            store.remark(null, "other", "told by another process");
        }
    }
}
