package org.numakerbench.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
import org.numakerbench.web.DashboardOptions.Limits;
import org.numakerbench.web.auth.Token;

/** Over TLS. */
class TlsIT {
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

    private interface Served {
        void of(Dashboard dashboard) throws Exception;
    }

    private void serve(Limits limits, Served test) throws Exception {
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
                        new DashboardOptions("127.0.0.1", 0, Optional.of(token), Optional.of(tls), limits))) {
            test.of(dashboard);
        }
    }

    private static String loginPage(Dashboard dashboard) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", dashboard.port())) {
            socket.getOutputStream()
                    .write("GET /login HTTP/1.1\r\nHost: lab\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void cookiesAreForTlsAlone() throws Exception {
        serve(Limits.USUAL, dashboard -> {
            assertThat(dashboard.url()).startsWith("https://127.0.0.1:");
            assertThat(loginPage(dashboard))
                    .startsWith("HTTP/1.1 200")
                    .containsPattern("Set-Cookie: bench-form=[^\r\n]*; Secure");
        });
    }

    @Test
    void handshakesThatAreNeverFinishedAreFewAndEndInTime() throws Exception {
        Limits usual = Limits.USUAL;
        serve(new Limits(8, Duration.ofSeconds(2), usual.idle(), usual.stream()), dashboard -> {
            List<Socket> half = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                Socket socket = new Socket("127.0.0.1", dashboard.port());
                half.add(socket);
                // A record of 512 bytes that never come.
                socket.getOutputStream().write(new byte[] {22, 3, 1, 2, 0, 1});
            }
            await().untilAsserted(() -> assertThat(dashboard.connections()).isBetween(1, 8));
            assertThat(loginPage(dashboard)).startsWith("HTTP/1.1 200");
            await().untilAsserted(() -> assertThat(dashboard.connections()).isZero());
            for (Socket each : half) {
                each.close();
            }
        });
    }
}
