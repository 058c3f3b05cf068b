package org.numakerbench.crosscheck.rule;

import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.Ruling;
import org.numakerbench.crosscheck.claim.Ruling.Need;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.timeline.Json;
import org.numakerbench.crosscheck.timeline.Message;
import org.numakerbench.crosscheck.timeline.ShadowSighting;
import org.numakerbench.model.ShadowOperation;
import org.numakerbench.model.Verdict;
import tools.jackson.databind.JsonNode;

/** Whether a shadow that the service says is deleted is gone: by a REST read that the witness asked for afterwards. */
final class Deletion {
    private Deletion() {}

    /**
     * @param deleted the {@code delete/accepted}
     * @param seen what confirms the claim so far, for the reason
     */
    static Ruling check(PendingClaim pending, RunView run, Message deleted, String seen) {
        ShadowSighting read = run.cloud().shadow();
        if (read == null || read.askedSeq() <= deleted.seq()) {
            return run.closed()
                    ? Ruling.settled(
                            Verdict.CONFIRMED,
                            seen + "; the shadow could not be read over REST after it",
                            deleted.seq(),
                            pending.seq())
                    : Ruling.awaiting(Need.MESSAGE);
        }
        if (read.status() == 404) {
            return Ruling.settled(
                    Verdict.CONFIRMED, seen + ", and REST GET gives 404", deleted.seq(), read.seq(), pending.seq());
        }
        Message update = updateAfter(run, deleted);
        if (update != null) {
            return Ruling.settled(
                    Verdict.CONFIRMED,
                    seen + "; a later update made the shadow again",
                    deleted.seq(),
                    update.seq(),
                    read.seq(),
                    pending.seq());
        }
        // A document with a newer version is a new one: its update may still be on its way to the witness.
        if (!run.closed()) {
            return Ruling.awaiting(version(read.body()) > version(deleted.text()) ? Need.MESSAGE : Need.END);
        }
        return Ruling.settled(
                run.cloud().leftOut() > 0 ? Verdict.UNSEEN : Verdict.REFUTED,
                "REST GET still gives the shadow after it (HTTP " + read.status() + ")",
                deleted.seq(),
                read.seq(),
                pending.seq());
    }

    private static @Nullable Message updateAfter(RunView run, Message deleted) {
        String updates = run.topic(ShadowOperation.UPDATE) + "/accepted";
        return run.cloud().on(updates).stream()
                .filter(update -> version(update.text()) > version(deleted.text()))
                .findFirst()
                .orElse(null);
    }

    private static long version(String document) {
        JsonNode json = Json.parse(document);
        return json == null ? -1 : json.path("version").asLong(-1);
    }
}
