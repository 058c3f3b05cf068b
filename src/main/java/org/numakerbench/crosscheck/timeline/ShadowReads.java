package org.numakerbench.crosscheck.timeline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.Fact;

/** What the witness's REST reads of the shadow showed. */
final class ShadowReads {
    private final Map<Long, Long> asked = new HashMap<>();
    private final List<ShadowSighting> reads = new ArrayList<>();

    /** @param seq of the entry */
    void asked(long seq, Fact.ShadowAsked it) {
        asked.put(it.number(), seq);
    }

    /** Of a flood the newest are kept. */
    void read(long seq, Fact.ShadowRead it) {
        Long since = asked.remove(it.number());
        if (reads.size() == CloudTimeline.MOST_EVENTS) {
            reads.remove(0);
        }
        reads.add(new ShadowSighting(
                seq, since == null ? 0 : since, it.status(), it.body().utf8()));
    }

    /** Those from this entry on are no evidence. */
    void forgetFrom(long seq) {
        reads.removeIf(read -> read.seq() >= seq);
    }

    /** The newest; null when there is none. */
    @Nullable
    ShadowSighting newest() {
        return reads.isEmpty() ? null : reads.get(reads.size() - 1);
    }

    /** All, oldest first. */
    List<ShadowSighting> all() {
        return Collections.unmodifiableList(reads);
    }
}
