package org.numakerbench.selftest;

import static org.numakerbench.model.Outcome.BENCH_FAULT;
import static org.numakerbench.model.Outcome.CLOUD_FAULT;
import static org.numakerbench.model.Outcome.DEVICE_FAIL;
import static org.numakerbench.model.Outcome.INCONCLUSIVE;
import static org.numakerbench.model.Outcome.MISMATCH;
import static org.numakerbench.model.Outcome.PASS;
import static org.numakerbench.model.Verdict.CONFIRMED;
import static org.numakerbench.model.Verdict.REFUTED;
import static org.numakerbench.model.Verdict.UNCHECKABLE;
import static org.numakerbench.model.Verdict.UNCLAIMED;
import static org.numakerbench.model.Verdict.UNSEEN;
import static org.numakerbench.sim.board.image.FaultKind.*;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Verdict;
import org.numakerbench.sim.board.image.Fault;
import org.numakerbench.sim.board.image.FaultKind;

/**
 * One row of the lie table: what is planted, and what the bench must find.
 *
 * @param step where; empty when the outcome alone tells (no claim can be judged)
 * @param verdict of a finding at that step; null as above
 */
record PlantedFault(
        String name,
        String description,
        List<Fault> faults,
        Disturbance disturbance,
        String step,
        @Nullable Verdict verdict,
        Outcome outcome) {

    /** Every fault the selftest plants. A failure that the device reports itself and the cloud confirms is CONFIRMED. */
    static List<PlantedFault> all() {
        List<PlantedFault> rows = new ArrayList<>();
        rows.add(lie(PUBLISH_NOT_SENT, "mqtt.user.publish", REFUTED, MISMATCH));
        rows.add(lie(PUBLISH_OTHER_BYTES, "mqtt.user.publish", REFUTED, MISMATCH));
        rows.add(lie(SHADOW_VERSION_WRONG, "mqtt.shadow-update.arrive", REFUTED, MISMATCH));
        rows.add(lie(SHADOW_STALE, "mqtt.shadow-get.arrive", REFUTED, MISMATCH));
        rows.add(lie(ARRIVAL_INVENTED, "mqtt.user.arrive", REFUTED, MISMATCH));
        rows.add(lie(DELETE_KEPT, "mqtt.shadow-delete.arrive", REFUTED, MISMATCH));
        rows.add(lie(DELETE_UNDONE, "mqtt.shadow-update.publish", UNCLAIMED, MISMATCH));
        rows.add(lie(DISCONNECT_FAILED_OK, "mqtt.disconnect", REFUTED, DEVICE_FAIL));
        rows.add(lie(CONNECTION_DROPPED, "mqtt.disconnect", REFUTED, MISMATCH));
        rows.add(lie(CERTIFICATE_WRONG, "mqtt.tls", REFUTED, MISMATCH));
        rows.add(lie(HANG_AFTER_FAILED_SUBSCRIBE, "mqtt.user.subscribe", CONFIRMED, DEVICE_FAIL));
        rows.add(lie(SUBSCRIBE_NOT_SENT, "mqtt.user.subscribe", REFUTED, MISMATCH));
        rows.add(lie(UNSUBSCRIBE_NOT_SENT, "mqtt.user.unsubscribe", REFUTED, MISMATCH));
        rows.add(lie(REBOOT_MID_RUN, "boot", REFUTED, DEVICE_FAIL));
        rows.add(lie(HARD_FAULT, "mqtt.shadow-get", UNCHECKABLE, DEVICE_FAIL));
        rows.add(lie(HANG_MID_RUN, "mqtt.shadow-get", UNSEEN, DEVICE_FAIL));
        rows.add(lie(GARBAGE_AT_RESET, "boot", CONFIRMED, PASS));
        rows.add(wire(BYTES_DROPPED, 1));
        rows.add(wire(BYTES_DROPPED, 2));
        rows.add(wire(BYTES_FLIPPED, 1));
        rows.add(wire(BYTES_FLIPPED, 2));
        rows.add(lie(UNSUBACK_BUG, "mqtt.shadow-update.subscribe", CONFIRMED, DEVICE_FAIL));
        rows.add(lie(WRONG_OS_VERSION, "boot", REFUTED, BENCH_FAULT));
        rows.add(lie(HEAP_IMPOSSIBLE, "heap", REFUTED, MISMATCH));
        rows.add(lie(SILENT, "", null, BENCH_FAULT));
        rows.add(lie(EXTRA_PUBLISH, "mqtt.user.publish", UNCLAIMED, MISMATCH));
        rows.add(lie(NETWORK_DOWN, "network", UNCHECKABLE, DEVICE_FAIL));
        rows.add(lie(SHADOW_UPDATE_UNCLAIMED, "mqtt.shadow-update.publish", UNCLAIMED, MISMATCH));
        rows.add(lie(RESET_IGNORED, "", null, BENCH_FAULT));
        rows.add(lie(HTTPS_NOT_SENT, "https.user-publish", REFUTED, MISMATCH));
        rows.add(lie(HTTPS_OTHER_BYTES, "https.user-publish", REFUTED, MISMATCH));
        rows.add(lie(HTTPS_BODY_INVENTED, "https.shadow-get-rest", REFUTED, MISMATCH));
        rows.add(lie(HTTPS_DELETE_KEPT, "https.shadow-delete-rest", REFUTED, MISMATCH));
        rows.add(lie(HTTPS_REFUSAL_HIDDEN, "https.shadow-update-rest", REFUTED, MISMATCH));
        rows.add(lie(HTTPS_UPDATE_UNCLAIMED, "https.shadow-update-rest", UNCLAIMED, MISMATCH));
        rows.add(lie(HTTPS_ANSWER_TOO_LONG, "https.shadow-update-rest", UNCHECKABLE, PASS));
        rows.add(lie(HTTPS_HANG, "https.shadow-get-topic", UNSEEN, DEVICE_FAIL));
        rows.add(of(Disturbance.IMAGE_CORRUPT, "", null, BENCH_FAULT));
        rows.add(of(Disturbance.IMAGE_FOR_OTHER_TARGET, "", null, BENCH_FAULT));
        rows.add(of(Disturbance.SUBSCRIPTION_REFUSED, "mqtt.user.subscribe", REFUTED, MISMATCH));
        rows.add(of(Disturbance.PUBLISH_REFUSED, "mqtt.user.publish", CONFIRMED, BENCH_FAULT));
        rows.add(of(Disturbance.HTTPS_REFUSED, "https.shadow-delete-rest", REFUTED, BENCH_FAULT));
        rows.add(of(Disturbance.UNPLUGGED, "", null, BENCH_FAULT));
        rows.add(of(Disturbance.CLOUD_GONE, "", null, CLOUD_FAULT));
        return rows;
    }

    /** No fault at all. */
    static PlantedFault none() {
        return new PlantedFault("clean", "nothing planted", List.of(), Disturbance.NONE, "", null, PASS);
    }

    private static PlantedFault lie(FaultKind kind, String step, @Nullable Verdict verdict, Outcome outcome) {
        return new PlantedFault(
                kind.jsonName(), kind.description(), List.of(Fault.of(kind)), Disturbance.NONE, step, verdict, outcome);
    }

    /** Seeded damage on the wire: nobody's lie. */
    private static PlantedFault wire(FaultKind kind, long seed) {
        return new PlantedFault(
                kind.jsonName() + " (seed " + seed + ")",
                kind.description(),
                List.of(new Fault(kind, null, seed, null)),
                Disturbance.NONE,
                "",
                UNSEEN,
                INCONCLUSIVE);
    }

    private static PlantedFault of(Disturbance disturbance, String step, @Nullable Verdict verdict, Outcome outcome) {
        return new PlantedFault(
                disturbance.label(), disturbance.description(), List.of(), disturbance, step, verdict, outcome);
    }
}
