package org.numakerbench.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.numakerbench.profile.Profile.BoardProfile;

/** A board that no bench knows, in a profile. */
class OwnTargetsTest {
    private static final String PROFILE = """
            bench: desk
            images: .
            cloud: {local: {directory: cloud}}
            targets:
              - name: NUCLEO_F429ZI
                flash: {start: 0x08000000, size: 2M}
                ram: [{start: 0x20000000, size: 192K}]
                baud: 115200
                methods: [command, pyocd]
                pyocd: stm32f429zi
            heap: {minHeadroomPercent: 10}
            boards:
              - name: st
                target: NUCLEO_F429ZI
                serial: {port: /dev/serial/by-path/x}
                reset: [{method: break, hold: 250ms}]
                flash: {method: command, command: [flash, "{image}"]}
              - {name: v, target: NUMAKER_PFM_M487, virtual: {baud: 0}}
            """;

    @TempDir
    Path directory;

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("bench.yaml"), text);
    }

    @Test
    void aFewLinesMakeABoardOfAnotherVendor() throws Exception {
        Profile profile = ProfileReader.read(write(PROFILE));

        BoardProfile st = profile.boards().get(0);
        assertThat(st.target().flashStart()).isEqualTo(0x08000000L);
        assertThat(st.serial().baud()).isEqualTo(115200);
        assertThat(profile.heap().minHeadroomBytes(st.target())).contains(192L * 1024 / 10);
        assertThat(profile.boards().get(1).serial().baud()).isEqualTo(9600);
    }

    @Test
    void aBaudRateThatIsSaidCounts() throws Exception {
        Profile profile = ProfileReader.read(write(PROFILE.replace("{port: ", "{baud: 57600, port: ")));

        assertThat(profile.boards().get(0).serial().baud()).isEqualTo(57600);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                bad(
                        "target: NUCLEO_F429ZI",
                        "target: NUCLEO_F492ZI",
                        "14: boards[0].target: \"NUCLEO_F492ZI\" is not known; did you mean NUCLEO_F429ZI?"),
                bad(
                        "target: NUMAKER_PFM_M487",
                        "target: NUMAKER_PFM_M478",
                        "18: boards[1].target: \"NUMAKER_PFM_M478\" is not known; did you mean NUMAKER_PFM_M487?"),
                bad(
                        "    ram: [{start: 0x20000000, size: 192K}]\n",
                        "",
                        "13: boards[0].target: nobody knows the RAM of NUCLEO_F429ZI, of which heap.minHeadroomPercent is a"
                                + " part; give its ram: under targets:"),
                bad(
                        "{method: command, command: [flash, \"{image}\"]}",
                        "{method: openocd}",
                        "17: boards[0].flash.method: NUCLEO_F429ZI cannot be flashed by openocd; use command or pyocd"),
                bad(
                        "    flash: {method: command, command: [flash, \"{image}\"]}\n",
                        "",
                        "boards[0].flash.method: NUCLEO_F429ZI cannot be flashed by mass-storage; use command or pyocd"),
                bad("size: 192K", "size: 192Q", "7: targets[0].ram[0].size: \"192Q\" is not a size such as 512K"),
                bad(
                        "name: NUCLEO_F429ZI",
                        "name: NUMAKER_PFM_M487",
                        "5: targets[0].name: a target that every bench knows"));
    }

    private static Arguments bad(String right, String wrong, String problem) {
        assertThat(PROFILE).contains(right);
        return Arguments.of(PROFILE.replace(right, wrong), problem);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsToldWithItsLineAndWhatWouldBeRight(String text, String problem) throws IOException {
        Path file = write(text);

        assertThatThrownBy(() -> ProfileReader.read(file))
                .isInstanceOf(ProfileException.class)
                .hasMessageContaining(problem);
    }
}
