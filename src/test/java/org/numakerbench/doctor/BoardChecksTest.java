package org.numakerbench.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.board.usb.FakeSystem;
import org.numakerbench.board.usb.UsbBoards;
import org.numakerbench.doctor.Diagnosis.Level;
import org.numakerbench.profile.ProfileReader;

class BoardChecksTest {
    @TempDir
    private Path scratch;

    private FakeSystem system;

    @BeforeEach
    void plugIn() throws Exception {
        system = new FakeSystem(Files.createDirectories(scratch.resolve("root")));
        system.device("1-1.4", "0416", "511e", "Nu-Link");
        system.serial("1-1.4", "ttyACM0", 0);
    }

    private List<Diagnosis> warnings(String usb, String flash) throws Exception {
        Path profile = Files.writeString(scratch.resolve("p.yaml"), """
                bench: desk
                images: images
                cloud: {endpoint: a.iot.us-east-1.amazonaws.com, witness: {clientId: w, ca: a, certificate: b, privateKey: c}}
                boards:
                  - {name: b, target: NUMAKER_PFM_M487, usb: "%s", flash: %s, reset: [{method: manual}]}
                """.formatted(usb, flash));
        UsbBoards usbBoards = new UsbBoards(system.roots());
        return new BoardChecks(ProfileReader.read(profile).boards().get(0), usbBoards)
                .all().stream().filter(it -> it.level() == Level.WARNING).toList();
    }

    @Test
    void a_port_by_the_order_of_controllers_is_warned_of_where_there_are_several() throws Exception {
        String flash = "{method: none}";
        assertThat(warnings("1-1.4", flash)).isEmpty();
        system.bus(2, "pci0000:00/0000:00:1a.0");
        assertThat(warnings("1-1.4", flash))
                .singleElement()
                .extracting(Diagnosis::remedy)
                .isEqualTo("write usb: pci-0000:00:14.0-usb-0:1.4");
        assertThat(warnings("pci-0000:00:14.0-usb-0:1.4", flash)).isEmpty();
    }

    @Test
    void a_command_whose_success_nothing_proves_is_warned_of() throws Exception {
        assertThat(warnings("1-1.4", "{method: command, command: [sh, \"{image}\"]}"))
                .singleElement()
                .extracting(Diagnosis::remedy)
                .asString()
                .contains("add success: to flash");
        assertThat(warnings("1-1.4", "{method: command, command: [sh, \"{image}\"], success: OK}"))
                .isEmpty();
    }

    @Test
    void a_program_that_takes_serial_adapters_is_warned_of() throws Exception {
        Path process = Files.createDirectories(system.root().resolve("proc/77"));
        Doctor doctor = new Doctor(system.roots(), Clock.systemUTC());
        assertThat(doctor.examine(null, scratch)).noneMatch(it -> it.where().equals("brltty"));

        Files.writeString(process.resolve("comm"), "brltty\n");
        assertThat(doctor.examine(null, scratch)).anyMatch(it -> it.where().equals("brltty"));
    }
}
