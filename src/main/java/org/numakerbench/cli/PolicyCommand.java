package org.numakerbench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.numakerbench.bench.Profiles;
import org.numakerbench.bench.RunPlans;
import org.numakerbench.bench.UsageException;
import org.numakerbench.bench.VirtualBench;
import org.numakerbench.cloud.policy.Decision;
import org.numakerbench.cloud.policy.Decision.Answer;
import org.numakerbench.cloud.policy.Need;
import org.numakerbench.cloud.policy.PolicyDocument;
import org.numakerbench.cloud.policy.PolicyException;
import org.numakerbench.cloud.policy.PolicyWriter;
import org.numakerbench.cloud.policy.RunNeeds;
import org.numakerbench.files.FileFailure;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.firmware.Images;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.Profile.BoardProfile;
import org.numakerbench.profile.Profile.WitnessProfile;
import org.numakerbench.profile.ProfileException;
import org.numakerbench.text.JsonText;
import org.numakerbench.text.SafeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench policy}: the AWS IoT policy a run needs, or what a given one would forbid. */
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        description =
                "Prints the least AWS IoT policy for a board's identity or for the witness; with --check says which"
                        + " steps of a run a policy would forbid.")
final class PolicyCommand implements Callable<Integer> {
    private static final Pattern REGION =
            Pattern.compile("[a-z0-9]+(?:-ats)?\\.iot\\.([a-z0-9-]+)\\.amazonaws\\.com.*");

    /** Whose policy. */
    enum Owner {
        DEVICE,
        WITNESS
    }

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "PROFILE", description = "Bench profile (YAML).")
    private Path profileFile;

    @Option(names = "--board", paramLabel = "NAME", description = "Board; default: the profile's first.")
    private @Nullable String boardName;

    @Option(names = "--image", paramLabel = "ID", description = "Image; default: the board's.")
    private @Nullable String imageId;

    @Option(names = "--for", paramLabel = "WHO", description = "device or witness; default: ${DEFAULT-VALUE}.")
    private Owner owner = Owner.DEVICE;

    @Option(names = "--region", paramLabel = "REGION", description = "AWS region; default: that of the endpoint.")
    private @Nullable String region;

    @Option(
            names = "--account",
            paramLabel = "ACCOUNT",
            description = "AWS account, 12 digits, or '*' for any; needed to print a policy.")
    private @Nullable String account;

    @Option(names = "--check", paramLabel = "FILE", description = "Policy document to check instead of printing one.")
    private @Nullable Path check;

    @Option(
            names = "--part",
            paramLabel = "N",
            description = "Which document, where AWS IoT takes them only in parts; default: the first.")
    private int part = 1;

    @Option(names = "--json", description = "With --check: one JSON object a step and permission.")
    private boolean json;

    @Override
    public Integer call() throws ProfileException, ImageException {
        Profile profile = Profiles.read(profileFile);
        BoardProfile board = board(profile);
        String id = imageId != null ? imageId : board.image().orElse(null);
        if (id == null) {
            throw new UsageException(profile.file() + ": board " + board.name() + " names no image; give --image ID");
        }
        Image image = Images.find(profile.images(), id);
        List<Need> needs = owner == Owner.DEVICE
                ? RunNeeds.ofDevice(
                        image.manifest().identity(), image.manifest().phases())
                : RunNeeds.ofWitness(
                        image.manifest().identity(),
                        profile.cloud().witness().map(WitnessProfile::clientId).orElse(VirtualBench.WITNESS_CLIENT_ID),
                        RunPlans.ownFilters(
                                RunPlans.firmware(profile, image),
                                image.manifest().identity()));
        if (account != null && !account.matches("[0-9]{12}|\\*")) {
            throw new UsageException("bench policy: --account " + account + ": must be 12 digits, or '*' for any");
        }
        return check == null ? print(needs, profile) : judge(needs, check);
    }

    private BoardProfile board(Profile profile) {
        return profile.boards().stream()
                .filter(it -> boardName == null || it.name().equals(boardName))
                .findFirst()
                .orElseThrow(() -> new UsageException("--board " + boardName + ": " + profile.file()
                        + " has no such board; it has "
                        + String.join(
                                ", ",
                                profile.boards().stream()
                                        .map(BoardProfile::name)
                                        .toList())));
    }

    private int print(List<Need> needs, Profile profile) {
        if (account == null) {
            throw new UsageException(
                    "bench policy: --account is missing; give the 12 digits of the AWS account, or '*' for any");
        }
        String where = region == null
                ? profile.cloud()
                        .endpoint()
                        .map(REGION::matcher)
                        .filter(Matcher::matches)
                        .map(it -> it.group(1))
                        .orElse("*")
                : region;
        List<String> documents = PolicyWriter.write(needs, where, account);
        if (part < 1 || part > documents.size()) {
            throw new UsageException("bench policy: --part " + part + ": there "
                    + (documents.size() == 1 ? "is 1 part" : "are " + documents.size() + " parts"));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(documents.get(part - 1));
        out.flush();
        if (documents.size() > 1) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("bench policy: this is part " + part + " of " + documents.size() + ", since AWS IoT takes "
                    + PolicyDocument.MOST_CHARACTERS
                    + " characters each; --part 1 to " + documents.size() + " print them, attach all");
            err.flush();
        }
        return ExitCodes.PASS;
    }

    private int judge(List<Need> needs, Path file) {
        PolicyDocument policy;
        try {
            policy = PolicyDocument.parse(Files.readString(file));
        } catch (PolicyException wrong) {
            throw new UsageException(file + ": " + wrong.getMessage(), wrong);
        } catch (IOException unreadable) {
            throw new UsageException(
                    file + ": cannot be read (" + FileFailure.words(unreadable) + "); give a policy document (JSON)",
                    unreadable);
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        policy.warnings().forEach(warning -> err.println("warning: " + file + ": " + warning));
        err.flush();
        boolean good = true;
        for (Need need : needs) {
            Decision decision = policy.decide(
                    need,
                    Optional.ofNullable(region),
                    Optional.ofNullable(account).filter(it -> !it.equals("*")));
            good &= decision.answer() == Answer.ALLOWED;
            out.println(json ? object(need, decision) : line(need, decision));
        }
        out.flush();
        return good ? ExitCodes.PASS : ExitCodes.USAGE;
    }

    private static String line(Need need, Decision decision) {
        String answer = decision.answer().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return SafeText.line(
                "%-11s %-30s %s %s: %s".formatted(answer, need.step(), need.action(), need.resource(), decision.why()));
    }

    private static String object(Need need, Decision decision) {
        Map<String, String> object = new LinkedHashMap<>();
        object.put("step", need.step());
        object.put("action", need.action());
        object.put("resource", need.resource());
        object.put("answer", decision.answer().name());
        object.put("why", decision.why());
        return JsonText.MAPPER.writeValueAsString(object);
    }
}
