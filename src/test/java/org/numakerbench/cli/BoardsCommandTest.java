package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.numakerbench.board.usb.FakeSystem;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ResourceLock(Resources.SYSTEM_OUT)
class BoardsCommandTest {
    @TempDir
    private Path scratch;

    private FakeSystem system;

    @BeforeEach
    void attach() throws Exception {
        system = new FakeSystem(Files.createDirectories(scratch.resolve("root")));
    }

    private void plugIn() throws Exception {
        Path volume = Files.createDirectories(scratch.resolve("NuMicro MCU"));
        Files.writeString(volume.resolve("DETAILS.TXT"), "Unique ID: 1304AAAA\r\n");
        system.device("1-1.4", "0416", "511e", "Nu-Link");
        system.serial("1-1.4", "ttyACM0", 0);
        system.volume("1-1.4", "sdb", "8:16", "NuMicro MCU", volume, "rw");
        system.device("1-1.5", "10c4", "ea60", "Evil\u001b[2J");
        system.serial("1-1.5", "ttyACM1", 4);
    }

    private String run(String... more) {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            String[] arguments = new String[more.length + 3];
            arguments[0] = "boards";
            arguments[1] = "--system";
            arguments[2] = system.root().toString();
            System.arraycopy(more, 0, arguments, 3, more.length);
            assertThat(Bench.commandLine().execute(arguments)).isZero();
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void nothingAttachedIsSaid() {
        assertThat(run()).startsWith("No boards:");
    }

    @Test
    void forPeopleEachBoardHasItsPortItsSwitchAndItsVolume() throws Exception {
        plugIn();

        assertThat(run())
                .contains("1-1.4  0416:511e  Nu-Link1, switch MSG ON")
                .contains("flash    mass-storage; for openocd or nulink set MSG to OFF")
                .contains("ttyACM0, takes no break")
                .contains("\"NuMicro MCU\" on " + scratch.resolve("NuMicro MCU"))
                .contains("target   NUMAKER_PFM_M487")
                .contains("1 other serial port: --all lists it")
                .doesNotContain("Evil");
        assertThat(run("--all")).contains("1-1.5  10c4:ea60  Evil\\x1b[2J").doesNotContain("other serial port");
        assertThat(run("--json").lines()).hasSize(1);
        assertThat(run("--json", "--all").lines()).hasSize(2);
    }

    @Test
    void theYamlIsAProfilesBoards() throws Exception {
        plugIn();
        String profile = "bench: desk\nimages: images\ncloud: {endpoint: a.iot.us-east-1.amazonaws.com,"
                + " witness: {clientId: w, ca: a, certificate: b, privateKey: c}}\nboards:\n" + run("--yaml", "--all");
        assertThat(profile).contains("# at USB port 1-1.5: Evil\\x1b[2J");

        var read = org.numakerbench.profile.ProfileReader.read(
                Files.writeString(scratch.resolve("profile.yaml"), profile));

        assertThat(read.boards()).hasSize(1);
        assertThat(read.boards().get(0).usb()).contains("pci-0000:00:14.0-usb-0:1.4");
    }

    @Test
    void aVolumeThatIsNotMountedIsNotSaidToTellNothing() throws Exception {
        system.device("1-1.4", "0416", "511e", "Nu-Link");
        system.volume("1-1.4", "sdb", "8:16", "NuMicro MCU", null, "");

        assertThat(run()).contains("target   unknown: its volume is not mounted (udisksctl mount -b ");
        assertThat(run("--yaml")).contains("target: CHANGE # its volume is not mounted");
    }

    @Test
    void theJsonHoldsOneBoardALine() throws Exception {
        plugIn();
        JsonNode first =
                JsonMapper.shared().readTree(run("--json").lines().findFirst().orElseThrow());

        assertThat(first.path("usb").asString()).isEqualTo("1-1.4");
        assertThat(first.path("target").asString()).isEqualTo("NUMAKER_PFM_M487");
        assertThat(first.path("flashMethods").path(0).asString()).isEqualTo("mass-storage");
    }

    @Test
    void withoutSysfsTheYamlIsCommentsAndTheJsonIsJson() throws Exception {
        Files.move(system.root().resolve("sys"), scratch.resolve("no-sys"));

        assertThat(run()).contains("volumes and adapters are not found here");
        assertThat(run("--yaml").lines()).isNotEmpty().allMatch(it -> it.startsWith("# "));
        assertThat(run("--json").lines())
                .allSatisfy(it ->
                        assertThat(JsonMapper.shared().readTree(it).isObject()).isTrue());
    }
}
