package org.numakerbench.usb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The project's rules for udev and polkit, installed as documented for one test. */
final class SystemRules implements AfterEachCallback {
    private static final Path UDEV = Path.of("/etc/udev/rules.d/70-numaker-bench.rules");
    private static final Path POLKIT = Path.of("/etc/polkit-1/rules.d/50-numaker-bench.rules");

    /** For what is plugged in from now on. */
    void installUdev() throws IOException, InterruptedException {
        Files.copy(Path.of("scripts/udev/70-numaker-bench.rules"), UDEV, StandardCopyOption.REPLACE_EXISTING);
        UsbLab.run("udevadm", "control", "--reload");
    }

    void installPolkit() throws IOException {
        Files.copy(Path.of("scripts/polkit/50-numaker-bench.rules"), POLKIT, StandardCopyOption.REPLACE_EXISTING);
        UsbLab.waitFor("polkit's yes", SystemRules::mayMount);
    }

    private static boolean mayMount() throws IOException, InterruptedException {
        String ask = "pkcheck --action-id org.freedesktop.udisks2.filesystem-mount --process $$";
        return BenchUser.run("bash", "-c", ask).code() == 0;
    }

    @Override
    public void afterEach(ExtensionContext test) throws IOException, InterruptedException {
        if (Files.deleteIfExists(UDEV)) {
            UsbLab.run("udevadm", "control", "--reload");
        }
        if (Files.deleteIfExists(POLKIT)) {
            UsbLab.waitFor("polkit's no", () -> !mayMount());
        }
    }
}
