package org.numakerbench.sim.board.image;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The faults of one image, as the program asks for them. */
public final class Faults {
    private final List<Fault> faults;

    public Faults(List<Fault> faults) {
        this.faults = List.copyOf(faults);
    }

    /** Every fault there is, by JSON name, with one line about each. */
    public static Map<String, String> catalogue() {
        Map<String, String> catalogue = new LinkedHashMap<>();
        Arrays.stream(FaultKind.values()).forEach(kind -> catalogue.put(kind.jsonName(), kind.description()));
        return catalogue;
    }

    public boolean has(FaultKind kind) {
        return faults.stream().anyMatch(fault -> fault.kind() == kind);
    }

    /** True if the fault happens in {@code phase}. */
    public boolean has(FaultKind kind, String phase) {
        return faults.stream()
                .anyMatch(
                        fault -> fault.kind() == kind && fault.phaseOrDefault().equals(phase));
    }

    /** The fault's seed; 0 if the image does not have it. */
    public long seed(FaultKind kind) {
        return faults.stream()
                .filter(fault -> fault.kind() == kind)
                .mapToLong(Fault::seedOrDefault)
                .findFirst()
                .orElse(0);
    }

    /** The fault's rate; 0 if the image does not have it. */
    public double rate(FaultKind kind) {
        return faults.stream()
                .filter(fault -> fault.kind() == kind)
                .mapToDouble(Fault::rateOrDefault)
                .findFirst()
                .orElse(0);
    }
}
