package org.numakerbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LockTest {
    /** Sums are compared by the build; a dependency that is not in the lock would be compared with nothing. */
    @Test
    void everyDependencyIsInTheLock() throws IOException {
        Map<String, String> sums = Lock.sums();

        assertThat(Lock.jars()).hasSizeGreaterThan(50);
        assertThat(Lock.jars())
                .as("run scripts/lock-artefacts and look at what it changes")
                .allSatisfy(jar -> assertThat(sums).containsKey(String.valueOf(jar.getFileName())));
    }

    @Test
    void downloadsWithAWrongSumAreRefused() throws IOException {
        assertThat(Files.readAllLines(Path.of(".mvn/maven.config")))
                .contains("--strict-checksums", "-Daether.artifactResolver.postProcessor.trustedChecksums=true");
    }
}
