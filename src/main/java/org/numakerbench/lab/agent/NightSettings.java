package org.numakerbench.lab.agent;

import java.time.Duration;
import org.numakerbench.lab.LabException;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.lab.plan.NightPlan;
import org.numakerbench.lab.plan.NightPlan.Retries;
import org.numakerbench.text.JsonText;
import org.numakerbench.text.RecordJson;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What every host must know of a night's plan.
 *
 * @param quarantineAfter bench faults of one board in a row
 * @param patienceMs how long outages are waited out
 */
public record NightSettings(
        Retries retries, int quarantineAfter, long patienceMs, boolean failOnFlaky, boolean failOnHeapRegression) {
    private static final JsonMapper MAPPER = JsonText.MAPPER;

    public static NightSettings of(NightPlan plan) {
        return new NightSettings(
                plan.retries(),
                plan.quarantineAfter(),
                plan.patience().toMillis(),
                plan.fail().flaky(),
                plan.fail().heapRegression());
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

    Duration patience() {
        return Duration.ofMillis(patienceMs);
    }
}
