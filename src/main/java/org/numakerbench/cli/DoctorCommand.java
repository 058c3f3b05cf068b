package org.numakerbench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.numakerbench.bench.Profiles;
import org.numakerbench.bench.VirtualBench;
import org.numakerbench.board.usb.SystemRoots;
import org.numakerbench.doctor.Diagnosis;
import org.numakerbench.doctor.Doctor;
import org.numakerbench.profile.ProfileException;
import org.numakerbench.text.JsonText;
import org.numakerbench.text.SafeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench doctor}: what would stop a run. */
@Command(
        name = "doctor",
        description = "Find what would stop tonight's run, and say what mends it.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing is broken", "2:the profile cannot be used", "3:something is broken"})
final class DoctorCommand implements Callable<Integer> {
    /** Joining a Wi-Fi network takes an ESP8266 up to tens of seconds, twice when the first attempt fails. */
    private static final Duration LINK_PATIENCE = Duration.ofSeconds(60);

    @Parameters(arity = "0..1", paramLabel = "PROFILE", description = "Bench profile; without it only the host.")
    private @Nullable Path profile;

    @Option(names = "--out", paramLabel = "DIR", description = "Where run directories will go; default: bench-runs.")
    private Path out = Path.of("bench-runs");

    @Option(
            names = "--link",
            description = "Reset each board that has a link and see whether its connection comes through it.")
    private boolean link;

    @Option(names = "--json", description = "Print one JSON object a finding.")
    private boolean json;

    @Option(names = "--system", hidden = true, description = "A tree that looks like a system's /sys, /dev and /proc.")
    private @Nullable Path system;

    @Override
    public Integer call() throws IOException, InterruptedException, ProfileException {
        Doctor doctor = new Doctor(system == null ? SystemRoots.real() : SystemRoots.below(system), Clock.systemUTC());
        List<Diagnosis> all;
        if (profile == null) {
            all = doctor.examine(null, out);
        } else {
            try (VirtualBench bench = VirtualBench.start(Profiles.read(profile))) {
                all = new ArrayList<>(doctor.examine(bench.profile(), out));
                if (link) {
                    all.addAll(new LinkCheck(bench.profile(), LINK_PATIENCE).all());
                }
            }
        }
        for (Diagnosis each : all) {
            System.out.println(json ? JsonText.MAPPER.writeValueAsString(each) : words(each));
        }
        long broken =
                all.stream().filter(it -> it.level() == Diagnosis.Level.BROKEN).count();
        if (!json) {
            System.out.println(broken == 0 ? "Nothing is broken." : broken + " broken.");
        }
        return broken == 0 ? ExitCodes.PASS : ExitCodes.BENCH_FAULT;
    }

    private static String words(Diagnosis it) {
        String remedy = it.remedy().isEmpty() ? "" : "; " + it.remedy();
        return String.format(
                Locale.ROOT,
                "%-8s %s: %s%s",
                it.level().name().toLowerCase(Locale.ROOT),
                it.where(),
                SafeText.line(it.what()),
                remedy);
    }
}
