package org.numakerbench.selftest.own;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.numakerbench.bench.Descriptions;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.crosscheck.RunLog;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.selftest.own.OwnSelftest.Outcomes;
import org.numakerbench.selftest.own.RandomDuty.Broken;
import org.numakerbench.selftest.own.RandomLine.Deceit;

/**
 * A firmware that nobody wrote: even seeds stand beside the example firmware, odd ones are from scratch.
 *
 * @param duties what it must print, in this order among all else
 * @param never what it must not
 * @param yaml its description, as it was read
 * @param banner empty beside the example firmware, as {@code end}
 */
record RandomFirmware(
        List<RandomLine> lines,
        List<RandomDuty> duties,
        String never,
        String yaml,
        FirmwareDescription description,
        RunShell shell,
        String banner,
        String end) {
    static RandomFirmware of(long seed, Path directory) throws IOException {
        return of(seed, directory, Duration.ofSeconds(30));
    }

    /** @param within for what has to come in time */
    static RandomFirmware of(long seed, Path directory, Duration within) throws IOException {
        Random random = new Random(seed);
        boolean beside = seed % 2 == 0;
        List<RandomLine> lines = IntStream.range(0, 6 + random.nextInt(9))
                .mapToObj(it -> RandomLine.random(it, random))
                .collect(Collectors.toCollection(ArrayList::new));
        // Some evidence there must be, or no run could pass.
        while (lines.stream().noneMatch(it -> it.sort() == RandomLine.Sort.PUBLISHED)) {
            lines.add(RandomLine.random(lines.size(), random));
        }
        String banner = "Boot of " + RandomLine.word(random);
        String end = "End of " + RandomLine.word(random);
        StringBuilder yaml =
                new StringBuilder(beside ? "extends: nuvoton-aws-iot\n" : "banner: " + banner + "\nend: " + end + "\n");
        yaml.append("lines:\n");
        lines.forEach(it -> yaml.append(it.yaml()));
        Random chance = new Random(~seed);
        List<RandomDuty> duties = RandomDuty.some(chance);
        String never = RandomLine.word(chance) + " " + RandomLine.word(chance);
        duties.forEach(it -> yaml.append(it.yaml()));
        yaml.append("expect:\n");
        duties.forEach(it -> yaml.append(it.expected(within.toMillis() + "ms")));
        yaml.append("failOn: [").append(never).append("]\n");
        yaml.append("listen: [")
                .append(lines.stream().flatMap(it -> it.listen().stream()).collect(Collectors.joining(", ")))
                .append("]\n");
        Path file = Files.writeString(directory.resolve("firmware-" + seed + ".yaml"), yaml);
        FirmwareDescription description = Descriptions.read(file).usable().description();
        RunShell shell =
                beside ? RunShell.beside(description, RunLog.clean().entries()) : RunShell.scratch(description);
        return new RandomFirmware(
                lines, duties, never, yaml.toString(), description, shell, beside ? "" : banner, beside ? "" : end);
    }

    /** One run; {@code liar} lies once in it, or nobody when there is none. */
    List<Said> run(RandomLine liar, Deceit deceit, Random random) {
        List<List<Said>> all = new ArrayList<>();
        for (RandomLine line : lines) {
            line.printed(random).forEach(it -> all.add(List.of(it)));
        }
        if (liar != null) {
            all.add(liar.lying(deceit, random));
        }
        Collections.shuffle(all, random);
        return run(all, done(null, null, random), random);
    }

    /** One run that breaks one of its duties. */
    List<Said> breaking(RandomDuty duty, Broken how, Random random) {
        return run(others(random), done(duty, how, random), random);
    }

    /** One run that prints, once, what must not come. */
    List<Said> runForbidden(Random random) {
        List<List<Said>> all = others(random);
        String text = RandomLine.word(random) + " " + never + " " + RandomLine.word(random);
        all.add(random.nextInt(all.size() + 1), List.of(new Said(null, text, List.of())));
        return run(all, done(null, null, random), random);
    }

    private List<List<Said>> others(Random random) {
        List<List<Said>> all = new ArrayList<>();
        for (RandomLine line : lines) {
            line.printed(random).forEach(it -> all.add(List.of(it)));
        }
        Collections.shuffle(all, random);
        return all;
    }

    /** What it does of its duties, in order; {@code broken} as said, when there is one. */
    List<Said> done(RandomDuty broken, Broken how, Random random) {
        List<List<Said>> done = new ArrayList<>();
        for (RandomDuty duty : duties) {
            Said once = new Said(null, duty.words(), List.of());
            Broken its = duty.equals(broken) ? how : null;
            int times = its == Broken.MISSING
                    ? Math.max(0, duty.least() - 1)
                    : its == Broken.TOO_OFTEN
                            ? Math.max(duty.times(), duty.most() < 9 ? duty.most() : 0) + 1
                            : duty.times();
            List<Said> all = new ArrayList<>(Collections.nCopies(times, once));
            if (its == Broken.LATE) {
                int late = Math.max(0, duty.least() - 1);
                all.set(late, once.behind(Duration.ofSeconds(40)));
            }
            int place = its == Broken.EARLY ? before(duty) : done.size();
            done.add(Math.min(place, done.size()), all);
        }
        List<Said> said = new ArrayList<>();
        done.forEach(said::addAll);
        return said;
    }

    /** Place of the duty behind which it comes; of one that may come anywhere the first. */
    private int before(RandomDuty duty) {
        int place = duties.indexOf(duty);
        for (int i = place - 1; duty.inOrder() && i >= 0; i--) {
            if (duties.get(i).inOrder()) {
                return i;
            }
        }
        return 0;
    }

    private List<Said> run(List<List<Said>> others, List<Said> done, Random random) {
        List<List<Said>> all = new ArrayList<>(others);
        int last = 0;
        for (Said each : done) {
            last += random.nextInt(Math.max(1, (all.size() - last) / 2 + 1));
            all.add(last++, List.of(each));
        }
        List<Said> said = new ArrayList<>();
        said.add(new Said(null, banner, List.of()));
        all.forEach(said::addAll);
        said.add(new Said(null, end, List.of()));
        return said;
    }

    Judgement judged(List<Said> said, Random random) {
        return RunShell.judged(shell.log(said, random));
    }

    Outcomes selftest(int cleanRuns) {
        return description.extendsExample()
                ? OwnSelftest.beside(description, RunLog.clean().entries(), 1).run(cleanRuns)
                : OwnSelftest.scratch(description, 1).run(cleanRuns);
    }
}
