package org.numakerbench.crosscheck.measure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.timeline.HostLags;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.RunContext.BuildFacts;
import org.numakerbench.evidence.RunContext.MeasurementFacts;
import org.numakerbench.model.Measurement;
import org.numakerbench.uart.OwnMeasurements;

/** A fold over the log that keeps what timings need of it, and gives all measurements once the run is over. */
public final class RunMeasurements {
    /** Messages whose times are kept: in a flood nobody measures. */
    private static final int MOST_MESSAGES = 10_000;

    private final ByteTimes bytes = new ByteTimes();
    private final Map<Long, Long> messages = new HashMap<>();
    private @Nullable Long resetNanos;

    /** Reads one entry. */
    public void accept(EvidenceEntry entry) {
        Fact fact = entry.fact();
        if (fact instanceof Fact.PortOpened it) {
            bytes.opened(it.baud());
        } else if (fact instanceof Fact.PortReopened it) {
            bytes.opened(it.baud());
        } else if (fact instanceof Fact.ResetIssued) {
            resetNanos = entry.monoNanos();
            bytes.restart();
        } else if (fact instanceof Fact.UartReceived it && resetNanos != null) {
            bytes.read(it.bytes().length(), entry.monoNanos());
        } else if (fact instanceof Fact.MqttReceived && messages.size() < MOST_MESSAGES) {
            messages.put(entry.seq(), entry.monoNanos());
        }
    }

    /** When each byte since the reset was read. */
    public ByteTimes bytes() {
        return bytes;
    }

    /** All of a run whose claims are settled, in the order of its course; sizes behind times, and the firmware's own. */
    public List<Measurement> of(RunView run, HostLags host) {
        SampleBook book = new SampleBook();
        Durations durations = new Durations(run.heard(), bytes, host, book);
        durations.take(resetNanos, messages);
        new MemoryFigures(run.context(), book).take(run.heard());
        FirmwareDescription own = run.context().firmware();
        if (own != null) {
            durations.phases(own.phases());
            run.heard().forEach(it -> OwnMeasurements.sample(own, it.claim()).ifPresent(book::add));
        }
        return book.all(asked(run));
    }

    /** What the profile sets a limit to, and the run does not tell: a sentence each. */
    public static List<String> missing(RunView run, List<Measurement> measured) {
        Set<String> names = measured.stream().map(Measurement::name).collect(Collectors.toSet());
        List<String> notes = new ArrayList<>();
        Map<String, MeasurementFacts> asked = asked(run);
        for (String name : new TreeSet<>(asked.keySet())) {
            MeasurementFacts it = asked.get(name);
            if (it != null && (it.min() != null || it.max() != null) && !names.contains(name)) {
                notes.add("measurements." + name + " has a limit in the profile, and this run gave no such value");
            }
        }
        return notes;
    }

    private static Map<String, MeasurementFacts> asked(RunView run) {
        BuildFacts build = run.context().build();
        return build == null || build.measurements() == null ? Map.of() : build.measurements();
    }
}
