package org.numakerbench.run;

import org.numakerbench.cloud.WitnessOptions;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.firmware.Identity;
import org.numakerbench.firmware.Manifest;
import org.numakerbench.profile.Profile.Limits;

/** What a log must say of its run to be judged elsewhere. */
final class RunContexts {
    private RunContexts() {}

    static RunContext of(RunPlan plan, String name) {
        Manifest manifest = plan.image().manifest();
        Identity identity = manifest.identity();
        WitnessOptions witness = plan.witness();
        Limits limits = plan.profile().limits();
        return new RunContext(
                RunContext.SCHEMA,
                name,
                plan.profile().bench(),
                plan.board().name(),
                plan.board().target().name(),
                new RunContext.ImageFacts(
                        plan.image().id(),
                        manifest.sha256(),
                        manifest.mbedOs(),
                        BuildContext.staticBytes(plan.image())),
                new RunContext.IdentityFacts(
                        identity.thing(), identity.clientId(), identity.userTopic(), identity.userFilter()),
                new RunContext.EndpointFacts(witness.host(), witness.mqttPort(), witness.httpsPort()),
                manifest.phases(),
                plan.board().target().ramBytes().orElse(RunContext.UNKNOWN_RAM),
                new RunContext.LimitFacts(
                        limits.firstByte().toMillis(),
                        limits.banner().toMillis(),
                        limits.silence().toMillis(),
                        limits.network().toMillis(),
                        limits.run().toMillis(),
                        limits.messageWait().toMillis(),
                        limits.lifecycleWait().toMillis(),
                        plan.profile().loops()),
                plan.profile().secrets(),
                BuildContext.of(plan),
                plan.firmware(),
                null);
    }
}
