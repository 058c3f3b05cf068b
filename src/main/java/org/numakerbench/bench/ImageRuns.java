package org.numakerbench.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.numakerbench.bench.VirtualBench.AttachedBoard;
import org.numakerbench.evidence.EvidenceLostException;
import org.numakerbench.firmware.Image;
import org.numakerbench.history.RunHistory;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.Profile.BoardProfile;
import org.numakerbench.report.run.RunReports;
import org.numakerbench.run.BenchRun;
import org.numakerbench.run.BuildContext;
import org.numakerbench.run.RunListener;
import org.numakerbench.run.RunRecord;
import org.numakerbench.run.RunResult;
import org.numakerbench.text.SafeText;

/** Runs of one image after another on a profile's boards in turn, all of them recorded as {@code bench run} does. */
public final class ImageRuns implements AutoCloseable {
    private final List<BoardProfile> boards;
    private final Path out;
    private final RunHistory history;
    private final VirtualBench bench;
    private int count;

    private ImageRuns(List<BoardProfile> boards, Path out, RunHistory history, VirtualBench bench) {
        this.boards = boards;
        this.out = out;
        this.history = history;
        this.bench = bench;
    }

    /**
     * @param names boards to use; empty: all of the profile
     * @throws UsageException when the profile has no such board
     */
    public static ImageRuns of(Profile profile, List<String> names, Path out) throws IOException {
        return of(profile, names, out, Profiles.history(profile, HistoryAddress.beside(out)));
    }

    /** @param address where the runs' history is */
    public static ImageRuns of(Profile profile, List<String> names, Path out, HistoryAddress address)
            throws IOException {
        List<BoardProfile> boards = profile.boards().stream()
                .filter(it -> names.isEmpty() || names.contains(it.name()))
                .toList();
        if (boards.isEmpty() || boards.size() < names.size()) {
            throw new UsageException("--board " + String.join(", ", names) + ": " + profile.file() + " has only "
                    + profile.boards().stream().map(BoardProfile::name).collect(Collectors.joining(", ")));
        }
        Files.createDirectories(out);
        RunHistory history =
                new RunHistory(out, address, remark -> System.err.println("bench: " + SafeText.line(remark)));
        return new ImageRuns(boards, out, history, VirtualBench.start(profile));
    }

    /** The networks of the boards, as the history names them. */
    public Set<String> networks() {
        return boards.stream().map(BuildContext::network).collect(Collectors.toSet());
    }

    /** Runs {@code image} on the next board that it is built for; null when the bench itself failed. */
    public @Nullable RunRecord next(Image image) throws InterruptedException {
        List<BoardProfile> fitting = boards.stream()
                .filter(it -> it.target().equals(image.manifest().target()))
                .toList();
        if (fitting.isEmpty()) {
            throw new UsageException("image " + image.id() + " is for "
                    + image.manifest().target() + "; no board of the profile is one");
        }
        BoardProfile board = fitting.get(count++ % fitting.size());
        try (AttachedBoard attached = bench.attach(board)) {
            RunResult result = new BenchRun(
                            RunPlans.plan(bench.profile(), attached.profile(), image, out),
                            RunListener.SILENT,
                            RunReports.reporter(history))
                    .execute();
            history.add(result.record());
            return result.record();
        } catch (IOException | EvidenceLostException failure) {
            System.err.println("bench: " + SafeText.line(String.valueOf(failure.getMessage())));
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        bench.close();
        history.close();
    }
}
