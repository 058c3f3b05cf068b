package org.numakerbench.doctor;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.numakerbench.cloud.ClockCheck;
import org.numakerbench.cloud.CredentialCheck;
import org.numakerbench.cloud.CredentialException;
import org.numakerbench.cloud.CredentialFiles;
import org.numakerbench.cloud.CredentialFinding;
import org.numakerbench.cloud.Credentials;
import org.numakerbench.cloud.EndpointCheck;
import org.numakerbench.cloud.Witness;
import org.numakerbench.cloud.WitnessException;
import org.numakerbench.cloud.WitnessOptions;
import org.numakerbench.evidence.Fact;
import org.numakerbench.firmware.Identity;
import org.numakerbench.firmware.Image;
import org.numakerbench.profile.Profile.BoardProfile;
import org.numakerbench.profile.Profile.CloudProfile;
import org.numakerbench.profile.Profile.WitnessProfile;

/** The endpoint, the credentials and what the witness's policy lets it see. */
final class CloudChecks {
    private final CloudProfile cloud;
    private final List<BoardProfile> boards;
    private final Clock clock;
    private final List<Diagnosis> all = new ArrayList<>();

    CloudChecks(CloudProfile cloud, List<BoardProfile> boards, Clock clock) {
        this.cloud = cloud;
        this.boards = boards;
        this.clock = clock;
    }

    /** @param image any of the boards', to look with its identity; null when there is none */
    List<Diagnosis> all(@Nullable Image image) throws InterruptedException {
        String host = cloud.endpoint().orElseThrow();
        WitnessProfile witness = cloud.witness().orElseThrow();
        CredentialFiles files =
                new CredentialFiles(witness.ca(), witness.certificate(), witness.privateKey(), Optional.empty());
        CredentialCheck.of(files, clock.instant(), Optional.of(host)).forEach(this::add);
        for (BoardProfile board : boards) {
            board.certificate()
                    .ifPresent(certificate -> CredentialCheck.ofCertificate(certificate, clock.instant())
                            .forEach(this::add));
        }
        try {
            InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            all.add(Diagnosis.broken(
                    "endpoint", host + " has no address in DNS", "correct cloud.endpoint, or check this host's DNS"));
            return all;
        }
        List<CredentialFinding> endpoint = EndpointCheck.of(files, host, cloud.mqttPort(), clock.instant());
        endpoint.forEach(this::add);
        boolean reached = endpoint.stream().allMatch(it -> isGood(it.level()));
        if (reached && image != null) {
            live(host, witness, image.manifest().identity());
        }
        return all;
    }

    private static boolean isGood(CredentialFinding.Level level) {
        return level == CredentialFinding.Level.OK || level == CredentialFinding.Level.WARNING;
    }

    private void add(CredentialFinding finding) {
        Diagnosis.Level level = switch (finding.level()) {
            case OK -> Diagnosis.Level.OK;
            case WARNING -> Diagnosis.Level.WARNING;
            case BROKEN, UNREACHABLE -> Diagnosis.Level.BROKEN;
        };
        all.add(new Diagnosis(level, finding.where(), finding.what(), finding.remedy()));
    }

    /** Connects as the witness will, and takes note of every view that is refused. */
    private void live(String host, WitnessProfile witness, Identity identity) throws InterruptedException {
        try {
            WitnessOptions options = new WitnessOptions(
                    host,
                    cloud.mqttPort(),
                    cloud.httpsPort(),
                    cloud.alpn(),
                    witness.clientId(),
                    Credentials.load(witness.ca(), witness.certificate(), witness.privateKey()),
                    identity.thing(),
                    identity.clientId(),
                    identity.userFilter());
            add(ClockCheck.of(options, clock));
            List<Fact> facts = new ArrayList<>();
            Witness.connect(options, fact -> {
                        synchronized (facts) {
                            facts.add(fact);
                        }
                    })
                    .close();
            synchronized (facts) {
                policy(facts);
            }
        } catch (CredentialException wrong) {
            all.add(Diagnosis.broken("witness", String.valueOf(wrong.getMessage()), wrong.remedy()));
        } catch (WitnessException failure) {
            all.add(Diagnosis.broken(
                    "witness", failure.fact().reason(), failure.fact().remedy()));
        }
    }

    private void policy(List<Fact> facts) {
        boolean refused = false;
        for (Fact fact : facts) {
            if (fact instanceof Fact.WitnessSubscribed it && !it.granted()) {
                refused = true;
                all.add(Diagnosis.warning(
                        "witness",
                        "its policy refuses " + it.filter() + ": claims that need it will be UNCHECKABLE",
                        "bench policy PROFILE --for witness prints the policy it needs"));
            }
        }
        if (!refused) {
            all.add(Diagnosis.ok("witness", "connected, and may see everything"));
        }
    }
}
