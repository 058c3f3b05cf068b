package org.numakerbench.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.crosscheck.RunLog;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.RunContext;

/** Which expressions a log's text is searched for. */
class KnownExpressionsTest {
    @TempDir
    private Path runs;

    /** Names {@value Planted#EXPRESSION}. */
    private static RunContext context() {
        return ((Fact.RunStarted) RunLog.clean().entries().get(0).fact()).context();
    }

    @Test
    void aLogOfThisHostIsHiddenAsItsProfileSaid() throws Exception {
        KnownExpressions.remember(runs, List.of("other", Planted.EXPRESSION));
        KnownExpressions.remember(runs, List.of(Planted.EXPRESSION));

        assertThat(Files.readAllLines(runs.resolve(KnownExpressions.FILE))).hasSize(2);
        assertThat(KnownExpressions.in(runs).of(context()).hide("other token=5ec2 ok"))
                .isEqualTo("other ********** ok");
        assertThat(KnownExpressions.beside(runs.resolve("run")).of(context()).hide("token=5ec2"))
                .isEqualTo("**********");
    }

    @Test
    void noExpressionIsUsedBecauseALogSaysSo() {
        assertThat(KnownExpressions.in(runs).of(context()).hide("MQTT connects OK"))
                .isEqualTo("**** ******** **");
        assertThat(KnownExpressions.none().of(context()).isWithheld()).isTrue();
    }

    @Test
    void aProfileThatIsNamedSaysWhatIsSecret() {
        assertThat(KnownExpressions.in(runs).and(List.of("MQTT")).of(context()).hide("MQTT connects OK"))
                .isEqualTo("**** connects OK");
    }

    /** Not even beside those of a profile: somebody else chose it. */
    @Test
    void anExpressionOfAForeignLogIsNeverUsed() {
        SecretText secrets = KnownExpressions.in(runs).and(List.of("MQTT")).of(context());

        assertThat(secrets.hide("MQTT connects, token=5ec2")).isEqualTo("**** connects, token=5ec2");
    }

    @Test
    void theyAreForTheirOwnerAloneAndAFileThatOthersCouldWriteIsNotBelieved() throws Exception {
        KnownExpressions.remember(runs, List.of(Planted.EXPRESSION));
        Path file = runs.resolve(KnownExpressions.FILE);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
        assertThat(KnownExpressions.in(runs).of(context()).isWithheld()).isTrue();
    }

    @Test
    void aDamagedFileNamesNoMoreThanItsGoodLines() throws Exception {
        KnownExpressions.remember(runs, List.of(Planted.EXPRESSION));
        Path file = runs.resolve(KnownExpressions.FILE);
        Files.writeString(file, Files.readString(file) + "\"a*\"\n\"torn");

        assertThat(KnownExpressions.in(runs).of(context()).hide("a token=5ec2")).isEqualTo("a **********");
    }
}
