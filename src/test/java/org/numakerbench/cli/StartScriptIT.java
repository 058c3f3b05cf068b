package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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

    /** A Java that says what it was given instead of running the bench. */
    private Path java(String says) throws IOException {
        Path home = project.resolve("jvm/java-17");
        Path bin = Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
        Path java = Files.writeString(bin.resolve("java"), "#!/bin/bash\n" + says + "\n");
        assertThat(java.toFile().setExecutable(true, false)).isTrue();
        return home;
    }

    private void built() throws IOException {
        Files.createDirectories(project.resolve("target"));
        Files.writeString(project.resolve("target/numaker-bench.jar"), "jar");
    }

    @Test
    void withoutAUtf8LocaleJavaGetsOne() throws Exception {
        String home = java("echo \"LC_ALL=$LC_ALL LANG=$LANG\"").toString();
        built();

        for (Map<String, String> poor : List.of(
                Map.of("LC_ALL", "C", "LANG", "de_DE.UTF-8"), Map.of("LC_ALL", "", "LC_CTYPE", "", "LANG", "POSIX"))) {
            Map<String, String> environment = new HashMap<>(poor);
            environment.put("JAVA_HOME", home);
            assertThat(run(environment).output()).startsWith("LC_ALL=C.UTF-8 ");
        }
        assertThat(run(Map.of("JAVA_HOME", home, "LC_ALL", "", "LC_CTYPE", "", "LANG", "de_DE.utf8"))
                        .output())
                .as("one's own stays")
                .isEqualTo("LC_ALL= LANG=de_DE.utf8\n");
    }

    @Test
    void aCheckoutOfSomebodyElsesThatIsNotBuiltSaysInOneLineWhatToDo() throws Exception {
        String home = java("echo started").toString();
        Files.createDirectory(project.resolve("target"));
        asNobody();

        Ended ended = run(Map.of("JAVA_HOME", home), "setpriv", "--reuid=65534", "--clear-groups");

        assertThat(ended.output().lines())
                .singleElement()
                .asString()
                .startsWith("bench: has to be built first, and ")
                .contains("cannot write to " + project.toRealPath().resolve("target"))
                .contains("sudo chown -R ");
        assertThat(ended.code()).isEqualTo(2);
    }

    @Test
    void aCheckoutOfSomebodyElsesThatIsBuiltWorks() throws Exception {
        String home = java("echo started").toString();
        built();
        asNobody();

        Ended ended = run(Map.of("JAVA_HOME", home), "setpriv", "--reuid=65534", "--clear-groups");

        assertThat(ended.output()).isEqualTo("started\n");
        assertThat(ended.code()).isZero();
    }

    /** Only root can be somebody else for a while. */
    private void asNobody() throws IOException {
        assumeTrue(System.getProperty("user.name").equals("root"), "needs root to be somebody else");
        Files.setPosixFilePermissions(project, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    record Ended(int code, String output) {}

    /** @param before what starts the script */
    private Ended run(Map<String, String> environment, String... before) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(before));
        command.addAll(List.of(script.toString(), "--help"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), output);
    }
}
