package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Works on a copy of the script beside an empty project, so that it neither builds nor touches the real one. */
class StartScriptIT {
    @TempDir
    Path project;

    private Path script;

    @BeforeEach
    void anEmptyProject() throws IOException {
        Files.createDirectories(project.resolve("scripts"));
        Files.createDirectories(project.resolve("src/main"));
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        script = Files.copy(
                Path.of("scripts/bench"), project.resolve("scripts/bench"), StandardCopyOption.COPY_ATTRIBUTES);
    }

    @Test
    void saysWhatToInstallWithoutJava() throws Exception {
        Ended ended = run(Map.of("PATH", "", "JAVA_HOME", "", "BENCH_JVM_ROOT", "/nonexistent"));

        assertThat(ended.output())
                .startsWith("bench: needs Java 17 or newer and found none")
                .contains("apt install openjdk-17-jdk-headless");
        assertThat(ended.code()).isEqualTo(2);
    }

    @Test
    void passesOverAJavaThatIsTooOld() throws Exception {
        Path old = Files.createDirectories(project.resolve("jvm/java-11/bin"));
        Files.writeString(project.resolve("jvm/java-11/release"), "JAVA_VERSION=\"11.0.20\"\n");
        Path java = Files.writeString(old.resolve("java"), "#!/bin/bash\nexit 99\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();

        Ended ended = run(Map.of(
                "PATH",
                "",
                "JAVA_HOME",
                old.getParent().toString(),
                "BENCH_JVM_ROOT",
                project.resolve("jvm").toString()));

        assertThat(ended.output()).startsWith("bench: needs Java 17 or newer and found none");
        assertThat(ended.code()).isEqualTo(2);
    }

    @Test
    void showsWhyABuildFailed() throws Exception {
        Path tools = Files.createDirectories(project.resolve("tools"));
        Path mvn = Files.writeString(tools.resolve("mvn"), "#!/bin/bash\necho 'Broken.java:[1,1] no'\nexit 7\n");
        assertThat(mvn.toFile().setExecutable(true)).isTrue();

        Ended ended = run(Map.of("PATH", tools + ":" + System.getenv("PATH")));

        assertThat(ended.output())
                .startsWith("bench: building with Java ")
                .contains("Broken.java:[1,1] no")
                .contains("the build failed (Maven's exit code 7)");
        assertThat(ended.code()).isEqualTo(2);
    }

    record Ended(int code, String output) {}

    private Ended run(Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(script.toString(), "--help").redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), output);
    }
}
