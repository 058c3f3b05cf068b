package org.numakerbench.cli.heap;

import java.time.Duration;
import java.util.List;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.ExternalProgram;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.Stage;

/** Commits of the repository in the current directory, newest first. */
final class GitCommits {
    private static final int MOST = 500;

    private GitCommits() {}

    /** The commit that {@code name} means, and its ancestors; none where git does not know it. */
    static List<String> of(String name) throws InterruptedException {
        if (name.startsWith("-")) {
            return List.of();
        }
        try {
            Fact.ToolRan ran = ExternalProgram.run(
                    Stage.RECORD,
                    "git",
                    List.of("git", "rev-list", "--max-count=" + MOST, name, "--"),
                    Duration.ofSeconds(20));
            return Integer.valueOf(0).equals(ran.exitCode())
                    ? ran.output()
                            .latin1()
                            .lines()
                            .filter(it -> it.matches("[0-9a-f]{40,64}"))
                            .toList()
                    : List.of();
        } catch (DriverException noGit) {
            return List.of();
        }
    }
}
