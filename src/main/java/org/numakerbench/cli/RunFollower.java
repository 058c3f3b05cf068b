package org.numakerbench.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.history.RunHistory;
import org.numakerbench.report.run.TerminalView;
import org.numakerbench.run.RunListener;
import org.numakerbench.secret.GrowingRedaction;
import org.numakerbench.secret.SecretText;

/** Shows a run as it goes on, without its secrets. */
final class RunFollower implements RunListener {
    private final @Nullable TerminalView view;
    private final SecretText secrets;
    private final RunHistory history;
    private final Consumer<String> named;
    private final GrowingRedaction redaction;

    /**
     * @param view null: nothing is shown
     * @param named told the run's name as soon as there is something on record
     */
    RunFollower(@Nullable TerminalView view, SecretText secrets, RunHistory history, Consumer<String> named) {
        this.view = view;
        this.secrets = secrets;
        this.history = history;
        this.named = named;
        this.redaction = new GrowingRedaction(context -> secrets);
    }

    @Override
    public void began(String run, Path directory) {
        named.accept(run);
    }

    @Override
    public void logged(EvidenceEntry entry) {
        redaction.accept(List.of(entry), false);
    }

    @Override
    public void stage(String words) {
        if (view != null) {
            view.stage(secrets.hide(words));
        }
    }

    @Override
    public void judged(Judgement judgement) {
        // The board prints at 9600 baud now, and the host has time.
        history.prepare();
        if (view != null) {
            view.update(redaction.clean(judgement));
        }
    }
}
