package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.sim.cloud.LocalCloud;
import org.numakerbench.sim.cloud.LocalCloudOptions;
import org.numakerbench.sim.cloud.tls.Credentials;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CredentialsCommandIT {
    @TempDir
    private Path directory;

    private LocalCloud cloud;
    private Credentials own;
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeEach
    void start() throws IOException {
        cloud = LocalCloud.start(LocalCloudOptions.in(directory.resolve("cloud")));
        own = cloud.credentials();
    }

    @AfterEach
    void stop() throws IOException {
        cloud.close();
    }

    private int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        CommandLine bench = Bench.commandLine();
        bench.setOut(new PrintWriter(out, true));
        bench.setErr(new PrintWriter(err, true));
        return bench.execute(arguments);
    }

    private int check(Path ca, Path certificate, Path key, String... more) {
        List<String> arguments = new java.util.ArrayList<>(List.of(
                "credentials",
                "check",
                "--ca",
                ca.toString(),
                "--certificate",
                certificate.toString(),
                "--private-key",
                key.toString()));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private String endpoint() {
        return "localhost:" + cloud.mqttPort();
    }

    @Test
    void created_credentials_are_four_files_a_client_and_pass_their_own_check() throws Exception {
        Path made = directory.resolve("made");

        assertThat(run("credentials", "create", "--directory", made.toString(), "--json"))
                .isZero();

        JsonNode device = JsonMapper.shared().readTree(out.toString()).get("device");
        Path key = Path.of(device.get("privateKey").stringValue());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        String before = Files.readString(key);
        assertThat(check(
                        Path.of(device.get("ca").stringValue()),
                        Path.of(device.get("certificate").stringValue()),
                        key,
                        "--public-key",
                        device.get("publicKey").stringValue()))
                .isZero();
        assertThat(out.toString().lines()).hasSize(4).allMatch(line -> line.startsWith("ok "));
        assertThat(run("credentials", "create", "--directory", made.toString())).isZero();
        assertThat(Files.readString(key)).as("a second create keeps them").isEqualTo(before);
        assertThat(out + "" + err).doesNotContain(before.lines().toList().get(1));
    }

    @Test
    void an_endpoint_that_takes_them_is_said_so() {
        assertThat(check(own.ca(), own.deviceCertificate(), own.deviceKey(), "--endpoint", endpoint()))
                .isZero();
        assertThat(out.toString()).contains("ok          " + endpoint() + ": took the certificate");
    }

    @Test
    void an_endpoint_of_another_ca_is_named_with_its_issuer() throws Exception {
        Credentials other = others();

        assertThat(check(other.ca(), own.deviceCertificate(), own.deviceKey(), "--endpoint", endpoint()))
                .isEqualTo(2);
        assertThat(out.toString()).contains("broken").contains("does not chain to the CA; it was issued by");
    }

    @Test
    void an_endpoint_that_refuses_the_certificate_is_said_so() throws Exception {
        Credentials other = others();

        assertThat(check(own.ca(), other.deviceCertificate(), other.deviceKey(), "--endpoint", endpoint()))
                .isEqualTo(2);
        assertThat(out.toString()).contains("refuses the certificate " + other.deviceCertificate());
    }

    @Test
    void an_endpoint_under_another_name_is_said_so() {
        String other = "localhost.localdomain:" + cloud.mqttPort();
        int code = check(own.ca(), own.deviceCertificate(), own.deviceKey(), "--endpoint", other);

        // Where that name has no address there is nothing to look at.
        assertThat(code).isIn(2, 4);
        assertThat(out.toString()).containsAnyOf("not for this name but for", "has no address");
    }

    @Test
    void an_endpoint_that_nobody_answers_at_is_the_clouds_fault() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }

        assertThat(check(own.ca(), own.deviceCertificate(), own.deviceKey(), "--endpoint", "localhost:" + free))
                .isEqualTo(4);
        assertThat(out.toString()).contains("unreachable localhost:" + free);
    }

    @Test
    void wrong_arguments_say_what_would_be_right() {
        assertThat(check(own.ca(), own.deviceCertificate(), own.deviceKey(), "--endpoint", "localhost:99999"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("the port must be 1 to 65535");
        assertThat(run("credentials")).isEqualTo(2);
        assertThat(run("credentials", "check", "--ca", own.ca().toString())).isEqualTo(2);
    }

    @Test
    void findings_in_json_are_one_object_a_line() {
        assertThat(check(own.ca(), own.ca(), own.deviceKey(), "--json")).isEqualTo(2);

        assertThat(out.toString().lines())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("{\"level\":\"BROKEN\",\"where\":\"" + own.ca()
                                + "\",\"what\":\"is a CA's certificate"));
    }

    /** Read back as C reads adjacent string literals. */
    @Test
    void embedded_literals_are_the_files_byte_for_byte() throws Exception {
        assertThat(run(
                        "credentials",
                        "embed",
                        "--ca",
                        own.ca().toString(),
                        "--certificate",
                        own.deviceCertificate().toString(),
                        "--private-key",
                        own.deviceKey().toString()))
                .isZero();

        assertThat(err.toString()).contains("holds the private key");
        String literals = out.toString();
        assertThat(literals).startsWith("const char SSL_CA_CERT_PEM[] = \"-----BEGIN CERTIFICATE-----\\n\"\n    \"MII");
        assertThat(value(literals, "SSL_CA_CERT_PEM")).isEqualTo(Files.readString(own.ca()));
        assertThat(value(literals, "SSL_USER_CERT_PEM")).isEqualTo(Files.readString(own.deviceCertificate()));
        assertThat(value(literals, "SSL_USER_PRIV_KEY_PEM")).isEqualTo(Files.readString(own.deviceKey()));
    }

    private static String value(String source, String name) {
        int from = source.indexOf(name + "[] = ") + name.length() + "[] = ".length();
        String definition = source.substring(from, source.indexOf(';', from));
        StringBuilder value = new StringBuilder();
        for (String line : definition.split("\n")) {
            String quoted = line.strip();
            assertThat(quoted).startsWith("\"").endsWith("\\n\"");
            value.append(quoted, 1, quoted.length() - 3).append('\n');
        }
        return value.toString();
    }

    @Test
    void nothing_broken_is_embedded() {
        assertThat(run(
                        "credentials",
                        "embed",
                        "--ca",
                        own.ca().toString(),
                        "--certificate",
                        own.deviceCertificate().toString(),
                        "--private-key",
                        own.witnessKey().toString()))
                .isEqualTo(2);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("does not fit the certificate");
    }

    private Credentials others() throws IOException {
        try (LocalCloud other = LocalCloud.start(LocalCloudOptions.in(directory.resolve("other")))) {
            return other.credentials();
        }
    }

    @Test
    void no_key_material_is_ever_shown_by_a_check() throws Exception {
        String key = Files.readString(own.deviceKey(), StandardCharsets.US_ASCII);
        Path broken = Files.writeString(directory.resolve("broken.pem"), key.replace("\nM", "\n!M"));

        check(own.ca(), own.deviceCertificate(), broken);

        for (String line : key.lines()
                .filter(it -> it.length() > 20 && !it.startsWith("-"))
                .toList()) {
            assertThat(out + "" + err).doesNotContain(line);
        }
    }
}
