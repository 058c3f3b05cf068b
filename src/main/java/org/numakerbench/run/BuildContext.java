package org.numakerbench.run;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.RunContext.BuildFacts;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.Manifest;
import org.numakerbench.profile.Profile.BoardProfile;

/** What a run records of its build, so that its heap figures can be compared with others' years later. */
public final class BuildContext {
    /** Names of macros whose values are nobody's business. */
    private static final Pattern SECRET = Pattern.compile("(?i)pass|secret|psk|token|credential|private|api.?key");

    private BuildContext() {}

    static BuildFacts of(RunPlan plan) {
        Long minHeadroom =
                plan.profile().heap().minHeadroomBytes(plan.board().target()).orElse(null);
        return of(plan.image(), network(plan.board()), minHeadroom);
    }

    static BuildFacts of(Image image, String network, @Nullable Long minHeadroomBytes) {
        Manifest manifest = image.manifest();
        return new BuildFacts(
                network,
                manifest.toolchain(),
                manifest.buildId(),
                null,
                null,
                macros(manifest.macros()),
                null,
                null,
                minHeadroomBytes);
    }

    /** A stand-in's network is not that of a real board, whatever the profile was copied from. */
    public static String network(BoardProfile board) {
        return board.virtual().isPresent()
                ? "virtual"
                : board.qemu().isPresent() ? "qemu" : board.network().orElse("unknown");
    }

    private static Map<String, String> macros(Map<String, String> all) {
        Map<String, String> shown = new TreeMap<>();
        all.forEach((name, value) -> shown.put(name, SECRET.matcher(name).find() ? "(not recorded)" : value));
        return shown;
    }
}
