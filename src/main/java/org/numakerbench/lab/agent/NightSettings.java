package org.numakerbench.lab.agent;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.numakerbench.lab.LabException;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.lab.plan.NightPlan;
import org.numakerbench.lab.plan.NightPlan.Retries;
import org.numakerbench.profile.Profile.HeapLimits;
import org.numakerbench.text.JsonText;
import org.numakerbench.text.RecordJson;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What every host must know of a night's plan.
 *
 * @param quarantineAfter bench faults of one board in a row
 * @param patienceMs how long outages are waited out
 * @param maxGrowthBytes growth of the heap that is no regression; null in nights of older versions
 */
public record NightSettings(
        Retries retries,
        int quarantineAfter,
        long patienceMs,
        boolean failOnFlaky,
        boolean failOnHeapRegression,
        @Nullable Long maxGrowthBytes) {
    private static final JsonMapper MAPPER = JsonText.MAPPER;

    /** @param heap of the profile that the plan names */
    public static NightSettings of(NightPlan plan, HeapLimits heap) {
        return new NightSettings(
                plan.retries(),
                plan.quarantineAfter(),
                plan.patience().toMillis(),
                plan.fail().flaky(),
                plan.fail().heapRegression(),
                heap.maxGrowthBytes());
    }

    /** @throws LabException when the database holds something else */
    public static NightSettings of(NightRow night) throws LabException {
        try {
            return RecordJson.read(night.settings(), NightSettings.class);
        } catch (JacksonException wrong) {
            throw new LabException(
                    "the settings of night " + night.night() + " in the lab's database are damaged ("
                            + RecordJson.wrong(wrong) + "); cancel that night",
                    wrong);
        }
    }

    public String json() {
        return MAPPER.writeValueAsString(this);
    }

    /** Growth of the heap between two builds that is no regression, in bytes. */
    public long heapGrowthBytes() {
        return maxGrowthBytes == null ? HeapLimits.NONE.maxGrowthBytes() : maxGrowthBytes;
    }

    Duration patience() {
        return Duration.ofMillis(patienceMs);
    }
}
