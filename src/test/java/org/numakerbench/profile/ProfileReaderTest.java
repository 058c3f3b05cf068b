package org.numakerbench.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.board.method.CommandMethod;
import org.numakerbench.board.method.FlashMethod;
import org.numakerbench.board.method.NoMethod;
import org.numakerbench.board.method.OpenOcdMethod;
import org.numakerbench.board.method.ResetMethod;
import org.numakerbench.board.method.SocketMethod;
import org.numakerbench.model.Direction;
import org.numakerbench.model.Step;
import org.numakerbench.profile.Profile.Limits;
import org.numakerbench.profile.Profile.MeasurementLimits;
import org.numakerbench.text.JsonText;
import tools.jackson.databind.JsonNode;

class ProfileReaderTest {
    private static final String VIRTUAL = """
            bench: virtual
            images: ../firmware-images
            cloud:
              local: {directory: ../.bench/cloud}
            boards:
              - name: one
                target: NUMAKER_PFM_M487
                virtual: {}
            """;

    private static final String REAL = """
            bench: desk
            images: images
            cloud:
              endpoint: example.iot.us-east-1.amazonaws.com
              witness:
                clientId: bench-witness
                ca: ca.pem
                certificate: ~/witness.crt
                privateKey: /keys/witness.key
            boards:
              - name: one
                target: NUMAKER_PFM_M487
                serial:
                  port: /dev/serial/by-path/usb-0:1
                  baud: 115200
                flash:
                  method: mass-storage
                  volume: /media/one
                reset:
                  - method: break
                    hold: 300ms
                  - method: command
                    command: [tool, "{port}"]
                    success: OK
                    timeout: 2m
                  - method: socket
                    path: reset.sock
                  - method: none
            """;

    /** One board by its USB port, to be formatted with the means to flash and to reset it. */
    private static final String BOARD = REAL.substring(0, REAL.indexOf("  - name: one")) + """
              - name: one
                target: NUMAKER_PFM_M487
                usb: 1-1.4.2
                flash: %s
                reset: [%s]
            """;

    private static final Limits DEFAULT_LIMITS = new Limits(
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(45),
            Duration.ofSeconds(75),
            Duration.ofMinutes(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30));

    @TempDir
    Path directory;

    @Test
    void readsTheVirtualProfileOfTheRepository() throws ProfileException {
        Profile profile = ProfileReader.read(Path.of("bench-profiles/virtual.yaml"));

        assertThat(profile.bench()).isEqualTo("virtual");
        assertThat(profile.images()).isEqualTo(Path.of("firmware-images").toAbsolutePath());
        assertThat(profile.cloud().local().orElseThrow().directory())
                .isEqualTo(Path.of(".bench/cloud").toAbsolutePath());
        assertThat(profile.boards()).singleElement().satisfies(board -> {
            assertThat(board.image()).contains("virtual-m487-5.7.1");
            assertThat(board.serial().port()).isEmpty();
            assertThat(board.virtual().orElseThrow().baud()).isEqualTo(9600);
        });
    }

    /** Before the bench gives a device up, the firmware must have had its time to say itself what failed. */
    @ParameterizedTest
    @EnumSource
    void theDefaultsOutlastWhatTheFirmwareItselfWaitsFor(Step.Action action) {
        Duration limit = action == Step.Action.NETWORK ? DEFAULT_LIMITS.network() : DEFAULT_LIMITS.silence();

        assertThat(limit).isGreaterThanOrEqualTo(action.patience().plusSeconds(10));
    }

    @Test
    void readsTheExampleOfARealBoard() throws ProfileException {
        Profile profile = ProfileReader.read(Path.of("bench-profiles/m487-ethernet.yaml"));

        assertThat(profile.cloud().witness().orElseThrow().clientId()).isEqualTo("numaker-bench-witness");
        assertThat(profile.boards().get(0).usb()).contains("1-1.4");
        assertThat(profile.boards().get(0).flash())
                .isEqualTo(new FlashMethod.MassStorage(Optional.empty(), "NuMicro MCU", Duration.ofSeconds(60)));
        assertThat(profile.boards().get(0).reset())
                .containsExactly(new ResetMethod.Break(Duration.ofMillis(250)), new ResetMethod.MassStorage());
        assertThat(profile.limits()).isEqualTo(DEFAULT_LIMITS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nuc472-ethernet", "m487-esp8266", "two-boards", "qemu"})
    void readsTheOtherExamples(String name) throws ProfileException {
        assertThat(ProfileReader.read(Path.of("bench-profiles", name + ".yaml")).boards())
                .isNotEmpty();
    }

    @Test
    void resolvesPathsAgainstTheProfileAndExpandsTheHomeDirectory() throws Exception {
        Profile profile = ProfileReader.read(profile(REAL));

        Profile.WitnessProfile witness = profile.cloud().witness().orElseThrow();
        assertThat(profile.images()).isEqualTo(directory.resolve("images"));
        assertThat(witness.ca()).isEqualTo(directory.resolve("ca.pem"));
        assertThat(witness.certificate())
                .isEqualTo(Path.of(System.getProperty("user.home")).resolve("witness.crt"));
        assertThat(witness.privateKey()).isEqualTo(Path.of("/keys/witness.key"));
    }

    @Test
    void keepsEveryMeansOfResettingInOrder() throws Exception {
        Profile profile = ProfileReader.read(profile(REAL));

        assertThat(profile.boards().get(0).reset())
                .containsExactly(
                        new ResetMethod.Break(Duration.ofMillis(300)),
                        new CommandMethod(
                                List.of("tool", "{port}"), Optional.of("OK"), Optional.empty(), Duration.ofMinutes(2)),
                        new SocketMethod(directory.resolve("reset.sock"), Duration.ofSeconds(5)),
                        new NoMethod());
    }

    @Test
    void fillsInDefaults() throws Exception {
        Profile profile = ProfileReader.read(profile(VIRTUAL));

        assertThat(profile.cloud().mqttPort()).isEqualTo(8883);
        assertThat(profile.cloud().httpsPort()).isEqualTo(8443);
        assertThat(profile.cloud().alpn()).isFalse();
        assertThat(profile.limits()).isEqualTo(DEFAULT_LIMITS);
        assertThat(profile.boards().get(0).serial().baud()).isEqualTo(9600);
        assertThat(profile.boards().get(0).virtual().orElseThrow().baud()).isEqualTo(9600);
        assertThat(profile.boards().get(0).flash())
                .isEqualTo(new FlashMethod.MassStorage(Optional.empty(), "NuMicro MCU", Duration.ofSeconds(60)));
    }

    @Test
    void aDefaultMayDifferByMethod() throws Exception {
        assertThat(flashedBy("{method: socket, path: a.sock}"))
                .isEqualTo(new SocketMethod(directory.resolve("a.sock"), Duration.ofSeconds(60)));
        assertThat(flashedBy("{method: pyocd}"))
                .isEqualTo(new FlashMethod.PyOcd("pyocd", Optional.empty(), Duration.ofSeconds(60)));
        assertThat(flashedBy("{method: nulink, timeout: 1500ms}"))
                .isEqualTo(new FlashMethod.NuLink("NuLink", Optional.empty(), Duration.ofMillis(1500)));
    }

    /** A key that the schema lets through and no record has would be a stack trace for whoever gives it. */
    @ParameterizedTest
    @ValueSource(strings = {"flash", "reset"})
    void everyKeyOfEveryMethodIsBound(String kind) throws Exception {
        JsonNode defs = JsonText.MAPPER
                .readTree(Files.readString(Path.of("src/main/resources" + ProfileReader.SCHEMA)))
                .path("$defs");
        for (JsonNode branch : defs.path(kind).path("allOf")) {
            String method = branch.at("/if/properties/method/const").stringValue();
            String shape = branch.at("/then/$ref").stringValue().replace("#/$defs/", "");
            String keys = defs.path(shape).path("properties").properties().stream()
                    .filter(key -> key.getValue().has("examples"))
                    .map(key ->
                            ", " + key.getKey() + ": " + inYaml(key.getValue().at("/examples/0")))
                    .collect(Collectors.joining());
            String means = "{method: " + method + keys + "}";
            Profile profile = ProfileReader.read(profile(BOARD.formatted(
                    kind.equals("flash") ? means : "{method: mass-storage}",
                    kind.equals("reset") ? means : "{method: manual}")));
            Object bound = kind.equals("flash")
                    ? profile.boards().get(0).flash()
                    : profile.boards().get(0).reset().get(0);
            assertThat(bound.getClass().getAnnotation(JsonTypeName.class).value())
                    .isEqualTo(method);
        }
    }

    /** JSON Schema calls 9600.0 an integer. */
    @Test
    void takesAWholeNumberHoweverItIsWritten() throws Exception {
        Profile profile = ProfileReader.read(profile(VIRTUAL.replace("virtual: {}", "virtual: {baud: 9600.0}")));

        assertThat(profile.boards().get(0).virtual().orElseThrow().baud()).isEqualTo(9600);
    }

    @Test
    void namesANumberThatIsBeyondAllNumbers() throws IOException {
        Path file = profile(VIRTUAL + "heap:\n  maxGrowthBytes: 99999999999999999999\n");

        assertThat(failure(file))
                .hasMessageEndingWith(": heap.maxGrowthBytes: 99999999999999999999 is too large; use a smaller number");
    }

    @Test
    void asksOfMeasurementsByTheirNames() throws Exception {
        Profile profile = ProfileReader.read(profile(
                VIRTUAL + "measurements:\n  rssi: {min: -80.5, direction: larger}\n  time.dhcp: {max: 5000}\n"));

        assertThat(profile.measurements())
                .containsEntry(
                        "rssi",
                        new MeasurementLimits(
                                Optional.of(-80.5), Optional.empty(), Optional.empty(), Optional.of(Direction.LARGER)))
                .containsEntry(
                        "time.dhcp",
                        new MeasurementLimits(
                                Optional.empty(), Optional.of(5000.0), Optional.empty(), Optional.empty()));
    }

    @Test
    void refusesWhatNoMeasurementIsCalledAndLimitsThatNothingCanKeepTo() throws Exception {
        Path file = profile(VIRTUAL + "measurements:\n  RSSI: {min: -80}\n  time.dhcp: {min: 9, max: 5}\n");

        assertThat(failure(file))
                .hasMessageContaining(":10: measurements.RSSI: not the name of a measurement")
                .hasMessageContaining(
                        ":11: measurements.time.dhcp.min: 9 is above max, which no value can keep to; exchange the two");
    }

    private FlashMethod flashedBy(String flash) throws IOException, ProfileException {
        return ProfileReader.read(profile(BOARD.formatted(flash, "{method: manual}")))
                .boards()
                .get(0)
                .flash();
    }

    private static String inYaml(JsonNode example) {
        String text = example.asString();
        return text.startsWith("[") ? text : "'" + text + "'";
    }

    @Test
    void takesABoardByItsUsbPortAlone() throws Exception {
        String board = """
                  - name: one
                    target: NUMAKER_PFM_M487
                    usb: 1-1.4.2
                    flash: {method: openocd, executable: /opt/openocd}
                    reset: [{method: openocd}, {method: usb-power, off: 5s}, {method: manual}]
                """;
        Profile profile = ProfileReader.read(profile(REAL.substring(0, REAL.indexOf("  - name: one")) + board));

        assertThat(profile.boards().get(0).usb()).contains("1-1.4.2");
        assertThat(profile.boards().get(0).serial().port()).isEmpty();
        assertThat(profile.boards().get(0).flash())
                .isEqualTo(new OpenOcdMethod(
                        "/opt/openocd", "interface/nulink.cfg", Optional.empty(), Duration.ofSeconds(60)));
        assertThat(profile.boards().get(0).reset())
                .containsExactly(
                        new OpenOcdMethod("openocd", "interface/nulink.cfg", Optional.empty(), Duration.ofSeconds(60)),
                        new ResetMethod.UsbPower(Duration.ofSeconds(5), Duration.ofSeconds(60)),
                        new ResetMethod.Manual());
    }

    @Test
    void refusesAnEmulatedBoardWithoutALocalCloud() throws IOException {
        String board = "  - {name: one, target: QEMU_MPS2_AN386, qemu: {}}\n";
        Path file = profile(REAL.substring(0, REAL.indexOf("  - name: one")) + board);

        assertThat(failure(file))
                .hasMessage(file + ":11: boards[0].qemu: its certificates come from a local cloud; "
                        + "use cloud.local in this profile");
    }

    @Test
    void sendsAlpnOnPort443() throws Exception {
        Profile profile = ProfileReader.read(profile(REAL.replace("  witness:", "  mqttPort: 443\n  witness:")));

        assertThat(profile.cloud().alpn()).isTrue();
    }

    /** Each row: what to replace in the real profile, by what, and the one line that must come. */
    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', textBlock = """
            baud: 115200 | baud: fast | 15: boards[0].serial.baud: "fast" is not a number; use for example 9600
            baud: 115200 | baud: 0 | 15: boards[0].serial.baud: 0 is too small; use for example 9600
            baud: 115200 | baud: 99999999999999999999 | 15: boards[0].serial.baud: 99999999999999999999 is too large; use for example 9600
            baud: 115200 | baud: [9600] | 15: boards[0].serial.baud: a list is not a number; use for example 9600
            baud: 115200 | buad: 115200 | 15: boards[0].serial.buad: unknown key; did you mean baud? known here: baud, port
            baud: 115200 | port: /dev/b | 15: boards[0].serial.port: given twice, first in line 14; keep one of the two
            bench: desk | bench: my desk | 1: bench: "my desk" is not a name of letters, digits, . _ -; use for example desk
            bench: desk | bench: 12 | 1: bench: 12 is not text; use for example desk
            bench: desk | bench: | 1: bench: nothing is not text; use for example desk
            bench: desk | bench: *desk | 1: bench: aliases are not supported; write the value out
            path: reset.sock | path: "reset | 29: not YAML: found unexpected end of stream; check indentation (spaces, no tabs), quotes and colons around this line
            images: images | images: [a] | 2: images: a list is not text; use for example ../firmware-images
            NUMAKER_PFM_M487 | NUMAKER_PFM_M478 | 12: boards[0].target: "NUMAKER_PFM_M478" is not known; did you mean NUMAKER_PFM_M487? known here: NUMAKER_IOT_M263A, NUMAKER_IOT_M467, NUMAKER_IOT_M487, NUMAKER_PFM_M487, NUMAKER_PFM_NUC472, NU_M2354, QEMU_ARM, QEMU_MPS2_AN386; any other needs a few lines under targets: (docs/targets.md)
            hold: 300ms | hold: 300 ms | 21: boards[0].reset[0].hold: "300 ms" is not a duration; use for example 250ms
            hold: 300ms | hold: 300 | 21: boards[0].reset[0].hold: 300 is not text; use for example 250ms
            hold: 300ms | hodl: 300ms | 21: boards[0].reset[0].hodl: unknown key; did you mean hold? known here: hold, method
            hold: 300ms | path: x | 21: boards[0].reset[0].path: unknown key; did you mean hold? known here: hold, method
            method: break | method: brake | 20: boards[0].reset[0].method: "brake" is not known; did you mean break? known here: break, command, manual, mass-storage, none, openocd, socket, usb-power
            success: OK | success: '(' | 24: boards[0].reset[1].success: not a regular expression (Unclosed group); put a backslash before ( [ { * + ? that stand for themselves
            clientId: bench-witness | clientId: '' | 6: cloud.witness.clientId: is empty; use for example bench-witness
            ca: ca.pem | ca: '-----BEGIN CERTIFICATE-----' | 7: cloud.witness.ca: holds the text of a key or certificate; give the path of the PEM file instead
            endpoint: example.iot.us-east-1.amazonaws.com | endpoint: https://x/ | 4: cloud.endpoint: "https://x/" is not a host name; use for example a1b2c3d4e5f6g7-ats.iot.us-east-1.amazonaws.com
            endpoint: example.iot.us-east-1.amazonaws.com | mqttPort: 1 | 3: cloud.endpoint: missing; add it, for example a1b2c3d4e5f6g7-ats.iot.us-east-1.amazonaws.com
            clientId: bench-witness | # none | 5: cloud.witness.clientId: missing; add it, for example bench-witness
            port: /dev/serial/by-path/usb-0:1 | # none | 13: boards[0].serial.port: missing; add it, for example /dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.1
            volume: /media/one | # none | 16: boards[0].flash.volume: missing; add it, for example /media/bench/NuMicro MCU
            port: /dev/serial/by-path/usb-0:1 | port: /dev/ttyACM0 | 14: boards[0].serial.port: another board may get this name at the next plug-in; name the board by its physical port: usb: 1-1.4.2 (bench boards lists them)
            port: /dev/serial/by-path/usb-0:1 | port: /dev/serial/by-id/usb-Nuvoton | 14: boards[0].serial.port: by-id names of two Nu-Link boards are the same; name the board by its physical port: usb: 1-1.4.2 (bench boards lists them)
            method: none | method: usb-power | 28: boards[0].reset[3].method: usb-power needs to know the port; add usb: to the board
            name: one | image: x | 11: boards[0].name: missing; add it, for example m487-left
            """)
    void saysWhatIsWrongAndWhatWouldBeRight(String right, String wrong, String line) throws IOException {
        Path file = profile(REAL.replaceFirst(java.util.regex.Pattern.quote(right), wrong));

        assertThat(failure(file)).hasMessage(file + ":" + line);
    }

    @Test
    void asksForTheResetOfARealBoard() throws IOException {
        Path none = profile(REAL.substring(0, REAL.indexOf("    reset:")));
        assertThat(failure(none))
                .hasMessage(none + ":11: boards[0].reset: missing; add it, for example [{method: break, hold: 250ms}]");

        Path empty = profile(REAL.substring(0, REAL.indexOf("    reset:")) + "    reset: []\n");
        assertThat(failure(empty))
                .hasMessage(empty + ":19: boards[0].reset: is empty; use for example [{method: break, hold: 250ms}]");
    }

    @Test
    void aMistypedKeyThatIsNeededIsBothMissingAndUnknown() throws IOException {
        Path file = profile(REAL.replace("bench: desk", "benhc: desk"));

        assertThat(failure(file))
                .hasMessage(
                        file + ":1: bench: missing; add it, for example desk\n" + file
                                + ":1: benhc: unknown key; did you mean bench? known here: bench, boards, cloud, firmware, heap, history, images, limits, loops, measurements, secrets, targets");
    }

    @Test
    void anExpressionOfASecretMustBeOneOfRe2AndMatchSomething() throws IOException {
        Path file = profile(VIRTUAL + "secrets:\n- 'token=[0-9a-f]+'\n- '(a)\\1'\n- 'a*'\n");
        long line = VIRTUAL.lines().count() + 3;

        assertThat(failure(file))
                .hasMessage(
                        file + ":" + line + ": secrets[1]: not a regular expression that is known here: invalid escape"
                                + " sequence; use the syntax of RE2: no back-references, no looking ahead or behind; quote it in"
                                + " '...'\n" + file + ":" + (line + 1)
                                + ": secrets[2]: matches the empty text; say what a secret has"
                                + " at least, with + in place of *, say");
    }

    @Test
    void asksForABoard() throws IOException {
        Path file = profile(VIRTUAL.substring(0, VIRTUAL.indexOf("boards:")) + "boards: []\n");

        assertThat(failure(file))
                .hasMessage(file + ":5: boards: is empty; use for example "
                        + "[{name: virtual-m487, target: NUMAKER_PFM_M487, virtual: {baud: 9600}}]");
    }

    @Test
    void refusesTwoBoardsOfOneNameOrOnOnePort() throws IOException {
        String board = REAL.substring(REAL.indexOf("  - name: one"));
        Path file = profile(REAL + board);

        assertThat(failure(file))
                .hasMessage(
                        file + ":29: boards[1].name: the same as boards[0].name; give each board a name of its own\n"
                                + file + ":32: boards[1].serial.port: the same as boards[0].serial.port; "
                                + "give each board its own port; by-path names tell boards apart");
    }

    @Test
    void refusesWhatTheStandInsFillIn() throws IOException {
        Path file = profile(VIRTUAL.replace("  local:", "  endpoint: localhost\n  local:")
                .replace("    virtual:", "    serial: {port: /dev/pts/7}\n    virtual:"));

        assertThat(failure(file))
                .hasMessage(
                        file + ":4: cloud.endpoint: given beside cloud.local, which fills it in; keep one of the two\n"
                                + file
                                + ":9: boards[0].serial.port: given beside virtual, which fills it in; keep one of the two");
    }

    @Test
    void reportsAllErrorsAtOnceInTheOrderOfLines() throws IOException {
        Path file = profile(REAL.replace("bench: desk", "bench: 1")
                .replace("baud: 115200", "baud: fast")
                .replace("hold: 300ms", "hold: soon")
                .replace("ca: ca.pem", "cas: ca.pem"));

        assertThat(failure(file).errors())
                .extracting(error -> error.line() + " " + error.key())
                .containsExactly(
                        "1 bench",
                        "5 cloud.witness.ca",
                        "7 cloud.witness.cas",
                        "15 boards[0].serial.baud",
                        "21 boards[0].reset[0].hold");
    }

    @Test
    void neverRepeatsASecret() throws IOException {
        String pem = "-----BEGIN PRIVATE KEY-----\\nTOPSECRET\\n-----END PRIVATE KEY-----";
        Path file = profile(REAL.replace("/keys/witness.key", '"' + pem + '"').replace("115200", '"' + pem + '"'));

        assertThat(failure(file).getMessage()).doesNotContain("TOPSECRET").contains("give the path of the PEM file");
    }

    @Test
    void neverRepeatsASecretThatBreaksTheSyntax() throws IOException {
        Path file = profile("privateKey: -----BEGIN PRIVATE KEY-----\nTOPSECRET: a: b\n");

        assertThat(failure(file).getMessage()).contains(":2: not YAML: ").doesNotContain("TOPSECRET");
    }

    @Test
    void neverRepeatsASecretInThePlaceOfAKey() throws IOException {
        Path file = profile(REAL + "\"-----BEGIN PRIVATE KEY-----\\nTOPSECRET\": 1\n");

        assertThat(failure(file).getMessage())
                .startsWith(file + ":29: (the text of a key or certificate): unknown key; ")
                .doesNotContain("TOPSECRET");
    }

    @Test
    void namesAMissingFile() {
        Path file = directory.resolve("none.yaml");

        assertThat(failure(file)).hasMessage(file + ":1: no such file; check the path");
    }

    @Test
    void refusesADirectoryAnEmptyFileAndASecondDocument() throws IOException {
        assertThat(failure(directory)).hasMessage(directory + ":1: this is a directory; name a YAML file");

        Path empty = profile("# nothing\n");
        assertThat(failure(empty)).hasMessage(empty + ":1: the file is empty; copy one of the examples beside it");

        Path two = profile(VIRTUAL + "---\nbench: two\n");
        assertThat(failure(two)).hasMessage(two + ":10: a second YAML document begins; keep one document a file");
    }

    private Path profile(String text) throws IOException {
        return Files.writeString(directory.resolve("x.yaml"), text);
    }

    private static ProfileException failure(Path file) {
        ProfileException failure = catchThrowableOfType(ProfileException.class, () -> ProfileReader.read(file));
        assertThat(failure).as("errors in " + file).isNotNull();
        return failure;
    }
}
