package org.numakerbench.cli.lab;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.numakerbench.bench.UsageException;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.lab.store.LabStore;
import org.numakerbench.text.SafeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bench nightly cancel}. */
@Command(
        name = "cancel",
        description = "End a night: what waits is not run, what runs is stopped by the hosts that run it.",
        mixinStandardHelpOptions = true)
final class NightlyCancelCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NIGHT", arity = "0..1", description = "Its name; default: the one that goes on.")
    private @Nullable String name;

    @Mixin
    private LabOptions lab = new LabOptions();

    @Override
    public Integer call() throws IOException {
        try (LabStore store = lab.openExisting()) {
            NightRow night = night(store);
            store.nights().cancel(night.night());
            System.out.println(SafeText.line("cancelled: " + night.night()));
            return 0;
        }
    }

    private NightRow night(LabStore store) throws IOException {
        String wanted = name;
        var underWay = store.nights().underWay();
        String names = underWay.isEmpty()
                ? "no night goes on"
                : "there goes on: "
                        + String.join(
                                ", ", underWay.stream().map(NightRow::night).toList());
        if (wanted == null) {
            if (underWay.size() != 1) {
                throw new UsageException(underWay.isEmpty() ? names : "which night? " + names);
            }
            return underWay.get(0);
        }
        return underWay.stream()
                .filter(it -> it.night().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new UsageException("night " + wanted + " does not go on; " + names));
    }
}
