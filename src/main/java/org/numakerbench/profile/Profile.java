package org.numakerbench.profile;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.numakerbench.board.method.FlashMethod;
import org.numakerbench.board.method.ResetMethod;
import org.numakerbench.firmware.Target;
import org.numakerbench.model.Direction;

/**
 * A bench profile, validated, with the schema's defaults. Paths are resolved against the profile's own directory.
 *
 * @param file where it was read from
 * @param bench name of this bench, for reports
 * @param images directory of firmware images
 * @param history address of a PostgreSQL database that keeps the history; empty: a file beside the runs
 * @param loops of firmware that tests in a loop: how many are judged, before the run ends
 * @param measurements what is asked of each, by name
 * @param secrets regular expressions, in the syntax of RE2, of what nobody must see
 * @param firmware description of what the images print whose manifests name none; empty: they are the example firmware
 */
@JsonIgnoreProperties("targets")
public record Profile(
        @JacksonInject("file") Path file,
        String bench,
        Path images,
        CloudProfile cloud,
        List<BoardProfile> boards,
        Limits limits,
        int loops,
        HeapLimits heap,
        Map<String, MeasurementLimits> measurements,
        Optional<String> history,
        List<String> secrets,
        Optional<Path> firmware) {
    public Profile {
        boards = List.copyOf(boards);
        secrets = List.copyOf(secrets);
        measurements = Collections.unmodifiableMap(new TreeMap<>(measurements));
    }

    /**
     * @param endpoint host name, as in the firmware; empty for a local cloud, which fills it in
     * @param mqttPort 8883, or 443 with ALPN
     * @param httpsPort 8443, or 443 with ALPN
     * @param alpn whether to send AWS's ALPN names; null becomes true on port 443, on which AWS IoT demands them
     * @param witness the bench's own client; empty for a local cloud, which fills it in
     * @param local present: the bench starts a local AWS IoT for the run
     */
    public record CloudProfile(
            Optional<String> endpoint,
            int mqttPort,
            int httpsPort,
            @Nullable Boolean alpn,
            Optional<WitnessProfile> witness,
            Optional<LocalCloudProfile> local) {
        private static final int ALPN_PORT = 443;

        public CloudProfile {
            alpn = alpn == null ? mqttPort == ALPN_PORT || httpsPort == ALPN_PORT : alpn;
        }
    }

    /**
     * The witness's identity. Its client ID must differ from every device's.
     *
     * @param ca PEM file of the root CAs the endpoint chains to
     * @param certificate PEM file
     * @param privateKey PEM file, mode 0600
     */
    public record WitnessProfile(String clientId, Path ca, Path certificate, Path privateKey) {}

    /** @param directory where the local cloud keeps its CA and credentials, outside git */
    public record LocalCloudProfile(Path directory) {}

    /**
     * One board.
     *
     * @param usb the physical USB port it is plugged into, {@code 1-1.4.2}: serial port and volume follow from it
     * @param network how it reaches the network, {@code ethernet}, {@code esp8266}: heap figures are compared within it
     * @param image default image ID
     * @param certificate PEM file of the certificate compiled into its firmware
     * @param reset means of resetting, tried in this order
     * @param virtual present: the bench starts a virtual board, which fills in serial port, flash volume and reset
     * @param qemu present: the bench starts an emulated board, which fills in the same
     * @param link present: its connections come through the bench
     * @param power how its power is cycled, the last remedy; a usb-power among {@code reset} where nothing else is said
     */
    public record BoardProfile(
            String name,
            Target target,
            Optional<String> usb,
            Optional<String> image,
            Optional<String> thing,
            Optional<Path> certificate,
            SerialProfile serial,
            FlashMethod flash,
            List<ResetMethod> reset,
            Optional<VirtualProfile> virtual,
            Optional<QemuProfile> qemu,
            Optional<String> network,
            Optional<LinkProfile> link,
            Optional<ResetMethod> power) {
        public BoardProfile {
            reset = List.copyOf(reset);
            serial = serial.baud() == null ? new SerialProfile(serial.port(), target.baudOrUsual()) : serial;
            power = power.isPresent() ? power : usbPower(reset);
        }

        private static Optional<ResetMethod> usbPower(List<ResetMethod> reset) {
            return reset.stream().filter(ResetMethod.UsbPower.class::isInstance).findFirst();
        }

        /** A board whose connections do not come through the bench, and whose power nobody can cycle. */
        public BoardProfile(
                String name,
                Target target,
                Optional<String> usb,
                Optional<String> image,
                Optional<String> thing,
                Optional<Path> certificate,
                SerialProfile serial,
                FlashMethod flash,
                List<ResetMethod> reset,
                Optional<VirtualProfile> virtual,
                Optional<QemuProfile> qemu,
                Optional<String> network) {
            this(
                    name,
                    target,
                    usb,
                    image,
                    thing,
                    certificate,
                    serial,
                    flash,
                    reset,
                    virtual,
                    qemu,
                    network,
                    Optional.empty(),
                    Optional.empty());
        }
    }

    /**
     * Where the bench takes the board's connections, to disturb them on their way to the endpoint. The board gets there by
     * a DNS override of the endpoint's name.
     *
     * @param address of this host, as the board sees it
     */
    public record LinkProfile(String address, int port) {}

    /**
     * What heap figures may do.
     *
     * @param minHeadroomBytes RAM that static data and peak heap must leave, else the run fails
     * @param minHeadroomPercent the same in percent of the target's RAM; the greater of both counts
     * @param maxGrowthBytes a regression of more fails {@code bench heap check}
     */
    public record HeapLimits(
            Optional<Long> minHeadroomBytes, Optional<Integer> minHeadroomPercent, long maxGrowthBytes) {
        /** Where no profile says anything. */
        public static final HeapLimits NONE = ProfileReader.unsaid("heap", HeapLimits.class);

        /** RAM that must be left on {@code target}; empty when nobody asks. */
        public Optional<Long> minHeadroomBytes(Target target) {
            Optional<Long> byPercent =
                    minHeadroomPercent.flatMap(percent -> target.ramBytes().map(ram -> ram * percent / 100));
            return minHeadroomBytes
                    .map(bytes -> Math.max(bytes, byPercent.orElse(0L)))
                    .or(() -> byPercent);
        }
    }

    /**
     * What is asked of a measurement, in its unit.
     *
     * @param min a smaller sample fails the run
     * @param max a larger sample fails the run
     * @param floor smaller changes between builds are none; empty: what its resolution allows
     * @param direction which way it gets better; empty: as it says itself
     */
    public record MeasurementLimits(
            Optional<Double> min, Optional<Double> max, Optional<Double> floor, Optional<Direction> direction) {}

    /**
     * @param port device path; empty for a virtual board
     * @param baud null where it is not said; a board's is then its target's
     */
    public record SerialProfile(
            Optional<Path> port, @Nullable Integer baud) {}

    /**
     * A virtual board.
     *
     * @param baud pace of its UART in bits a second, 10 bits a byte; 0: as fast as it goes
     * @param esp8266 present: its network is a virtual ESP8266
     */
    public record VirtualProfile(int baud, Optional<Esp8266Profile> esp8266) {
        /** With Ethernet. */
        public VirtualProfile(int baud) {
            this(baud, Optional.empty());
        }
    }

    /**
     * A virtual ESP8266.
     *
     * @param seed of its latencies
     * @param slowness factor on its latencies: 1 for an ordinary module
     */
    public record Esp8266Profile(long seed, double slowness) {}

    /**
     * An emulated board, which runs ARM code.
     *
     * @param executable QEMU's program, by name or path
     * @param machine QEMU's name of the machine
     * @param arguments more arguments for QEMU
     * @param baud pace of its UART in bits a second; 0: as fast as it goes
     */
    public record QemuProfile(String executable, String machine, List<String> arguments, int baud) {
        public QemuProfile {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * Limits of a run. Their defaults: measurements of reset and boot, what the firmware itself waits for
     * ({@link org.numakerbench.model.Step.Action#patience}), AWS latency.
     */
    public record Limits(
            Duration firstByte,
            Duration banner,
            Duration silence,
            Duration network,
            Duration run,
            Duration messageWait,
            Duration lifecycleWait) {}
}
