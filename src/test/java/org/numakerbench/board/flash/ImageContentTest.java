package org.numakerbench.board.flash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.TestImages;
import org.numakerbench.firmware.Target;

class ImageContentTest {
    private static final String END = ":00000001FF\n";

    @TempDir
    Path directory;

    @Test
    void a_binary_is_its_bytes_from_address_0() throws Exception {
        ImageContent content = ImageContent.of(TestImages.of(directory, "a.bin", 100));
        byte[] flash = TestImages.bytes(100);
        assertThat(content.size()).isEqualTo(100);
        assertThat(content.end()).isEqualTo(100);
        assertThat(content.firstDifference(flash)).isEqualTo(-1);
        flash[99]++;
        assertThat(content.firstDifference(flash)).isEqualTo(99);
        assertThat(content.firstDifference(new byte[0])).isZero();
    }

    @Test
    void a_hex_file_has_gaps_that_nobody_compares() throws Exception {
        ImageContent content = hex(":020000000102FB\n" + ":020008000304EF\n" + END);
        assertThat(content.size()).isEqualTo(4);
        assertThat(content.end()).isEqualTo(10);
        assertThat(content.firstDifference(new byte[] {1, 2, 9, 9, 9, 9, 9, 9, 3, 4}))
                .isEqualTo(-1);
        assertThat(content.firstDifference(new byte[] {1, 2, 9, 9, 9, 9, 9, 9, 3, 5}))
                .isEqualTo(9);
        assertThat(content.firstDifference(new byte[] {1, 2, 9, 9, 9, 9, 9, 9, 3}))
                .isEqualTo(9);
    }

    @Test
    void upper_addresses_and_segments_count_and_configuration_words_are_left_out() throws Exception {
        String linear = ":020000040001F9\n:0100000005FA\n";
        String segment = ":020000021000EC\n:0100010006F8\n";
        String config = ":020000040030CA\n:04000000FFFFFFFF00\n";
        ImageContent content = hex(linear + segment + config + END);
        assertThat(content.size()).isEqualTo(2);
        assertThat(content.end()).isEqualTo(0x10002);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no hex", ":0100000005FB", ":01000000", ":zz", "0100000005FA", ":0200000005FA"})
    void a_line_that_is_no_record_is_named(String line) {
        assertThatThrownBy(() -> hex(":0100000005FA\n" + line + "\n" + END))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("a.hex:2: not Intel HEX: ");
    }

    @Test
    void a_hex_file_that_was_cut_or_holds_nothing_is_refused() {
        assertThatThrownBy(() -> hex(":0100000005FA\n")).hasMessageContaining("no end record");
        assertThatThrownBy(() -> hex(END)).hasMessageContaining("no data");
    }

    private ImageContent hex(String text) throws Exception {
        return ImageContent.of(
                TestImages.of(directory, "a.hex", text.getBytes(StandardCharsets.US_ASCII), Target.NUMAKER_PFM_M487));
    }
}
