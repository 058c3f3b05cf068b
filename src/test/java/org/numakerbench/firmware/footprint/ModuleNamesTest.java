package org.numakerbench.firmware.footprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ModuleNamesTest {
    private static List<String> names(String... objects) {
        ModuleNames names = new ModuleNames(List.of(objects));
        return List.of(objects).stream().map(names::of).toList();
    }

    @Test
    void objectsAreTheirFirstDirectoriesBelowWhatTheyHaveInCommon() {
        assertThat(names(
                        "./BUILD/M487/GCC_ARM/main.o",
                        "./BUILD/M487/GCC_ARM/mbed-os/features/mbedtls/src/ssl_tls.o",
                        "./BUILD/M487/GCC_ARM/mbed-os/rtos/Thread.o"))
                .containsExactly("main.o", "mbed-os/features/mbedtls", "mbed-os/rtos");
    }

    @Test
    void whereItWasBuiltIsNoMatter() {
        assertThat(names("C:\\ci\\7\\main.o", "C:\\ci\\7\\net\\a.o"))
                .isEqualTo(names("/home/u/main.o", "/home/u/x/../net/a.o"))
                .containsExactly("main.o", "net");
    }

    @Test
    void librariesAreTheirNamesAndThoseOfTheToolchainAreSet() {
        assertThat(names(
                        "x/libmbedtls.a(ssl.o)",
                        "/usr/lib/arm-none-eabi/lib/libg_nano.a(lib_a-memcpy.o)",
                        "/opt/arm-none-eabi/lib/libc.a(lib_a-memcpy.o)",
                        "/usr/lib/gcc/arm-none-eabi/12/thumb/libgcc.a(_udivmoddi4.o)",
                        "/usr/lib/gcc/arm-none-eabi/12/thumb/crti.o",
                        "c_w.l(printf.o)",
                        "rt7M_tl.a(memcpy.o)",
                        "linker stubs",
                        "/tmp/ccAbC.ltrans0.ltrans.o"))
                .containsExactly(
                        "mbedtls",
                        "[lib]/c",
                        "[lib]/c",
                        "[lib]/gcc",
                        "[lib]/misc",
                        "[lib]/c_w",
                        "[lib]/rt7M_tl",
                        "[linker]",
                        "[lto]");
    }
}
