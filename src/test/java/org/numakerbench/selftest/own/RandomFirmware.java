package org.numakerbench.selftest.own;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.numakerbench.selftest.own.RandomLine.Deceit;

/**
 * A firmware that nobody wrote: even seeds stand beside the example firmware, odd ones are from scratch.
 *
 * @param yaml its description, as it was read
 * @param banner empty beside the example firmware, as {@code end}
 */
record RandomFirmware(
        List<RandomLine> lines,
        String yaml,
        FirmwareDescription description,
        RunShell shell,
        String banner,
        String end) {
    static RandomFirmware of(long seed, Path directory) throws IOException {
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
        yaml.append("listen: [")
                .append(lines.stream().flatMap(it -> it.listen().stream()).collect(Collectors.joining(", ")))
                .append("]\n");
        Path file = Files.writeString(directory.resolve("firmware-" + seed + ".yaml"), yaml);
        FirmwareDescription description = Descriptions.read(file).usable().description();
        RunShell shell =
                beside ? RunShell.beside(description, RunLog.clean().entries()) : RunShell.scratch(description);
        return new RandomFirmware(lines, yaml.toString(), description, shell, beside ? "" : banner, beside ? "" : end);
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
