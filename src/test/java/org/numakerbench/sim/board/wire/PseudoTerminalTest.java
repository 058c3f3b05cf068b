package org.numakerbench.sim.board.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.sim.board.HostPort;

class PseudoTerminalTest {
    @TempDir
    Path directory;

    @Test
    void all_byte_values_pass_to_the_host() throws Exception {
        try (PseudoTerminal terminal = PseudoTerminal.open(directory.resolve("uart"));
                HostPort host = new HostPort(terminal.link())) {
            assertThat(terminal.write(allValues(), 0)).isEqualTo(256);

            await().until(() -> host.bytes().length == 256);
            assertThat(host.bytes()).isEqualTo(allValues());
        }
    }

    @Test
    void all_byte_values_pass_from_the_host_and_none_is_echoed() throws Exception {
        try (PseudoTerminal terminal = PseudoTerminal.open(directory.resolve("uart"));
                HostPort host = new HostPort(terminal.link())) {
            host.send(allValues());

            ByteArrayOutputStream received = new ByteArrayOutputStream();
            byte[] buffer = new byte[100];
            await().until(() -> {
                received.write(buffer, 0, Math.max(0, terminal.read(buffer)));
                return received.size() == 256;
            });
            assertThat(received.toByteArray()).isEqualTo(allValues());
            assertThat(host.bytes()).isEmpty();
        }
    }

    @Test
    void what_is_sent_while_nobody_has_the_port_open_is_lost() throws Exception {
        try (PseudoTerminal terminal = PseudoTerminal.open(directory.resolve("uart"))) {
            assertThat(terminal.isOpenedByHost()).isFalse();
            terminal.write(new byte[] {'o', 'l', 'd'}, 0);

            try (HostPort host = new HostPort(terminal.link())) {
                assertThat(terminal.isOpenedByHost()).isTrue();
                terminal.write(new byte[] {'n', 'e', 'w'}, 0);

                assertThat(host.awaitText("new")).isEqualTo("new");
            }
        }
    }

    @Test
    void replugging_makes_another_device_under_the_same_link() throws Exception {
        try (PseudoTerminal terminal = PseudoTerminal.open(directory.resolve("uart"));
                HostPort host = new HostPort(terminal.link())) {
            terminal.unplug();
            host.awaitHangUp();
            assertThat(terminal.link()).doesNotExist();

            terminal.replug();

            assertThat(Files.isSymbolicLink(terminal.link())).isTrue();
            assertThat(terminal.link()).exists();
        }
    }

    private static byte[] allValues() {
        byte[] values = new byte[256];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) i;
        }
        return values;
    }
}
