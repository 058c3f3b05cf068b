package org.numakerbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.lab.logs.LocalLogs;
import org.numakerbench.lab.store.LabStore;
import org.numakerbench.sim.cloud.LocalCloud;
import org.numakerbench.sim.cloud.LocalCloudOptions;
import org.numakerbench.web.auth.Token;

/** Over TLS. */
class TlsTest {
    @TempDir
    private Path scratch;

    /** What is served is looked at, not by whom. */
    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @Test
    void cookiesAreForTlsAlone() throws Exception {
        DashboardOptions.Tls tls;
        try (LocalCloud cloud = LocalCloud.start(LocalCloudOptions.in(scratch.resolve("cloud")))) {
            tls = new DashboardOptions.Tls(
                    cloud.credentials().deviceCertificate(), cloud.credentials().deviceKey());
        }
        Token token = Token.read(ServedLab.tokenFile(scratch, ServedLab.TOKEN, "rw-------"));
        Path runs = scratch.resolve("runs");
        try (LocalLogs logs = new LocalLogs(runs);
                LabStore store = LabStore.open(new HistoryAddress.Embedded(runs.resolve("lab.db")));
                Dashboard dashboard = Dashboard.start(
                        new Sources(store, logs, HistoryAddress.beside(runs), scratch),
                        new DashboardOptions("127.0.0.1", 0, Optional.of(token), Optional.of(tls)))) {
            assertThat(dashboard.url()).startsWith("https://127.0.0.1:");
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, null);
            try (SSLSocket socket =
                    (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", dashboard.port())) {
                socket.getOutputStream()
                        .write("GET /login HTTP/1.1\r\nHost: lab\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer)
                        .startsWith("HTTP/1.1 200")
                        .containsPattern("Set-Cookie: bench-form=[^\r\n]*; Secure");
            }
        }
    }
}
