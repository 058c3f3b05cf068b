package org.numakerbench.cli.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.lab.VirtualLab;

/** {@code bench run} on a virtual board, three times. */
final class RunVictim implements Victim {
    private final VirtualLab lab;
    private final Path out;

    RunVictim(VirtualLab lab, Path out) {
        this.lab = lab;
        this.out = out;
    }

    @Override
    public String name() {
        return "run";
    }

    @Override
    public List<String> arguments() {
        return List.of(
                "run",
                lab.profile().toString(),
                "--board",
                "left",
                "--image",
                "left-n1",
                "--repeat",
                "3",
                "--out",
                out.toString());
    }

    @Override
    public Path out() {
        return out;
    }

    @Override
    public void check() throws Exception {
        List<String> runs = RunsKept.whole(out);
        assertThat(runs).isNotEmpty();
        RunsKept.inHistory(runs, HistoryAddress.beside(out));
    }
}
