package org.numakerbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The bill of materials (CycloneDX) against the jar that it belongs to. */
class BillOfMaterialsIT {
    private static final Path JAR = Path.of(System.getProperty("bench.jar", "target/numaker-bench.jar"));
    private static final Path BILL = JAR.resolveSibling("numaker-bench.cdx.json");

    @BeforeEach
    void itIsThere() {
        // The plugin needs the network: a build with --offline goes without.
        assumeTrue(Files.exists(BILL) || System.getenv("BENCH_ALL_TOOLS") != null, "built offline, without a bill");
    }

    private static JsonNode bill() throws IOException {
        return JsonMapper.shared().readTree(Files.readAllBytes(BILL));
    }

    /** Components by the name of their file. */
    private static Map<String, JsonNode> components() throws IOException {
        Map<String, JsonNode> components = new TreeMap<>();
        for (JsonNode each : bill().path("components")) {
            components.put(
                    each.path("name").asString() + "-" + each.path("version").asString() + ".jar", each);
        }
        return components;
    }

    private static Set<String> classes(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(it -> it.getName())
                    .filter(it -> it.endsWith(".class") && !it.endsWith("module-info.class"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void itListsWhatTheJarHoldsAndNothingElse() throws IOException {
        Map<String, JsonNode> components = components();
        Set<String> packaged = classes(JAR);
        Set<String> unexplained = new TreeSet<>(packaged);
        unexplained.removeIf(it -> it.startsWith("org/numakerbench/"));
        Set<String> missing = new TreeSet<>(components.keySet());

        for (Path jar : Lock.jars()) {
            String name = String.valueOf(jar.getFileName());
            if (components.containsKey(name)) {
                Set<String> classes = classes(jar);
                assertThat(packaged).as(name).containsAll(classes);
                unexplained.removeAll(classes);
                missing.remove(name);
            }
        }

        assertThat(unexplained).as("classes of no component").isEmpty();
        assertThat(missing).as("components that are not in the jar").isEmpty();
    }

    @Test
    void itsSumsAreThoseOfTheLock() throws IOException {
        Map<String, String> lock = Lock.sums();

        assertThat(components())
                .hasSizeGreaterThan(30)
                .allSatisfy((name, component) -> assertThat(component
                                .path("hashes")
                                .valueStream()
                                .filter(it -> it.path("alg").asString().equals("SHA-256")))
                        .extracting(it -> it.path("content").asString())
                        .containsExactly(lock.get(name)));
    }

    @Test
    void itIsTheSameInEveryBuild() throws IOException {
        assertThat(bill().has("serialNumber")).isFalse();
        assertThat(bill().path("metadata").has("timestamp")).isFalse();
    }
}
