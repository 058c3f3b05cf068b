package org.numakerbench.cli.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.numakerbench.bench.UsageException;
import org.numakerbench.cli.Stopping;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.lab.RunLogs;
import org.numakerbench.lab.logs.LocalLogs;
import org.numakerbench.lab.logs.SharedLogs;
import org.numakerbench.lab.store.LabStore;
import org.numakerbench.web.Dashboard;
import org.numakerbench.web.DashboardOptions;
import org.numakerbench.web.DashboardOptions.Limits;
import org.numakerbench.web.DashboardOptions.Tls;
import org.numakerbench.web.Sources;
import org.numakerbench.web.auth.BadTokenException;
import org.numakerbench.web.auth.Token;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench serve}. */
@Command(
        name = "serve",
        description = "Show what a lab does and did in a browser, until it is stopped.",
        mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {
    @Mixin
    private LabOptions lab = new LabOptions();

    @Option(names = "--images", paramLabel = "DIR", description = "Directory of images; default: ${DEFAULT-VALUE}.")
    private Path images = Path.of("firmware-images");

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description = "Where to listen; anything but this host's own loopback needs a token; default: "
                    + "${DEFAULT-VALUE}.")
    private String bind = "127.0.0.1";

    @Option(names = "--port", paramLabel = "PORT", description = "0 for any free one; default: ${DEFAULT-VALUE}.")
    private int port = 8080;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File with the token that lets people in, mode 0600, 16 characters or more.")
    private @Nullable Path tokenFile;

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "Serve HTTPS with this certificate chain, PEM.")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Its private key, PEM.")
    private @Nullable Path key;

    @Option(
            names = "--strangers",
            paramLabel = "N",
            description = "Connections of one address at once on which nobody has logged in yet, 1 to 256; default: "
                    + "${DEFAULT-VALUE}.")
    private int strangers = Limits.USUAL.strangersOfAnAddress();

    @Override
    public Integer call() throws IOException {
        DashboardOptions options = new DashboardOptions(bind, checkedPort(), token(), tls(), limits());
        if (options.token().isEmpty() && !isLoopback()) {
            throw new UsageException("--bind " + bind + ": others could look; give a token with --token-file FILE, or "
                    + "bind to 127.0.0.1");
        }
        HistoryAddress address = lab.address();
        try (Stopping stopping = new Stopping();
                LabStore store = LabStore.open(address);
                Logs logs = Logs.of(address, store, lab.out());
                Dashboard dashboard =
                        Dashboard.start(new Sources(store, logs.logs(), lab.history(address), images), options)) {
            System.out.println("Dashboard: " + dashboard.url());
            System.out.flush();
            new CountDownLatch(1).await();
        } catch (InterruptedException stopped) {
            // As it should be.
            return 0;
        }
        return 0;
    }

    /** The logs, and what is to be closed of them. */
    private record Logs(RunLogs logs, @Nullable LocalLogs local) implements AutoCloseable {
        static Logs of(HistoryAddress address, LabStore store, Path out) throws IOException {
            if (address instanceof HistoryAddress.Postgres) {
                return new Logs(new SharedLogs(store.logs()), null);
            }
            LocalLogs local = new LocalLogs(out);
            return new Logs(local, local);
        }

        @Override
        public void close() throws IOException {
            if (local != null) {
                local.close();
            }
        }
    }

    private int checkedPort() {
        if (port < 0 || port > 65535) {
            throw new UsageException("--port " + port + ": a port is 1 to 65535, or 0 for any free one");
        }
        return port;
    }

    private Limits limits() {
        if (strangers < 1 || strangers > Limits.MOST_STRANGERS) {
            throw new UsageException(
                    "--strangers " + strangers + ": so many connections are 1 to " + Limits.MOST_STRANGERS);
        }
        return Limits.ofStrangers(strangers);
    }

    private boolean isLoopback() {
        try {
            return InetAddress.getByName(bind).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            throw new UsageException(
                    "--bind " + bind + ": no address of this host; 127.0.0.1 is, and 0.0.0.0 is all of them", unknown);
        }
    }

    private Optional<Token> token() {
        Path file = tokenFile;
        if (file == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Token.read(file));
        } catch (BadTokenException wrong) {
            throw new UsageException(String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private Optional<Tls> tls() {
        Path chain = certificate;
        Path secret = key;
        if (chain == null && secret == null) {
            return Optional.empty();
        }
        if (chain == null || secret == null) {
            throw new UsageException("--tls-cert and --tls-key go together: give both, or none");
        }
        for (Path file : new Path[] {chain, secret}) {
            if (!Files.isReadable(file)) {
                throw new UsageException(
                        (file.equals(chain) ? "--tls-cert " : "--tls-key ") + file + ": no such file, or not readable");
            }
        }
        return Optional.of(new Tls(chain, secret));
    }
}
