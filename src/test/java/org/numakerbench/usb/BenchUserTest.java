package org.numakerbench.usb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.numakerbench.board.usb.UsbBoard;
import org.numakerbench.usb.UsbLab.Ran;

/** Without root: what the user of a lab host may, by the project's rules and without them. */
@Tag("usb")
class BenchUserTest {
    @RegisterExtension
    private final UsbLab lab = new UsbLab();

    @RegisterExtension
    private final SystemRules rules = new SystemRules();

    private Ran flash() throws Exception {
        return BenchUser.bench(lab, "flash", "--profile", lab.profile(), "b1");
    }

    @Test
    void withThePolkitRuleABoardIsFlashed() throws Exception {
        rules.installPolkit();
        byte[] image = lab.oneBoard(100);
        Ran ran = flash();

        assertThat(ran.code()).as(ran.text()).isZero();
        assertThat(lab.board(1).programmed()).isEqualTo(image);
    }

    @Test
    void withoutItTheMissingRightIsNamed() throws Exception {
        lab.oneBoard(100);
        Ran ran = flash();

        assertThat(ran.text())
                .contains("no right to mount it", "org.freedesktop.udisks2.filesystem-mount", "scripts/polkit");
        assertThat(ran.code()).isEqualTo(3);
        assertThat(lab.board(1).programmings()).isZero();
    }

    @Test
    void aVolumeThatAnotherUserHasMountedIsSaidToBeThat() throws Exception {
        rules.installPolkit();
        lab.oneBoard(100);
        Path mount = lab.mount(1);
        Ran ran = flash();

        assertThat(ran.text())
                .contains(mount + " ", "is mounted by another user (user number 0)", "has no right to look into")
                .doesNotContain("is not there");
        assertThat(ran.code()).isEqualTo(3);
        assertThat(lab.board(1).programmings()).isZero();
    }

    @Test
    void andBenchBoardsSaysSoToo() throws Exception {
        lab.oneBoard(100);
        lab.mount(1);
        Ran ran = BenchUser.bench(lab, "boards");

        assertThat(ran.text()).contains("mounted by another user, and this one may not look into it");
    }

    @Test
    void theUdevRuleGivesPortAdapterAndAName() throws Exception {
        rules.installUdev();
        lab.plug(1);
        UsbBoard board = lab.seen(1).orElseThrow();
        Path tty = board.serial().orElseThrow().device();
        Path name = Path.of("/dev/numaker", UsbLab.port(1).idPath() + ":1.1");

        UsbLab.waitFor("the rule's name " + name, () -> Files.exists(name));
        assertThat(name.toRealPath()).isEqualTo(tty);
        assertThat(Files.getAttribute(tty, "unix:group", LinkOption.NOFOLLOW_LINKS))
                .hasToString("dialout");
    }

    @Test
    void theUdevRuleLetsUhubctlSwitchAPort() throws Exception {
        rules.installUdev();
        UsbLab.run("udevadm", "trigger", "--action=add", "--subsystem-match=usb", "--settle");
        lab.plug(1);
        lab.board(1).obeyPowerSwitch();
        String bus = UsbLab.port(1).name().split("-")[0];
        Ran off = BenchUser.run("uhubctl", "-l", bus, "-p", "1", "-a", "off");
        assertThat(off.code()).as(off.text()).isZero();
        System.out.println(off.text());
        lab.awaitGone(1);
        Ran on = BenchUser.run("uhubctl", "-l", bus, "-p", "1", "-a", "on");
        lab.awaitReady(1);

        assertThat(on.code()).as(on.text()).isZero();
    }
}
