package org.numakerbench.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.numakerbench.bench.UsageException;
import org.numakerbench.cli.cloud.CertificateCommand;
import org.numakerbench.cli.cloud.CloudDirectory;
import org.numakerbench.cli.cloud.JobCommand;
import org.numakerbench.cli.cloud.ThingCommand;
import org.numakerbench.sim.cloud.LocalCloud;
import org.numakerbench.sim.cloud.LocalCloudOptions;
import org.numakerbench.sim.cloud.refusal.Refused;
import org.numakerbench.sim.cloud.tls.UnusableFileException;
import org.numakerbench.text.JsonText;
import org.numakerbench.text.SafeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code bench cloud}: the local AWS IoT on its own, until it is interrupted. */
@Command(
        name = "cloud",
        description = "Run the local AWS IoT on its own and print how to connect; Ctrl-C ends it.",
        mixinStandardHelpOptions = true,
        subcommands = {ThingCommand.class, CertificateCommand.class, JobCommand.class})
final class CloudCommand implements Callable<Integer> {
    @Mixin
    private CloudDirectory cloudDirectory;

    @Option(names = "--mqtt-port", paramLabel = "PORT", description = "0 for any free one; default: ${DEFAULT-VALUE}.")
    private int mqttPort = 8883;

    @Option(names = "--https-port", paramLabel = "PORT", description = "0 for any free one; default: ${DEFAULT-VALUE}.")
    private int httpsPort = 8443;

    @Option(
            names = "--alpn-port",
            paramLabel = "PORT",
            description = "Serve MQTT and HTTPS on this port too, told apart by ALPN as AWS does on 443; 0 for any free"
                    + " one; default: no such port.")
    private @Nullable Integer alpnPort;

    @Option(names = "--quiet", description = "Do not print a line for every request that is refused.")
    private boolean quiet;

    @Option(
            names = "--json",
            description = "Print JSON, an object a line: first where it listens, then every request that is refused.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        LocalCloudOptions options = LocalCloudOptions.in(cloudDirectory.path())
                .listeningOn("127.0.0.1", mqttPort, httpsPort)
                .asResident()
                .servingAllClients()
                .tellingOfRefusals(quiet ? refused -> {} : this::print);
        try (LocalCloud cloud = LocalCloud.start(alpnPort == null ? options : options.withAlpn(alpnPort))) {
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(stopped::countDown));
            (json ? List.of(started(cloud)) : welcome(cloud)).forEach(System.out::println);
            System.out.flush();
            stopped.await();
        } catch (UnusableFileException wrong) {
            throw new UsageException("bench cloud: " + wrong.getMessage(), wrong);
        }
        return 0;
    }

    private List<String> welcome(LocalCloud cloud) {
        List<String> lines = new ArrayList<>();
        lines.add("Local AWS IoT: MQTT " + cloud.endpoint() + ":" + cloud.mqttPort() + ", HTTPS "
                + cloud.endpoint() + ":" + cloud.httpsPort()
                + (cloud.alpnPort().isPresent()
                        ? ", both by ALPN " + cloud.endpoint() + ":"
                                + cloud.alpnPort().getAsInt()
                        : "")
                + ", credentials in " + cloudDirectory.path());
        lines.addAll(cloud.connectHints());
        return lines;
    }

    private String started(LocalCloud cloud) {
        ObjectNode where = JsonText.MAPPER
                .createObjectNode()
                .put("started", cloud.endpoint())
                .put("mqttPort", cloud.mqttPort())
                .put("httpsPort", cloud.httpsPort());
        cloud.alpnPort().ifPresent(port -> where.put("alpnPort", port));
        return JsonText.line(where.put("directory", cloudDirectory.path().toString()));
    }

    /** Called on the cloud's thread, one at a time. */
    private void print(Refused refused) {
        System.out.println(json ? refused.json() : SafeText.line(refused.line()));
        System.out.flush();
    }
}
