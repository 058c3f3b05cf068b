package org.numakerbench.lab.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.numakerbench.firmware.Target;
import org.numakerbench.lab.plan.NightPlan.Order;
import org.numakerbench.lab.plan.NightPlan.Retries;
import org.numakerbench.lab.plan.NightPlan.Webhook;
import org.numakerbench.profile.ProfileException;

class NightPlanReaderTest {
    private static final String LEAST = """
            night: least
            images: [m487-5.7.1]
            """;

    /** Every key but those that another excludes. */
    private static final String FULL = """
            night: lab-nightly
            profile: ../two-boards.yaml
            lab: postgresql://bench@db.lab/bench
            boards: [left-m487, lab-right/nuc472]
            images: ["{board}-*", "{thing}-5.15.0"]
            phases: [mqtt, mqtt+https]
            repeats: 3
            order: shuffled
            seed: 42
            window:
              from: "22:00"
              to: "06:30"
              zone: Europe/Berlin
            retries:
              device: 0
              cloud: 4
              bench: 5
            quarantineAfter: 2
            patience: 45m
            webhook:
              url: https://hooks.example.com/lab
              format: slack
            fail:
              flaky: true
              heapRegression: false
            """;

    @TempDir
    Path directory;

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("bench-profiles/nightly"))) {
            return files.sorted().toList().stream();
        }
    }

    /** Its profile, or the images' manifests, describe it. */
    @Test
    void aTargetMayBeOneThatNobodyElseKnows() throws Exception {
        NightPlan plan = NightPlanReader.read(plan(LEAST + "anyOf: [MY_BOARD]\n"));

        assertThat(plan.anyOf()).containsExactly(Target.named("MY_BOARD"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void readsEveryExample(Path example) throws ProfileException {
        NightPlan plan = NightPlanReader.read(example);

        assertThat(plan.images()).isNotEmpty();
        assertThat(plan.profile().isPresent() || plan.lab().isPresent())
                .as("it says where its boards are")
                .isTrue();
        plan.profile().ifPresent(profile -> assertThat(profile).exists());
    }

    @Test
    void readsEveryKey() throws Exception {
        NightPlan plan = NightPlanReader.read(plan(FULL));

        assertThat(plan.name()).isEqualTo("lab-nightly");
        assertThat(plan.profile()).contains(directory.resolveSibling("two-boards.yaml"));
        assertThat(plan.lab()).contains("postgresql://bench@db.lab/bench");
        assertThat(plan.boards()).containsExactly("left-m487", "lab-right/nuc472");
        assertThat(plan.images()).containsExactly("{board}-*", "{thing}-5.15.0");
        assertThat(plan.phases()).containsExactly("mqtt", "mqtt+https");
        assertThat(plan.repeats()).isEqualTo(3);
        assertThat(plan.order()).isEqualTo(Order.SHUFFLED);
        assertThat(plan.seed()).isEqualTo(42);
        assertThat(plan.window())
                .contains(new Window(LocalTime.of(22, 0), LocalTime.of(6, 30), ZoneId.of("Europe/Berlin")));
        assertThat(plan.retries()).isEqualTo(new Retries(0, 4, 5));
        assertThat(plan.quarantineAfter()).isEqualTo(2);
        assertThat(plan.patience()).isEqualTo(Duration.ofMinutes(45));
        assertThat(plan.webhook())
                .contains(new Webhook(URI.create("https://hooks.example.com/lab"), Webhook.Format.SLACK));
        assertThat(plan.fail().flaky()).isTrue();
        assertThat(plan.fail().heapRegression()).isFalse();
    }

    @Test
    void fillsInDefaults() throws Exception {
        Path file = plan(LEAST);

        NightPlan plan = NightPlanReader.read(file);

        assertThat(plan.file()).isEqualTo(file);
        assertThat(plan.profile()).isEmpty();
        assertThat(plan.lab()).isEmpty();
        assertThat(plan.boards()).isEmpty();
        assertThat(plan.anyOf()).isEmpty();
        assertThat(plan.phases()).isEmpty();
        assertThat(plan.repeats()).isEqualTo(1);
        assertThat(plan.order()).isEqualTo(Order.ROUNDS);
        assertThat(plan.seed()).isEqualTo(1);
        assertThat(plan.window()).isEmpty();
        assertThat(plan.retries()).isEqualTo(new Retries(1, 2, 2));
        assertThat(plan.quarantineAfter()).isEqualTo(3);
        assertThat(plan.patience()).isEqualTo(Duration.ofMinutes(30));
        assertThat(plan.webhook()).isEmpty();
        assertThat(plan.fail().flaky()).isFalse();
        assertThat(plan.fail().heapRegression()).isTrue();
    }

    @Test
    void takesTargetsInsteadOfBoards() throws Exception {
        NightPlan plan = NightPlanReader.read(plan(LEAST + "anyOf: [NUMAKER_PFM_M487, NUMAKER_PFM_NUC472]\n"));

        assertThat(plan.anyOf()).containsExactly(Target.NUMAKER_PFM_M487, Target.NUMAKER_PFM_NUC472);
    }

    @ParameterizedTest
    @CsvSource({"images, IMAGES", "rounds, ROUNDS", "failed-first, FAILED_FIRST", "shuffled, SHUFFLED"})
    void knowsTheOrders(String word, Order order) throws Exception {
        assertThat(NightPlanReader.read(plan(LEAST + "order: " + word + "\n")).order())
                .isEqualTo(order);
    }

    @ParameterizedTest
    @CsvSource({"90s, PT90S", "45m, PT45M", "2h, PT2H"})
    void knowsDurations(String text, Duration duration) throws Exception {
        assertThat(NightPlanReader.read(plan(LEAST + "patience: " + text + "\n"))
                        .patience())
                .isEqualTo(duration);
    }

    @Test
    void aWindowWithoutAZoneIsTheHosts() throws Exception {
        NightPlan plan = NightPlanReader.read(plan(LEAST + "window: {from: \"22:00\", to: \"06:00\"}\n"));

        assertThat(plan.window().orElseThrow().zone()).isEqualTo(ZoneId.systemDefault());
    }

    @Test
    void whatIsNotGivenOfRetriesKeepsItsDefault() throws Exception {
        assertThat(NightPlanReader.read(plan(LEAST + "retries: {cloud: 7}\n")).retries())
                .isEqualTo(new Retries(1, 7, 2));
    }

    @Test
    void aPathFromHomeIsExpanded() throws Exception {
        assertThat(NightPlanReader.read(plan(LEAST + "profile: ~/lab.yaml\n")).profile())
                .contains(Path.of(System.getProperty("user.home")).resolve("lab.yaml"));
    }

    @Test
    void readsTheWebhooksAddressFromItsFile() throws Exception {
        Files.writeString(directory.resolve("hook"), "https://hooks.example.com/T0/secret\n");

        NightPlan plan = NightPlanReader.read(plan(LEAST + "webhook: {urlFile: hook}\n"));

        assertThat(plan.webhook())
                .contains(new Webhook(URI.create("https://hooks.example.com/T0/secret"), Webhook.Format.JSON));
        assertThat(plan.toString()).doesNotContain("secret");
    }

    @Test
    void neverTellsAnAddressWithASlipInIt() throws IOException {
        Files.writeString(directory.resolve("hook"), "htps://hooks.example.com/T0/secret\n");
        Path byFile = plan(LEAST + "webhook: {urlFile: hook}\n");
        assertThat(failure(byFile))
                .hasMessage(byFile + ":3: webhook.urlFile: is no http or https address; use https://host/path");

        Path direct = plan(LEAST + "webhook: {url: \"https:/hooks.example.com/T0/secret\"}\n");
        assertThat(failure(direct))
                .hasMessage(direct + ":3: webhook.url: is no http or https address; use https://host/path");

        Path password = plan(LEAST + "lab: postgresql://bench:secret@db.lab/bench\n");
        assertThat(failure(password)).hasMessageNotContaining("secret").hasMessageContaining("PGPASSWORD");
    }

    /** Each row: what to replace in the full plan, by what, and the one line that must come. */
    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', textBlock = """
            night: lab-nightly | night: my night | 1: night: "my night" is not a name of letters, digits, . _ -; use for example lab-nightly
            night: lab-nightly | # none | 2: night: missing; add it, for example lab-nightly
            profile: ../two-boards.yaml | profil: x | 2: profil: unknown key; did you mean profile? known here: anyOf, boards, fail, images, lab, night, order, patience, phases, profile, quarantineAfter, repeats, retries, seed, webhook, window
            postgresql://bench@db.lab/bench | postgresql://db.lab | 3: lab: is no address; use postgresql://user@host/database, the password in PGPASSWORD
            postgresql://bench@db.lab/bench | ../lab.db | 3: lab: is no address; use postgresql://user@host/database, the password in PGPASSWORD
            boards: [left-m487, lab-right/nuc472] | boards: [a/b/c] | 4: boards[0]: "a/b/c" is not a board, or bench/board; use for example left-m487
            boards: [left-m487, lab-right/nuc472] | boards: [a, a] | 4: boards: has the same entry twice; keep one of the two
            boards: [left-m487, lab-right/nuc472] | anyOf: [a b] | 4: anyOf[0]: "a b" is not the name of a target; use for example NUMAKER_PFM_M487
            images: | images: [] # | 5: images: is empty; use for example ["{board}-5.7.1", "{board}-5.15.0"]
            images: | images: [a b] # | 5: images[0]: "a b" is not an image ID; use for example m487-5.7.1
            phases: [mqtt, mqtt+https] | phases: [mqtts] | 6: phases[0]: "mqtts" is not known; did you mean mqtt? known here: https, mqtt, mqtt+https
            repeats: 3 | repeats: 0 | 7: repeats: 0 is too small; use for example 3
            repeats: 3 | repeats: many | 7: repeats: "many" is not a number; use for example 3
            order: shuffled | order: failed_first | 8: order: "failed_first" is not known; did you mean failed-first? known here: failed-first, images, rounds, shuffled
            seed: 42 | seed: -1 | 9: seed: -1 is too small; use for example 1
            from: "22:00" | from: "24:00" | 11: window.from: "24:00" is not a time of day; use for example 22:00
            from: "22:00" | from: "06:30" | 10: window: opens and closes at the same time; leave it out for a night without end
            from: "22:00" | # none | 10: window.from: missing; add it, for example 22:00
            zone: Europe/Berlin | zone: Mars/North | 13: window.zone: "Mars/North" is no time zone; use for example Europe/Berlin
            device: 0 | device: 101 | 15: retries.device: 101 is too large; use for example 1
            quarantineAfter: 2 | quarantineAfter: 0 | 18: quarantineAfter: 0 is too small; use for example 3
            patience: 45m | patience: 45 min | 19: patience: "45 min" is not a duration; use for example 30m
            url: https://hooks.example.com/lab | # none | 20: webhook: needs url or urlFile; give one of the two
            format: slack | urlFile: hook | 20: webhook: needs url or urlFile; give one of the two
            format: slack | format: teams | 22: webhook.format: "teams" is not known; did you mean slack? known here: json, slack
            flaky: true | flaky: often | 24: fail.flaky: "often" is not true or false; use for example true
            """)
    void saysWhatIsWrongAndWhatWouldBeRight(String right, String wrong, String line) throws IOException {
        Path file = plan(FULL.replaceFirst(java.util.regex.Pattern.quote(right), wrong));

        assertThat(failure(file)).hasMessage(file + ":" + line);
    }

    @Test
    void boardsAndTargetsExcludeEachOther() throws IOException {
        Path file = plan(FULL + "anyOf: [NUMAKER_PFM_M487]\n");

        assertThat(failure(file)).hasMessage(file + ":26: anyOf: given beside boards; keep one of the two");
    }

    @Test
    void aWebhookFileThatIsNotThereIsNamed() throws IOException {
        Path file = plan(LEAST + "webhook: {urlFile: none}\n");

        assertThat(failure(file))
                .hasMessage(file + ":3: webhook.urlFile: cannot be read: " + directory.resolve("none")
                        + "; check the path and its permissions");
    }

    @Test
    void tellsAllErrorsAtOnceInTheOrderOfLines() throws IOException {
        Path file = plan(FULL.replace("zone: Europe/Berlin", "zone: Mars")
                .replace("lab: postgresql:", "lab: postgres:")
                .replace("url: https:", "url: gopher:"));

        assertThat(failure(file).errors())
                .extracting(it -> it.line() + " " + it.key())
                .containsExactly("3 lab", "13 window.zone", "21 webhook.url");
    }

    private Path plan(String text) throws IOException {
        return Files.writeString(directory.resolve("plan.yaml"), text);
    }

    private static ProfileException failure(Path file) {
        ProfileException failure = catchThrowableOfType(ProfileException.class, () -> NightPlanReader.read(file));
        assertThat(failure).as("errors in " + file).isNotNull();
        return failure;
    }
}
