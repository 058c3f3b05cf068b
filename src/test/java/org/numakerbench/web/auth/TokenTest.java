package org.numakerbench.web.auth;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenTest {
    @TempDir
    private Path scratch;

    private Path file(String text, String mode) throws Exception {
        Path file = Files.writeString(scratch.resolve("token"), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        return file;
    }

    @Test
    void theFirstLineIsTheToken() throws Exception {
        Token token = Token.read(file("0123456789abcdef \nmore\n", "rw-------"));

        assertThat(token.matches("0123456789abcdef")).isTrue();
        assertThat(token.matches("0123456789abcdeF")).isFalse();
        assertThat(token.matches("")).isFalse();
        assertThat(token.toString()).doesNotContain("0123");
    }

    @Test
    void aFileThatOthersCanReadIsRefused() throws Exception {
        for (String mode : new String[] {"rw-r-----", "rw----r--", "rw--w----", "rwxrwxrwx"}) {
            Path file = file("0123456789abcdef", mode);
            assertThatExceptionOfType(BadTokenException.class)
                    .isThrownBy(() -> Token.read(file))
                    .withMessageContaining("chmod 600");
        }
    }

    @Test
    void whatCanBeGuessedIsRefusedWithoutSayingIt() throws Exception {
        Path file = file("guessable-token", "rw-------");

        assertThatExceptionOfType(BadTokenException.class)
                .isThrownBy(() -> Token.read(file))
                .withMessageContaining("15 characters; it needs 16 or more")
                .satisfies(it -> assertThat(it.getMessage()).doesNotContain("guessable"));
    }

    @Test
    void aMissingOrHugeFileIsRefused() throws Exception {
        assertThatExceptionOfType(BadTokenException.class)
                .isThrownBy(() -> Token.read(scratch.resolve("none")))
                .withMessageContaining("no such file");
        Path huge = file("a".repeat(5000), "rw-------");
        assertThatExceptionOfType(BadTokenException.class)
                .isThrownBy(() -> Token.read(huge))
                .withMessageContaining("longer than");
    }

    /** A comparison that ends at the first difference tells how much was right. */
    @Test
    void secretsAreComparedInConstantTime() {
        JavaClasses auth = new ClassFileImporter().importPackages("org.numakerbench.web.auth");
        for (Class<?> each : new Class<?>[] {Token.class, FormTokens.class}) {
            classes()
                    .that()
                    .areAssignableTo(each)
                    .should()
                    .callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class)
                    .check(auth);
            noClasses()
                    .that()
                    .areAssignableTo(each)
                    .should()
                    .callMethod(String.class, "equals", Object.class)
                    .orShould()
                    .callMethod(Arrays.class, "equals", byte[].class, byte[].class)
                    .check(auth);
        }
    }
}
