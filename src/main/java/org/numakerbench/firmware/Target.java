package org.numakerbench.firmware;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * A board type by its Mbed target name, or a machine of QEMU. What is known of it stands in {@code targets.yaml}, or under
 * {@code targets:} of a profile or a manifest. Targets of one name are the same, whoever describes them.
 *
 * @param flash where images go; null: not known
 * @param ram all of it; empty: not known
 * @param sharedRam what static data and heap share, where that is not all; null: it is
 * @param vectors address of the vector table; null: where the flash begins
 * @param part how its names begin that debug tools print; null: not known
 * @param mbedCode in the files of its adapter's volume; null: not known
 * @param pyocd pyOCD's name of the part; null: not known
 * @param baud of its UART, where a profile does not say; null: {@link #BAUD}
 * @param methods of flashing, by their names in a profile; empty: all
 */
@JsonDeserialize(using = TargetIn.class)
public record Target(
        @JsonValue String name,
        @Nullable Region flash,
        List<Region> ram,
        @Nullable String sharedRam,
        ImageForm image,
        @Nullable String vectors,
        @Nullable String part,
        @Nullable String mbedCode,
        @Nullable String pyocd,
        OpenOcdSupport openocd,
        @Nullable String openocdFile,
        @Nullable Integer baud,
        List<String> methods) {
    /** Of the example firmware up to Mbed OS 5.15. */
    public static final int BAUD = 9600;

    /** By name, in the order of their file. */
    static final Map<String, Target> BUILT_IN = Targets.load();

    public static final Target NUMAKER_PFM_NUC472 = builtIn("NUMAKER_PFM_NUC472");
    public static final Target NUMAKER_PFM_M487 = builtIn("NUMAKER_PFM_M487");
    public static final Target QEMU_MPS2_AN386 = builtIn("QEMU_MPS2_AN386");
    public static final Target QEMU_ARM = builtIn("QEMU_ARM");

    /** What is looked at in an image beforehand. */
    public enum ImageForm {
        /** Vector table, reset vector and stack pointer. */
        @JsonProperty("cortex-m")
        CORTEX_M,
        /** That it is an ELF file. */
        @JsonProperty("elf")
        ELF,
        @JsonProperty("any")
        ANY
    }

    /** Which OpenOCD knows the part. */
    public enum OpenOcdSupport {
        @JsonProperty("any")
        ANY,
        /** Mainline since after 0.12.0. */
        @JsonProperty("after-0.12")
        AFTER_0_12,
        @JsonProperty("from-0.13")
        FROM_0_13,
        /** No mainline version. */
        @JsonProperty("nuvoton")
        NUVOTON
    }

    /**
     * Memory.
     *
     * @param start its first address, {@code 0x20000000}
     * @param size {@code 512K}, {@code 1M} or {@code 0x8000}
     */
    public record Region(String start, String size) {
        /** Its first address. */
        public long first() {
            return Long.decode(start);
        }

        public long bytes() {
            return Target.bytes(size);
        }

        /** The address behind its last byte. */
        public long end() {
            return first() + bytes();
        }
    }

    public Target {
        ram = List.copyOf(ram);
        methods = List.copyOf(methods);
    }

    private static Target builtIn(String name) {
        return Objects.requireNonNull(BUILT_IN.get(name));
    }

    /** One of which nothing but its name is known here: another host's. */
    static Target undescribed(String name) {
        return new Target(
                name,
                null,
                List.of(),
                null,
                ImageForm.ANY,
                null,
                null,
                null,
                null,
                OpenOcdSupport.ANY,
                null,
                null,
                List.of());
    }

    /** That every bench knows; else one of which nothing but its name is known here. */
    public static Target named(String name) {
        return Targets.builtIn(name).orElseGet(() -> undescribed(name));
    }

    /** {@code 512K} in bytes. */
    static long bytes(String size) {
        int last = size.length() - 1;
        return switch (size.charAt(last)) {
            case 'K' -> Long.parseLong(size.substring(0, last)) * 1024;
            case 'M' -> Long.parseLong(size.substring(0, last)) * 1024 * 1024;
            default -> Long.decode(size);
        };
    }

    /** Of the flash; empty when nobody knows. */
    public Optional<Long> flashBytes() {
        return Optional.ofNullable(flash).map(Region::bytes);
    }

    /** Where the flash begins; 0 when nobody knows. */
    public long flashStart() {
        return flash == null ? 0 : flash.first();
    }

    /** Address of the vector table. */
    public long vectorTable() {
        return vectors == null ? flashStart() : Long.decode(vectors);
    }

    /** RAM that static data and heap share; empty when nobody knows. */
    public Optional<Long> ramBytes() {
        return sharedRam != null
                ? Optional.of(bytes(sharedRam))
                : ram.isEmpty()
                        ? Optional.empty()
                        : Optional.of(ram.stream().mapToLong(Region::bytes).sum());
    }

    /** Of its UART, where nobody says more. */
    public int baudOrUsual() {
        return baud == null ? BAUD : baud;
    }

    /** True when both say the same of it. */
    public boolean isDescribedAs(Target other) {
        return new Described(this).equals(new Described(other));
    }

    private record Described(
            @Nullable Region flash,
            List<Region> ram,
            @Nullable String sharedRam,
            ImageForm image,
            @Nullable String vectors) {
        Described(Target of) {
            this(of.flash(), of.ram(), of.sharedRam(), of.image(), of.vectors());
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Target it && it.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
